"""What the numbers of a results file depend on."""

import datetime
import os
import pathlib
import re
import subprocess


def _said(*argv):
    try:
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def cpu_model():
    found = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    return found.group(1).strip() if found else os.uname().machine


def slug():
    cores = len(os.sched_getaffinity(0))
    return re.sub(r"[^a-z0-9]+", "_", f"{cpu_model()} {cores} cores".lower()).strip("_")


def facts(trireme):
    source = pathlib.Path(__file__).parent
    return {
        "CPU": cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": os.uname().release,
        "g++": _said("g++", "-dumpfullversion"),
        "ctest": _said("ctest", "--version").split("\n")[0].removeprefix("ctest version "),
        "trireme": _said(trireme, "--version").removeprefix("trireme "),
        "commit": _said("git", "-C", str(source), "describe", "--always", "--dirty", "--abbrev=10"),
        "date": datetime.date.today().isoformat(),
    }
