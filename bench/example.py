"""The example suite against other ways to keep tests of a database apart (issue 4): examples/learn_greek/compare.py, judged."""

import pathlib
import subprocess
import sys

EXAMPLE = pathlib.Path(__file__).resolve().parents[1] / "examples" / "learn_greek"
sys.path.insert(0, str(EXAMPLE))

import compare


def measured(trireme, rounds, between):
    """Where its own README builds it, beside its trireme.toml."""
    for command in (["cmake", "-S", EXAMPLE, "-B", EXAMPLE / "build"], ["cmake", "--build", EXAMPLE / "build", "--parallel"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"bench: the example could not be built\n{done.stdout}{done.stderr}")
    return compare.measured(trireme, rounds, between)


def judge(found, runs):
    seconds = compare.times(runs)
    found.at_least("example suite: 5 times faster than one process that makes all tables for each test, on a server as found",
                   seconds["as found"] / seconds["ours"], 5)
    found.at_least("example suite: 1.7 times faster than one process that rolls back", seconds["sequential"] / seconds["ours"], 1.7)
    found.at_most("example suite: at least 5 s in one process", f"{seconds['sequential']:.2f} s", seconds["sequential"] >= 5)
    lines, fine = compare.table(runs)
    found.at_most("example suite: none fails but workers that share a database", "as said" if fine else "see below", fine)
    return lines
