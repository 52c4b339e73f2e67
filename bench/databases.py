"""Databases for tests (issue 4): what they cost, by the event logs of runs on one server's worth of work.

Everything is a difference between runs of the same tests that follow one another, round by round, or, where PostgreSQL
itself sets the limit, a ratio to what PostgreSQL does by itself.
"""

import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
_RAW = 76  # databases made and dropped a second, where 70 fresh ones are asked for
_OF_ALL = 0.85


def available():
    return shutil.which("postgres") is not None or any(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@dataclasses.dataclass
class Times:
    """In seconds; of several rounds."""

    start: float  # until the first test starts, with four workers, more than without a database
    teardown: float  # after the last event, likewise
    gap: float  # between a test that reads and the next, median, more than with a database for each worker
    gap_p90: float
    first: dict  # by workers: from the wish for a database to the first answer
    fresh: float  # databases a second, each with the test that writes to it, a row
    copied: float  # likewise, but each test makes a table
    raw: float  # what PostgreSQL makes and drops by itself, for as many clients
    used: float  # … and lets make a table in between
    processes: float  # tests a second that do nothing


def _text(value):
    return bytes.fromhex(value["hex"]).decode() if isinstance(value, dict) else value


class _Run:
    def __init__(self, events, wall):
        self.events = events
        self.wall = wall

    def of(self, kind):
        return [each for each in self.events if each["type"] == kind]

    def at(self, kind):
        return [each["at"] for each in self.of(kind)]

    def start(self):
        return self.at("test_started")[0]

    def teardown(self):
        return self.wall - self.at("run_finished")[0]

    def gaps(self):
        """Between the tests of each worker."""
        gaps, ended = [], {}
        for each in self.events:
            if each["type"] == "test_started" and each["worker"] in ended:
                gaps.append(each["at"] - ended[each["worker"]])
            elif each["type"] == "test_finished":
                ended[each["worker"]] = each["at"]
        return gaps

    def per_second(self):
        return len(self.of("test_finished")) / (self.at("test_finished")[-1] - self.start())

    def properties(self, name):
        return [float(_text(value)) for each in self.of("test_finished") for key, value in each.get("properties", []) if _text(key) == name]


class _Bench:
    def __init__(self, trireme, program, scratch):
        self._trireme = trireme
        self._program = program
        self._log = pathlib.Path(scratch) / "database.jsonl"
        self._environment = {**os.environ, "HOME": str(scratch), "XDG_CACHE_HOME": str(pathlib.Path(scratch) / "cache")}
        self._environment.pop("TMPDIR", None)

    def run(self, workers, mode, suite):
        schema = [] if mode == "none" else [f"--db-schema={HERE / 'database_schema.sql'}"]
        argv = [self._trireme, f"-n{workers}", f"--db={mode}", *schema, "--isolation=test", f"--report-log={self._log}", "-q",
                self._program, "-k", suite]  # fmt: skip
        started = time.perf_counter()
        done = subprocess.run(argv, env=self._environment, cwd=self._log.parent, capture_output=True, text=True, check=False)
        wall = time.perf_counter() - started
        if done.returncode != 0:
            raise SystemExit(f"bench: {' '.join(argv)}\n{done.stdout[-2000:]}{done.stderr}")
        return _Run([json.loads(line) for line in self._log.read_bytes().splitlines()], wall)


def _p90(values):
    return statistics.quantiles(values, n=10)[-1]


def measure(trireme, program, scratch, rounds):
    bench = _Bench(trireme, program, scratch)
    bench.run(1, "worker", "Raw")  # fills the cache
    start, teardown, gap, gap_p90, fresh, copied, raw, used, processes = [], [], [], [], [], [], [], [], []
    first = {1: [], 2: []}
    for _ in range(rounds):
        plain, four = bench.run(4, "none", "Nothing"), bench.run(4, "worker", "Nothing")
        start.append(four.start() - plain.start())
        teardown.append(four.teardown() - plain.teardown())
        by_worker, by_test = bench.run(1, "worker", "Read").gaps(), bench.run(1, "test", "Read").gaps()
        gap.append(statistics.median(by_test) - statistics.median(by_worker))
        gap_p90.append(_p90(by_test) - _p90(by_worker))
        for workers, found in first.items():
            usual, pooled = bench.run(workers, "worker", "Paced"), bench.run(workers, "test", "Paced")
            waited = statistics.median(pooled.gaps()) - statistics.median(usual.gaps())
            found.append(max(waited, 0) + statistics.median(pooled.properties("first_query")))
        raw += bench.run(1, "worker", "Raw").properties("per_second")
        used += bench.run(1, "worker", "Used").properties("per_second")
        processes.append(bench.run(4, "none", "Process").per_second())
        fresh.append(bench.run(4, "test", "Write").per_second())
        copied.append(bench.run(4, "test", "Alter").per_second())
    middle = statistics.median
    return Times(middle(start), middle(teardown), middle(gap), middle(gap_p90),
                 {workers: middle(found) for workers, found in first.items()}, middle(fresh), middle(copied), middle(raw), middle(used),
                 middle(processes))  # fmt: skip


def judge(found, times):
    for target, seconds, limit in (("databases: warm start with 4 workers", times.start, 0.15),
                                   ("databases: teardown", times.teardown, 0.03),
                                   ("databases: after a test that reads, median", times.gap, 0.0005),
                                   ("databases: after a test that reads, p90", times.gap_p90, 0.003),
                                   ("databases: pooled, to the first answer, one client", times.first[1], 0.008),
                                   ("databases: pooled, to the first answer, two clients", times.first[2], 0.012)):  # fmt: skip
        found.at_most(f"{target}: at most {limit * 1e3:g} ms", f"{seconds * 1e3:.2f} ms", seconds <= limit)
    ratio = times.fresh / times.raw
    found.at_most(f"databases: 70 fresh ones a second where CREATE + DROP reaches {_RAW}",
                  f"{times.fresh:.1f} where it reaches {times.raw:.1f}: {ratio:.2f}", ratio >= 70 / _RAW)
    # Such tests wait for nothing else, so that this is as much as the CPUs can do.
    most = 1 / (1 / times.used + 1 / times.processes)
    found.at_most(f"databases: for tests that make a table, at least {_OF_ALL:.0%} of what PostgreSQL and processes come to",
                  f"{times.copied:.1f} of {most:.1f} a second: {times.copied / most:.0%} ({times.copied / times.raw:.2f} of CREATE + "
                  f"DROP; with a connection and CREATE TABLE in between PostgreSQL reaches {times.used:.1f})",
                  times.copied >= _OF_ALL * most)  # fmt: skip
