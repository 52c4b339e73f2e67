"""llvm-cov's own numbers of programs, in the form of ours: branches of one range, which instances of templates have each, are one,
and those of a macro's code are where the outermost macro is used."""

import collections
import json
import os
import pathlib
import subprocess

from against_gcov import lcov_lines


class Llvm:
    """The tools of one version ("" for the system's)."""

    def __init__(self, version=""):
        self.suffix = f"-{version}" if version else ""

    def merge(self, profiles, to):
        self.do("llvm-profdata", "merge", *sorted(profiles), "-o", to)
        return to

    def lines(self, programs, profile, root):
        """{file: {line: (count, [branch counts])}} of the files below root."""
        objects = [str(programs[0])] + [f"-object={each}" for each in programs[1:]]
        tracefile = pathlib.Path(f"{profile}.lcov")
        tracefile.write_text(self.do("llvm-cov", "export", "-format=lcov", f"-instr-profile={profile}", *objects))
        functions = json.loads(self.do("llvm-cov", "export", f"-instr-profile={profile}", *objects))["data"][0]["functions"]
        branches = branches_of(functions)
        result = {}
        for path, lines in lcov_lines(tracefile).items():
            real = os.path.realpath(path)
            if real.startswith(f"{root}/"):
                result[real[len(str(root)) + 1 :]] = {number: (count, branches[path, number]) for number, (count, _) in lines.items()}
        return result

    def do(self, tool, *arguments):
        return subprocess.run([tool + self.suffix, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def branches_of(functions):
    """[true, false, …] by file and line."""
    ways = collections.defaultdict(lambda: [0, 0])
    for function in functions:
        expansions = {}
        for *place, _, file, expanded, kind in function["regions"]:
            if kind == 1:
                expansions[expanded] = (place, file)
        main = next(file for file in range(len(function["filenames"])) if file not in expansions)
        for *place, when_true, when_false, file, _, _ in function["branches"]:
            use = place
            while file != main:
                use, file = expansions[file]
            way = ways[function["filenames"][main], tuple(use), tuple(place)]
            way[0] += when_true
            way[1] += when_false
    lines = collections.defaultdict(list)
    for (file, use, _), way in sorted(ways.items()):
        lines[file, use[0]] += way
    return lines
