"""Memory of a runner's test processes, fork servers among them: the largest sum seen while it runs."""

import dataclasses
import os
import pathlib
import subprocess
import time


@dataclasses.dataclass
class Peak:
    processes: int = 0
    resident: float = 0.0  # MiB
    proportional: float = 0.0


def _of(process):
    """Resident and proportional, in KiB."""
    lines = (process / "smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("Rss", "Pss:"))}
    return sizes["Rss"], sizes["Pss"]


def _now(binary):
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "exe") == binary:
                found.append(_of(process))
        except (OSError, KeyError, IndexError):
            continue  # has ended
    return Peak(len(found), sum(each[0] for each in found) / 1024, sum(each[1] for each in found) / 1024)


def measure(argv, binary, environment):
    peak = Peak()
    with subprocess.Popen(argv, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as runner:
        while runner.poll() is None:
            time.sleep(0.01)
            peak = max(peak, _now(os.path.realpath(binary)), key=lambda each: each.proportional)
    return peak
