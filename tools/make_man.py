#!/usr/bin/env python3
"""Writes the man page from `trireme --help`, so that options are described once: make_man.py TRIREME trireme.1

A line without indentation that ends with a colon is a section; "  NAME   text" is an entry of it, and what is indented
further goes on with it. Sections of plain lines (examples, exit codes) stay as they are."""

import re
import subprocess
import sys

ENTRY = re.compile(r"^  (?=-|PATH)(?P<name>.{1,31}\S) +(?<=^.{34})(?P<text>.*)$")
TITLE = re.compile(r"^(\S.*):$")
USAGE = re.compile(r"^Usage: trireme (.*)$")


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("…", "...")
    return "\\&" + text if text.startswith(".") else text


def head(version, summary):
    return [f'.TH TRIREME 1 "" "{version}" "User Commands"', ".SH NAME", f"trireme \\- {summary[0].lower()}{summary[1:].rstrip('.')}"]


def body(lines):
    page, plain = [], False

    def leave_plain():
        nonlocal plain
        if plain:
            page.append(".fi")
        plain = False

    for line in lines:
        title, entry, usage = TITLE.match(line), ENTRY.match(line), USAGE.match(line)
        if not line.strip():
            continue
        if usage:
            page += [".SH SYNOPSIS", ".B trireme", escape(usage[1]), ".PP", ".B trireme replay", escape("LOG [OPTIONS]"),
                     ".PP", ".B trireme bisect", escape("NODEID --report-log=LOG [OPTIONS]")]
        elif title:
            leave_plain()
            page.append(f".SH {escape(title[1]).upper()}")
        elif entry:
            leave_plain()
            page += [".TP", f".B {escape(entry[1])}", escape(entry[2])]
        elif line.startswith("    ") and not plain:
            page.append(escape(line.strip()))
        elif not line.startswith(" "):
            leave_plain()
            page += [".PP", escape(line)]
        else:
            page += ([] if plain else [".nf"]) + [escape(line.strip())]
            plain = True
    leave_plain()
    return page


def main():
    program, target = sys.argv[1:]

    def ask(flag):
        return subprocess.run([program, flag], check=True, capture_output=True, text=True).stdout

    summary, *lines = ask("--help").splitlines()
    page = head(ask("--version").strip(), summary) + body(lines) + [
        ".SH SEE ALSO", ".BR ctest (1),", ".BR gdb (1)"]
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(page) + "\n")


if __name__ == "__main__":
    main()
