#!/usr/bin/env python3
"""clang-tidy of src/, agent/ and client/, by the compile commands of a build that has been made: tidy.py BUILD [FILE…]

A file found clean is not checked again until it, what it includes of ours, its command or .clang-tidy changes; BUILD/tidy
remembers. Tests are left out: GoogleTest's macros are not ours to improve."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OURS = re.compile(r"^(src|agent|client)/(?!.*_test\.cc$).*\.cc$")
INCLUDE = re.compile(rb'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
# The compile commands are GCC's. clang 14 has coroutines and does not say so.
ARGUMENTS = ["--quiet", *("--extra-arg=" + each for each in (
    "-Wno-unknown-warning-option", "-D__cpp_impl_coroutine=201902L", "-DASIO_HAS_CO_AWAIT",
    "-DASIO_HAS_STD_COROUTINE"))]


def contents(file, found):
    """By path what this file and the headers of ours below it hold."""
    if file not in found and file.is_file():
        found[file] = file.read_bytes()
        for header in INCLUDE.findall(found[file]):
            for folder in (ROOT / "src", ROOT / "agent", ROOT / "include", file.parent):
                contents(folder / header.decode(), found)
    return found


def key_of(file, command, settings):
    parts = [settings, command.encode()]
    for path, text in sorted(contents(file, {}).items()):
        parts += [str(path).encode(), text]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def check(build, file):
    done = subprocess.run(["nice", "clang-tidy", *ARGUMENTS, "-p", build, file], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + (done.stderr if done.returncode else "")


def main():
    build, *names = sys.argv[1:]
    stamps = pathlib.Path(build) / "tidy"
    stamps.mkdir(exist_ok=True)
    wanted = {ROOT / name for name in names}
    settings = (ROOT / ".clang-tidy").read_bytes() + " ".join(ARGUMENTS).encode()
    keys = {}
    for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        if file.is_relative_to(ROOT) and OURS.match(str(file.relative_to(ROOT))) and (not wanted or file in wanted):
            keys[file] = key_of(file, entry["command"], settings)
    stale = [file for file in keys if not (stamps / keys[file]).exists()]
    for old in set(os.listdir(stamps)) - set(keys.values()) if not wanted else ():
        (stamps / old).unlink()
    clean = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for file, (fine, output) in zip(stale, pool.map(lambda each: check(build, each), stale)):
            clean = clean and fine
            if fine:
                (stamps / keys[file]).touch()
            else:
                print(output)
    print(f"clang-tidy: {len(stale)} files checked, {len(keys) - len(stale)} as they were")
    return 0 if clean and keys else 1


if __name__ == "__main__":
    sys.exit(main())
