#!/usr/bin/env python3
"""Runs each fuzzer on its corpus for some seconds, several at once: run.py BUILD_DIRECTORY [SECONDS]. An input that breaks one is
kept in BUILD_DIRECTORY/fuzz."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).parent


def fuzz(program, seconds):
    corpus = HERE / "corpus" / program.name.removeprefix("fuzz_")
    with tempfile.TemporaryDirectory(prefix="trireme_fuzz_") as found:
        command = [program, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024", "-max_len=8192", "-close_fd_mask=1",
                   f"-artifact_prefix={program.parent}/{program.name}-", found, corpus]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    executed = re.findall(r"Done (\d+) runs", done.stderr)
    return program.name, done.returncode, executed, done.stderr


def main():
    build, seconds = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    programs = sorted(each for each in (build / "fuzz").glob("fuzz_*") if os.access(each, os.X_OK))
    if not programs:
        sys.exit(f"no fuzzers in {build}/fuzz: cmake --preset asan && cmake --build build/asan --target fuzzers")
    failed = False
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, status, executed, said in pool.map(lambda each: fuzz(each.absolute(), seconds), programs):
            print(f"{name}: {executed[0] if executed else '?'} inputs" if status == 0 else f"{name}: FAILED\n{said[-4000:]}")
            failed = failed or status != 0
    sys.exit(failed)


if __name__ == "__main__":
    main()
