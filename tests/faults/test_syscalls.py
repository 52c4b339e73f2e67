"""Each call of the C library that the runner depends on fails in turn, at its Nth call; see shim.cc and trial.py.

Alone: FAULT=write:3:28 python3 test_syscalls.py does that one with every suite."""

import errno
import itertools
import os
import struct
import unittest
from concurrent.futures import ThreadPoolExecutor

from trial import NEEDS_PIPE, Trial

SHIM = os.path.abspath(os.environ.get("SHIM", ""))
MOST = 10  # times that one error of one function is tried with one suite

# Of the first two all tests pass. Some leave children, some fail or end their process; processes are forked or executed.
SUITES = {
    "forked": (("passes", "leaves_child"), ("-n2", "--isolation=test")),
    "executed": (("passes", "leaves_child"), ("-n2", "--isolation=suite", "--launcher=exec")),
    "failing": (("exits", "fails"), ("-n2",)),
}

SHORT = 0
FILES = (errno.EMFILE, errno.EACCES)
# Errors that each function may meet on a machine that is out of something, or interrupted.
ERRORS = {
    "fork": (errno.EAGAIN,), "posix_spawn": (errno.EAGAIN, errno.ENOENT),
    "waitpid": (errno.EINTR,), "waitid": (errno.EINTR,), "sigwaitinfo": (errno.EINTR,),
    "pipe": (errno.EMFILE,), "pipe2": (errno.EMFILE,), "socketpair": (errno.EMFILE,), "socket": (errno.EMFILE,),
    "bind": (errno.EADDRINUSE,), "listen": (errno.EADDRINUSE,), "connect": (errno.ECONNREFUSED,),
    "accept": (errno.EMFILE, errno.ECONNABORTED, errno.EINTR), "getsockname": (errno.ENOBUFS,),
    "getsockopt": (errno.ENOBUFS,), "setsockopt": (errno.ENOMEM,),
    "open": FILES, "openat": FILES, "fopen64": FILES, "memfd_create": (errno.EMFILE,), "mkstemp": (errno.ENOSPC,),
    "mkostemp": (errno.ENOSPC,), "mkdtemp": (errno.ENOSPC,), "mkdir": (errno.ENOSPC,), "mkfifo": (errno.ENOSPC,),
    "rename": (errno.EACCES,), "linkat": (errno.EACCES,), "flock": (errno.ENOLCK,), "ioctl": (errno.ENOTTY,),
    "read": (errno.EIO, errno.EINTR, SHORT), "pread": (errno.EIO,), "write": (errno.ENOSPC, errno.EINTR, SHORT),
    "recv": (errno.ECONNRESET, errno.EINTR), "send": (errno.EPIPE,), "writev": (errno.ENOSPC,), "sendmsg": (errno.ENOBUFS,),
    "getrandom": (errno.EAGAIN,), "epoll_create1": (errno.EMFILE,), "epoll_ctl": (errno.ENOSPC,), "epoll_wait": (errno.EINTR,),
    "eventfd": (errno.EMFILE,), "timerfd_create": (errno.EMFILE,), "timerfd_settime": (errno.EINVAL,),
    "poll": (errno.EINTR, errno.ENOMEM), "fcntl": (errno.EMFILE,), "syscall": (errno.EMFILE,),
}  # fmt: skip
# What is used up stays used up: from the Nth on, all of these fail.
LASTING = {
    "open,openat,fopen64,pipe,pipe2,socketpair,socket,accept,memfd_create,mkstemp,mkostemp,epoll_create1,eventfd,timerfd_create,"
    "fcntl,syscall": errno.EMFILE,
    "fork,posix_spawn": errno.EAGAIN,
    "write,writev,mkdir,mkdtemp,mkfifo,mkstemp,mkostemp": errno.ENOSPC,
    "accept": errno.EMFILE,
    "recv": errno.ECONNRESET,
    "sendmsg": errno.ENOBUFS,
}  # fmt: skip
if NEEDS_PIPE:
    del ERRORS["pipe"]
    LASTING = {",".join(each for each in calls.split(",") if each != "pipe"): error for calls, error in LASTING.items()}


def run(suite, fault=""):
    """What was wrong, and how often each function was called."""
    programs, options = SUITES[suite]
    trial = Trial(programs, *options)
    try:
        counts = trial.directory / "counts"
        trial.may_leave_directories = fault.endswith(f":{errno.EMFILE}:on")  # to remove a directory takes a descriptor
        trial.start({"LD_PRELOAD": SHIM, "FAULT_COUNTS": str(counts), **({"FAULT": fault} if fault else {})})
        problems = trial.check()
        calls = {name.rstrip(b"\0").decode(): number for name, number in struct.iter_unpack("24sQ", counts.read_bytes())}
        return problems and [*problems, trial.said()[-2000:]], calls
    finally:
        trial.close()


def some_of(count, most):
    """The first calls one by one, then ever fewer, up to one that is hardly reached."""
    chosen, at, step = [], 1, 1.0
    while at <= count + 1:
        chosen.append(at)
        step = 1.0 if len(chosen) < most // 2 else step * max(1.0, ((count + 1) / (at + 1)) ** (2 / most))
        at += max(1, round(step))
    return chosen


def faults(calls):
    for name, errors in ERRORS.items():
        for error in errors:
            yield from (f"{name}:{n}:{error}" for n in some_of(calls.get(name, 0), MOST))
    for names, error in LASTING.items():
        count = sum(calls.get(name, 0) for name in names.split(","))
        yield from (f"{names}:{n}:{error}:on" for n in some_of(count, 2 * MOST))


class Syscalls(unittest.TestCase):
    maxDiff = None

    def trials(self):
        """Those with different suites follow each other, so that what runs at once differs."""
        if os.environ.get("FAULT"):
            return [(suite, os.environ["FAULT"]) for suite in SUITES]
        each = []
        for suite in SUITES:
            problems, calls = run(suite)
            self.assertEqual(problems, [])
            each.append([(suite, fault) for fault in faults(calls)])
        return [trial for group in itertools.zip_longest(*each) for trial in group if trial]

    def test_a_failing_call_loses_no_test_and_leaves_nothing(self):
        trials = self.trials()
        with ThreadPoolExecutor(2 * os.cpu_count()) as pool:
            results = pool.map(lambda trial: run(*trial), trials)
        hit = 0
        for (suite, fault), (problems, calls) in zip(trials, results):
            hit += calls["failed"] > 0
            with self.subTest(suite=suite, fault=fault):
                self.assertEqual("\n".join(problems), "")
        print(f"{len(trials)} runs, {hit} with a failing call")
        self.assertGreater(hit, 0)


if __name__ == "__main__":
    unittest.main()
