#!/bin/bash
# check_man.sh GROFF PAGE: the page is well formed, and has the options in it.
set -euo pipefail
complaints=$("$1" -man -Tutf8 -ww "$2" 2>&1 >/dev/null)
[[ -z $complaints ]] || { echo "$complaints"; exit 1; }
text=$("$1" -man -Tascii -P-c "$2" | sed 's/.\x08//g')
for wanted in 'NAME' 'SYNOPSIS' 'trireme bisect NODEID' '--numprocesses' '--continue-on-collection-errors' 'EXIT CODES' '5 no tests'; do
  grep -qF -- "$wanted" <<<"$text" || { echo "not in the page: $wanted"; exit 1; }
done
