#!/bin/bash
# Installs the Debian 12 packages that Trireme needs: `install_dependencies.sh build` those to build and try it, without
# argument those to test it as well. What is there is left alone, and the network too when nothing is missing.
set -euo pipefail

# Of postgresql the programs and its user are wanted; the server that Debian sets up with it is used by nobody here.
packages=(build-essential cmake ninja-build ccache git python3
  libasio-dev libcli11-dev libexpected-dev libfmt-dev libgmock-dev libgtest-dev libpugixml-dev libre2-dev libsimdjson-dev
  libcpp-httplib-dev libpq-dev libsqlite3-dev libtomlplusplus-dev nlohmann-json3-dev postgresql)
if [[ ${1:-} != build ]]; then
  packages+=(catch2 chromium clang clang-13 clang-19 clang-format clang-tidy doctest-dev gcovr gdb googletest groff libboost-test-dev libclang-rt-14-dev libclang-rt-19-dev llvm llvm-13 llvm-19 python3-pip)
fi

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then
  echo "packages: all ${#packages[@]} are installed"
  exit 0
fi

as_root=()
if [[ $EUID -ne 0 ]]; then
  if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
    echo "packages: please install, as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi

echo "packages: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >"$log" 2>&1; }
install() { apt install -y --no-install-recommends "${missing[@]}"; }
# Its lists of packages may be absent or old.
if ! install && ! { apt update && install; }; then
  cat "$log" >&2
  exit 1
fi
