"""A test that ends after its time, while its stacks are taken or it is asked to end, is the one that timed out."""

import unittest

from agreement import check_agreement
from harness import Case

LIMIT = '[[test]]\nmatch = "*::EndsLate.over"\ntimeout = 0.3\n'


class EndsLate(Case):
    def check(self, *args, wanted):
        self.link("ends_late")
        self.config(LIMIT)
        result = self.run_reported("-n1", "--isolation=program", *args)
        self.assertEqual({name.rpartition(".")[2]: outcome for name, outcome in result.outcomes().items()}, wanted)
        self.assertEqual(result.of("process_failed"), [], result.out)
        self.assertEqual(result.finished("over")["reason"], "timed out after 0.3 s")
        check_agreement(self, result)
        return result

    def test_before_another(self):
        for args in (("--launcher=exec",), ("--launcher=forkserver", "--stacks=0")):
            with self.subTest(args):
                result = self.check(*args, "ends_late", wanted={"over": "timed out", "innocent": "passed"})
                over, innocent = result.finished("over"), result.finished("innocent")
                self.assertNotEqual(over["process"], innocent["process"])

    def test_at_the_end_of_its_process(self):
        self.check("ends_late::EndsLate.over", wanted={"over": "timed out"})


if __name__ == "__main__":
    unittest.main()
