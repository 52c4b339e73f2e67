"""The files by which processes report lie in memory where there is a lot of it and no TMPDIR is named, and none of them stays."""

import os
import pathlib
import unittest

from harness import Case, kill_both, processes_with, wait_until

MEMORY = "/dev/shm"


def is_roomy():
    if not os.path.isdir(MEMORY):
        return False
    status = os.statvfs(MEMORY)
    return status.f_bavail * status.f_frsize >= 2 << 30


class Messages(Case):
    def message_of_a_running_test(self):
        """The path that GoogleTest has been given for its mark of being inside the run."""
        for pid, _ in processes_with(f"HOME={self.directory}"):
            for each in pathlib.Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                if each.startswith(b"TEST_PREMATURE_EXIT_FILE="):
                    return pathlib.Path(each.partition(b"=")[2].decode())
        return None

    def start_hanging(self, **env):
        self.link("hangs")
        process = self.start("hangs", env=env)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: (path := self.message_of_a_running_test()) and path.exists()))
        return process, self.message_of_a_running_test()

    @unittest.skipUnless(is_roomy(), "there is not much memory")
    def test_they_are_in_memory_and_the_next_run_removes_what_a_killed_one_left(self):
        process, message = self.start_hanging()
        self.assertTrue(message.is_relative_to(f"{MEMORY}/trireme-of-{os.geteuid()}"), message)
        kill_both(process)
        process.wait()
        self.assertTrue(message.exists())
        self.cwd.joinpath("hangs").unlink()
        self.link("passes")
        self.assertEqual(self.run_trireme("passes").code, 0)
        self.assertFalse(message.parent.parent.exists())

    def test_they_are_where_TMPDIR_says(self):
        _, message = self.start_hanging(TMPDIR=str(self.directory))
        self.assertTrue(message.is_relative_to(self.directory), message)


if __name__ == "__main__":
    unittest.main()
