"""How much two CPU-bound processes get done together, compared with one alone: 2.0 on two free cores, 1.0 on one.
What a parallel run can win on this machine, now: other work and throttling by the host both lower it."""

import subprocess
import sys

_WINDOW = 0.25
_LOOP = f"""
import time
end = time.perf_counter() + {_WINDOW}
count = 0
while time.perf_counter() < end:
    for _ in range(1000): pass
    count += 1
print(count)
"""


def _throughput(processes):
    loops = [subprocess.Popen([sys.executable, "-c", _LOOP], stdout=subprocess.PIPE) for _ in range(processes)]
    return sum(int(loop.communicate()[0]) for loop in loops)


def measure():
    return min(2.0, max(1.0, _throughput(2) / _throughput(1)))
