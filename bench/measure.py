"""Runs commands in turn, several rounds, and keeps wall time and CPU time of each run.

A round runs every contender once, so that a slow minute of the machine hits all alike; medians are compared.

The runner's own CPU time is that of the whole process tree (wait4, which adds up every reaped descendant: a runner may
be several processes) less what the test processes say they used themselves (own_cpu.cc, through BENCH_CPU_LOG).
"""

import dataclasses
import os
import pathlib
import statistics
import time

from typing import Callable


@dataclasses.dataclass
class Contender:
    name: str
    argv: list
    # Text that must be in the output: a run that did less than all tests is no measurement.
    expect: str
    # Takes part in every nth round only: slow ones would take all the time.
    every: int = 1
    prepare: Callable = lambda: None
    # Called with each Run.
    after: Callable = lambda run: None


@dataclasses.dataclass
class Run:
    wall: float
    cpu: float  # of the whole tree
    tests_cpu: float  # of the test processes
    processes: int  # test processes, listing included
    memory: float  # MiB, the most that a process of the tree had

    @property
    def own_cpu(self):
        return self.cpu - self.tests_cpu


class Samples:
    def __init__(self, runs):
        self.runs = runs

    def median(self, what="wall"):
        return statistics.median(getattr(run, what) for run in self.runs)

    def spread(self, what="wall"):
        values = [getattr(run, what) for run in self.runs]
        return min(values), max(values)


class Bench:
    """`scratch`: everything a run leaves (caches, logs, reports) lands there."""

    def __init__(self, scratch):
        self._scratch = pathlib.Path(scratch)
        self._log = self._scratch / "cpu.log"
        self.environment = dict(os.environ, BENCH_CPU_LOG=str(self._log), HOME=str(self._scratch),
                                 XDG_CACHE_HOME=str(self._scratch / "cache"))

    def run(self, contender):
        contender.prepare()
        self._log.write_bytes(b"")
        output = self._scratch / "output"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                   (os.POSIX_SPAWN_OPEN, 1, str(output), flags, 0o600),
                   (os.POSIX_SPAWN_DUP2, 1, 2)]
        start = time.perf_counter()
        pid = os.posix_spawnp(contender.argv[0], contender.argv, self.environment, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        said = output.read_text(errors="replace")
        if status != 0 or contender.expect not in said:
            raise SystemExit(f"bench: {contender.name}: status {status}, expected '{contender.expect}': "
                             f"{' '.join(contender.argv)}\n{said[-2000:]}")
        tests = [line.split() for line in self._log.read_text().splitlines()]
        run = Run(wall, usage.ru_utime + usage.ru_stime, sum(int(time) for _, time in tests) / 1e6,
                  sum(what == "process" for what, _ in tests), usage.ru_maxrss / 1024)
        contender.after(run)
        return run

    def rounds(self, contenders, count, between=lambda: None):
        """Samples by contender name. The order turns round by round: none always runs in the wake of the same."""
        runs = {contender.name: [] for contender in contenders}
        for number in range(count):
            between()
            first = number % len(contenders)
            for contender in contenders[first:] + contenders[:first]:
                if number % contender.every == 0:
                    runs[contender.name].append(self.run(contender))
        return {name: Samples(list_of_runs) for name, list_of_runs in runs.items()}
