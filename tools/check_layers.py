#!/usr/bin/env python3
"""Does every folder of src/ include only what it may? check_layers.py [ROOT]

The rule is written once, as the LINKS of trireme_stage in CMakeLists.txt: a folder may include itself, the folders it
links, and theirs; and of the libraries that a folder must name (LIBRARIES) those it names itself. Only src/main.cc, which
is in no folder, may include any. The headers that are installed and the code that runs in tests include nothing of src/."""

import pathlib
import re
import sys

STAGE = re.compile(r"^trireme_stage\((\w+)(?:\s+LINKS\s+([^)]*))?\)", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
# Slow to compile, or a matter of one stage. By the beginning of the header's name.
LIBRARIES = {"asio": "asio::asio", "CLI/": "CLI11::CLI11", "nlohmann/": "nlohmann_json::nlohmann_json",
             "pugixml": "pugixml::pugixml", "simdjson": "simdjson::simdjson", "toml++/": "tomlplusplus::tomlplusplus",
             "re2/": "re2::re2", "libpq": "libpq::headers", "agent/wire.h": "agent::wire",
             "agent/counts.h": "agent::wire", "sqlite3": "sqlite::headers",
             "client/database_sql.h": "client::database_sql"}
FREE = "main.cc"


def links_of(root):
    """By folder what it links, as CMakeLists.txt says."""
    return {name: links.split() for name, links in STAGE.findall((root / "CMakeLists.txt").read_text())}


def reachable(folder, links):
    """The folders it may include."""
    found, waiting = set(), [folder]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += [link for link in links[current] if "::" not in link]
    return found


def includes_of(file):
    text = file.read_text()
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(2)) + 1, match[1] == '"', match[2]


def complaint(folder, ours, header, links):
    """What is wrong with this include in a file of this folder; None if nothing is."""
    for beginning, library in LIBRARIES.items():
        if header.startswith(beginning):
            return None if library in links[folder] else f"{folder} may not include {header}: it does not link {library}"
    if ours:
        target = header.split("/")[0]
        if "/" not in header or target not in links:
            return f'"{header}" names no folder of src/'
        return None if target in reachable(folder, links) else f"{folder} may not include {target}"
    return None


def violations(root):
    links = links_of(root)
    source = root / "src"
    for file in sorted(path for path in source.rglob("*") if path.suffix in (".cc", ".h")):
        parts = file.relative_to(source).parts
        where = file.relative_to(root)
        if parts == (FREE,):
            continue
        if len(parts) == 1 or parts[0] not in links:
            yield f"{where}: is in no stage of CMakeLists.txt"
            continue
        for line, ours, header in includes_of(file):
            if found := complaint(parts[0], ours, header, links):
                yield f"{where}:{line}: {found}"
    for folder in ("include", "agent", "client"):
        for file in sorted(path for path in (root / folder).rglob("*") if path.suffix in (".cc", ".h")):
            for line, _, header in includes_of(file):
                if header.split("/")[0] in links:
                    yield f"{file.relative_to(root)}:{line}: runs in tests and may not include {header}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    found = list(violations(root))
    print("\n".join(found) or f"layers: {len(links_of(root))} folders include only what they may")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
