"""gcov's own numbers of a build directory, in the form of ours: entries of one file and line summed over functions and units;
branches merged by index with those of as many, else listed one after another, fewer first."""

import collections
import json
import os
import pathlib
import subprocess


class Line:
    def __init__(self):
        self.count = 0
        self.groups = {}

    def add(self, count, branches):
        self.count += max(count, 0)
        if branches:
            known = self.groups.setdefault(len(branches), [0] * len(branches))
            for index, branch in enumerate(branches):
                known[index] += max(branch["count"], 0)

    def branches(self):
        return [count for size in sorted(self.groups) for count in self.groups[size]]


def gcov_lines(gcno_files, prefix, root, gcov="gcov"):
    """{file: {line: (count, [branch counts])}} of the files below root; counts are read below prefix."""
    files = collections.defaultdict(lambda: collections.defaultdict(Line))
    for gcno in map(str, gcno_files):
        beside = prefix + gcno.removesuffix(".gcno")
        copied = pathlib.Path(beside + ".gcno")
        copied.parent.mkdir(parents=True, exist_ok=True)
        if not copied.exists():
            copied.symlink_to(gcno)
        said = subprocess.run([gcov, "--json-format", "--branch-probabilities", "--stdout", beside + ".gcda"], capture_output=True,
                              check=True).stdout  # fmt: skip
        report = json.loads(said)
        for file in report["files"]:
            path = os.path.realpath(os.path.join(report["current_working_directory"], file["file"]))
            if not path.startswith(root + "/"):
                continue
            for line in file["lines"]:
                files[path[len(root) + 1 :]][line["line_number"]].add(line["count"], line["branches"])
    return {name: {number: (line.count, line.branches()) for number, line in lines.items()} for name, lines in files.items() if lines}


def lcov_lines(path):
    """The same, of a tracefile."""
    files, name = {}, ""
    for record in pathlib.Path(path).read_text().splitlines():
        kind, _, rest = record.partition(":")
        if kind == "SF":
            name = rest
            files[name] = {}
            branches = collections.defaultdict(list)
        elif kind == "BRDA":
            line, _, _, taken = rest.split(",")
            branches[int(line)].append(0 if taken == "-" else int(taken))
        elif kind == "DA":
            line, count = map(int, rest.split(","))
            files[name][line] = (count, branches[line])
    return files


def differences(ours, theirs):
    """Sentences; none when they are the same."""
    said = [f"{name} is only in one" for name in set(ours) ^ set(theirs)]
    for name in sorted(set(ours) & set(theirs)):
        for line in sorted(set(ours[name]) | set(theirs[name])):
            mine, other = ours[name].get(line), theirs[name].get(line)
            if mine != other:
                said.append(f"{name}:{line}: {mine}, gcov has {other}")
    return said
