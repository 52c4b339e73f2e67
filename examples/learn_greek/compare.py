#!/usr/bin/env python3
"""How tests of a database may be kept apart, tried on this suite: compare.py [--trireme PATH] [--rounds N] [--write]

  ours        a database for each worker, a transaction for each test
  sequential  the same in one process at a time: what a suite does that is not parallel
  recreate    one process at a time, and each test creates all tables and drops them
  as found    the same on a server as PostgreSQL sets it up, which most suites begin with: it waits for the disk
  naive       workers that share a database; each creates the tables that are not there, and drops all when it ends

But for "as found" all are on a server that Trireme starts, so none of them waits for a disk. The rounds of all follow one another
in turn. Build the suite first. --write keeps what it prints in comparison.md. Exit status 1: `naive` passed, or another one failed."""

import argparse
import contextlib
import json
import os
import pathlib
import resource
import shutil
import statistics
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
    "as found": (None, "recreate", "0"),
    "naive": (None, "naive", "4"),
}


def programs():
    """Where PostgreSQL's are."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    return found[-1] if found else pathlib.Path(shutil.which("postgres")).resolve().parent


@contextlib.contextmanager
def server_as_found():
    """The URL of a server on the disk, of which nothing is changed but that it listens on a socket only."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as place:
        if user:
            shutil.chown(place, "postgres", "postgres")
        data, quiet = f"{place}/data", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **user}
        subprocess.run([programs() / "initdb", "-D", data, "-U", "postgres", "--auth=trust"], check=True, **quiet)
        started = [programs() / "pg_ctl", "-D", data, "-w", "-o", f"-c listen_addresses= -k {place}"]
        subprocess.run([*started, "start"], check=True, **quiet)
        try:
            yield f"postgresql://postgres@/postgres?host={place}"
        finally:
            subprocess.run([programs() / "pg_ctl", "-D", data, "-m", "fast", "stop"], check=False, **quiet)


def outcomes(log):
    """How many tests ended how."""
    counts = {}
    for line in log.read_text().splitlines():
        event = json.loads(line)
        if event["type"] == "test_finished":
            counts[event["outcome"]] = counts.get(event["outcome"], 0) + 1
    return counts


def run(trireme, design, url):
    """Seconds, those of processors, and outcomes by name. `url`: of the server as found, whose own processors' time is not seen."""
    folder, name, workers = DESIGNS[design]
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        if folder is None:
            (place / "trireme.toml").write_text(BARE)
        log = place / "log"
        environment = {**os.environ, "LEARN_GREEK_DESIGN": name}
        given = ["--db-url", url] if design == "as found" else []
        started, before = time.monotonic(), processor_time()
        subprocess.run([trireme, "-q", "-n", workers, *given, "--report-log", log], cwd=folder or place, env=environment, check=False,
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
    wall, used = (statistics.median(each[at] for each in runs) for at in (0, 1))
    processors = "" if design == "as found" else f"{used:.2f} s"
    # What fails early has no time to compare.
    times = f"{wall:.2f} s | {wall / ours:.2f} | {processors}" if design != "naive" else " | | "
    fine = all(counts for _, _, counts in runs) and (broken > 0) == (design == "naive")
    return f"| {design} | {broken} of {len(runs)} | {sum(failures)} of {total} | {times} |", fine


def measured(trireme, rounds, between=lambda: None):
    """The runs of each design, in turn; `between`: called after each round."""
    runs = {design: [] for design in DESIGNS}
    with server_as_found() as url:
        for _ in range(rounds):
            for design, done in runs.items():
                done.append(run(trireme, design, url))
            between()
    return runs


def times(runs):
    """In seconds, the median of each design."""
    return {design: statistics.median(each[0] for each in done) for design, done in runs.items()}


def table(runs):
    """Lines; and are the designs as they should be?"""
    ours = times(runs)["ours"]
    rows = [row(design, done, ours) for design, done in runs.items()]
    head = "| design | rounds that failed | tests that failed | time (median) | times ours | processor time |\n|---|---|---|---|---|---|"
    return [head, *(line for line, _ in rows)], all(fine for _, fine in rows)


def compare(trireme, rounds, say):
    """All of them; are they as they should be?"""
    say(f"{machine.cpu_model()}, {os.cpu_count()} cores; before, {surroundings()} (two CPU loops against one: 2 is two free cores)\n")
    lines, fine = table(measured(trireme, rounds))
    for line in lines:
        say(line)
    say(f"\nafter, {surroundings()}")
    return fine


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
