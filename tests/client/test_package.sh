#!/bin/bash
# test_package.sh CMAKE BUILD: what `cmake --install` installs can be found and linked, with PostgreSQL and without.
set -euo pipefail
cmake=$1 build=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$cmake" --install "$build" --prefix "$place/prefix" >/dev/null
for wanted in "" postgres; do
  "$cmake" -S "$(dirname "$0")/package" -B "$place/build$wanted" -DCMAKE_PREFIX_PATH="$place/prefix" -DWANTED="$wanted" >/dev/null
  "$cmake" --build "$place/build$wanted" >/dev/null
  env -u TRIREME_WORKER "$place/build$wanted/user"
done
