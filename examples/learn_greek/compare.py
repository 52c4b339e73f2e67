#!/usr/bin/env python3
"""How tests of a database may be kept apart, tried on this suite: compare.py [--trireme PATH] [--rounds N] [--write]

  ours        a database for each worker, a transaction for each test
  sequential  the same in one process at a time: what a suite does that is not parallel
  recreate    one process at a time, and each test creates all tables and drops them
  naive       workers that share a database; each creates the tables that are not there, and drops all when it ends

All on a server that Trireme starts, so none of them waits for a disk. Build the suite first. --write keeps what it prints in
comparison.md. Exit status 1: `naive` passed, or another one failed."""

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "bench"))

import capacity
import machine

# An empty database that all share, for those designs that make the tables themselves.
BARE = f'testpaths = ["{HERE}/build"]\n[db]\nmode = "shared"\n'
DESIGNS = {
    "ours": (HERE, "", "auto"),
    "sequential": (HERE, "", "0"),
    "recreate": (None, "recreate", "0"),
    "naive": (None, "naive", "4"),
}


def outcomes(log):
    """How many tests ended how."""
    counts = {}
    for line in log.read_text().splitlines():
        event = json.loads(line)
        if event["type"] == "test_finished":
            counts[event["outcome"]] = counts.get(event["outcome"], 0) + 1
    return counts


def run(trireme, design):
    """Seconds, those of processors, and outcomes by name."""
    folder, name, workers = DESIGNS[design]
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        if folder is None:
            (place / "trireme.toml").write_text(BARE)
        log = place / "log"
        environment = {**os.environ, "LEARN_GREEK_DESIGN": name}
        started, before = time.monotonic(), processor_time()
        subprocess.run([trireme, "-q", "-n", workers, "--report-log", log], cwd=folder or place, env=environment, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        return time.monotonic() - started, processor_time() - before, outcomes(log)


def processor_time():
    """Of all that has run until now, the server included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def surroundings():
    """What the times depend on."""
    return f"load {os.getloadavg()[0]:.1f}, capacity {capacity.measure():.2f}"


def row(design, runs, ours):
    """Of the table; and is the design as it should be?"""
    failures = [sum(count for outcome, count in counts.items() if outcome not in ("passed", "skipped")) for _, _, counts in runs]
    broken = sum(each > 0 for each in failures)
    total = sum(sum(counts.values()) for _, _, counts in runs)
    best, used = min(run[:2] for run in runs)
    # What fails early has no time to compare.
    times = f"{best:.2f} s | {best / ours:.2f} | {used:.2f} s" if design != "naive" else " | | "
    fine = all(counts for _, _, counts in runs) and (broken > 0) == (design == "naive")
    return f"| {design} | {broken} of {len(runs)} | {sum(failures)} of {total} | {times} |", fine


def compare(trireme, rounds, say):
    """All of them; are they as they should be?"""
    say(f"{machine.cpu_model()}, {os.cpu_count()} cores; before, {surroundings()} (two CPU loops against one: 2 is two free cores)\n")
    say("| design | rounds that failed | tests that failed | time | times ours | processor time |\n|---|---|---|---|---|---|")
    ours, all_fine = None, True
    for design in DESIGNS:
        runs = [run(trireme, design) for _ in range(rounds)]
        ours = ours or min(runs, key=lambda each: each[0])[0]
        line, fine = row(design, runs, ours)
        all_fine = all_fine and fine
        say(line)
    say(f"\nafter, {surroundings()}")
    return all_fine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trireme", default=shutil.which("trireme"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    trireme = pathlib.Path(arguments.trireme or parser.error("no trireme in PATH: --trireme")).resolve()
    lines = ["# What `./compare.py --write` found\n"]

    def say(line):
        print(line, flush=True)
        lines.append(line)

    fine = compare(trireme, arguments.rounds, say)
    if arguments.write:
        (HERE / "comparison.md").write_text("\n".join(lines) + "\n")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
