"""A process outside a batch that speaks as GoogleTest does is not believed."""

import pathlib
import re
import socket
import unittest

from agreement import check_agreement
from harness import Case, Result, controller_of, wait_until

FORGED = (b"gtest_streaming_protocol_version=1.0\nevent=TestProgramStart\nevent=TestIterationStart&iteration=0\n"
          b"event=TestCaseStart&name=Hang\nevent=TestStart&name=forever\nevent=TestEnd&passed=1&elapsed_time=0ms\n"
          b"event=TestCaseEnd&passed=1&elapsed_time=0ms\nevent=TestIterationEnd&passed=1&elapsed_time=0ms\n"
          b"event=TestProgramEnd&passed=1\n")  # fmt: skip


def ports_of(pid):
    """On which it listens, on 127.0.0.1."""
    links = [each.readlink() for each in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {match[1] for link in links if (match := re.match(r"socket:\[(\d+)\]", str(link)))}
    lines = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [int(line[1].split(":")[1], 16) for line in lines if line[3] == "0A" and line[9] in inodes]


class Strangers(Case):
    def forge(self, kind, address):
        with socket.socket(kind) as stranger:
            stranger.connect(address)
            stranger.sendall(FORGED)

    def test_what_they_say_changes_nothing(self):
        self.link("hangs")
        for launcher in ("--launcher=exec", "--launcher=forkserver"):
            with self.subTest(launcher):
                process = self.start(*self.reports(), "-n1", launcher, "--timeout=1", "--stacks=0", "hangs::Hang.forever")
                self.addCleanup(process.kill)
                self.assertTrue(wait_until(lambda: self.log.exists() and b"test_started" in self.log.read_bytes()))
                ports = ports_of(controller_of(process))
                self.assertEqual(len(ports), 1)
                self.forge(socket.AF_INET, ("127.0.0.1", ports[0]))
                self.forge(socket.AF_UNIX, f"\0trireme-{ports[0]}")
                process.stdout, process.stderr = process.communicate(timeout=30)
                result = Result(process, self.directory)
                self.assertEqual(result.outcomes(), {"hangs::Hang.forever": "timed out"}, result.out)
                self.assertEqual(result.of("process_failed"), [])
                check_agreement(self, result)
                self.log.unlink()


if __name__ == "__main__":
    unittest.main()
