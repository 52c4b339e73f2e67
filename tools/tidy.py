#!/usr/bin/env python3
"""clang-tidy of src/, agent/ and client/, by the compile commands of a build that has been made: tidy.py BUILD [FILE…]

Nearly all of its work is in the headers, so files that are compiled alike are checked together, as if they were one; but not two that
have the same name to themselves. What is not found clean so is checked again in halves and at last alone, and only what is found then is
told.

A file found clean is not checked again until it, what it includes of ours, its command or .clang-tidy changes; BUILD/tidy
remembers. Tests are left out: GoogleTest's macros are not ours to improve."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SETTINGS = ROOT / ".clang-tidy"
OURS = re.compile(r"^(src|agent|client)/(?!.*_test\.cc$).*\.cc$")
INCLUDE = re.compile(rb'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
OWN_PART = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
DECLARATION = re.compile(r"^(?!namespace)\S.*?\b(\w+)(?:[({]| [=:{])", re.MULTILINE)
TOGETHER = 12
# The compile commands are GCC's. clang 14 has coroutines and does not say so.
FLAGS = ["-Wno-unknown-warning-option", "-D__cpp_impl_coroutine=201902L", "-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE"]


def contents(file, found):
    """By path what this file and the headers of ours below it hold."""
    if file not in found and file.is_file():
        found[file] = file.read_bytes()
        for header in INCLUDE.findall(found[file]):
            for folder in (ROOT / "src", ROOT / "agent", ROOT / "include", file.parent):
                contents(folder / header.decode(), found)
    return found


def key_of(file, flags, settings):
    parts = [settings, shlex.join(flags).encode()]
    for path, text in sorted(contents(file, {}).items()):
        parts += [str(path).encode(), text]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def flags_of(command):
    """How it compiles, without compiler, source and object."""
    words = shlex.split(command)
    return (*words[1 : words.index("-o")], *FLAGS)


def files_of(build):
    """Those to check, and their flags. A file that a test compiles once more comes after what it is a part of."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        if file.is_relative_to(ROOT) and OURS.match(str(file.relative_to(ROOT))):
            found.setdefault(file, flags_of(entry["command"]))
    return found


def own_names(file):
    """What it declares in nameless namespaces."""
    return {name for body in OWN_PART.findall(file.read_text()) for name in DECLARATION.findall(body)}


def groups_of(files, flags):
    """Flags and files with them; as many as keep all cores busy."""
    size = min(TOGETHER, -(-len(files) // os.cpu_count()))
    groups = []
    for file in files:
        names = own_names(file)
        fits = (each for each in groups if each[0] == flags[file] and len(each[1]) < size and each[2].isdisjoint(names))
        group = next(fits, None)
        if group is None:
            group = flags[file], [], set()
            groups.append(group)
        group[1].append(file)
        group[2].update(names)
    return [(key, members) for key, members, _ in groups]


def check(flags, files):
    """By file what is wrong with it, "" if nothing is."""
    with tempfile.TemporaryDirectory(prefix="trireme_tidy_") as directory:
        together = pathlib.Path(directory) / "together.cc"
        # Not included one by one: some things are only found outside headers.
        together.write_text("\n".join(each.read_text() for each in files))
        beside = [f"-iquote{each}" for each in sorted({each.parent for each in files})]
        source = together if len(files) > 1 else files[0]
        done = subprocess.run(["nice", "clang-tidy", "--quiet", f"--config-file={SETTINGS}", source, "--", *flags, *beside],
                              capture_output=True, text=True, check=False)  # fmt: skip
    if done.returncode == 0:
        return dict.fromkeys(files, "")
    if len(files) > 1:
        return {**check(flags, files[::2]), **check(flags, files[1::2])}
    return {source: done.stdout + done.stderr or f"clang-tidy ended with {done.returncode}: {source}"}


def main():
    build, *names = sys.argv[1:]
    build = pathlib.Path(build)
    stamps = build / "tidy"
    stamps.mkdir(exist_ok=True)
    wanted = {ROOT / name for name in names}
    settings = SETTINGS.read_bytes()
    flags = {file: each for file, each in files_of(build).items() if not wanted or file in wanted}
    keys = {file: key_of(file, flags[file], settings) for file in flags}
    stale = [file for file in keys if not (stamps / keys[file]).exists()]
    for old in set(os.listdir(stamps)) - set(keys.values()) if not wanted else ():
        (stamps / old).unlink()
    clean = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(lambda group: check(*group), groups_of(stale, flags)):
            for file, wrong in found.items():
                clean = clean and not wrong
                print(wrong, end="") if wrong else (stamps / keys[file]).touch()
    print(f"clang-tidy: {len(stale)} files checked, {len(keys) - len(stale)} as they were")
    return 0 if clean and keys else 1


if __name__ == "__main__":
    sys.exit(main())
