"""Checks that terminal, JUnit, event log and exit code of a run with all reports say the same, and that nothing is lost."""

import re
from collections import Counter

from harness import ESCAPE, text_of

LINE = re.compile(r"^(?:\[\w+\] )?\[ *\d+%\] (PASSED|FAILED|CRASHED|TIMED OUT|ERROR|SKIPPED|FLAKY|INTERRUPTED|NOT RUN) (.*)$")
CORRECTION = re.compile(r"^(PASSED|FAILED|CRASHED|TIMED OUT|ERROR|SKIPPED|FLAKY|NOT RUN) (.*) \(was [A-Z ]+\)$")
CHILD_OF = {"failed": "failure", "crashed": "failure", "timed out": "failure", "error": "error", "interrupted": "error",
            "skipped": "skipped", "not run": "skipped"}  # fmt: skip


def plain(name):
    return name.isascii() and name.isprintable()


def check_conservation(case, result):
    ids = [text_of(event["id"]) for event in result.of("test_finished")]
    case.assertEqual([name for name, times in Counter(ids).items() if times != 1], [], "two outcomes")
    case.assertEqual(len(ids), result.of("run_started")[0].get("selected", 0), "selected = finished")
    case.assertEqual(result.events[-1]["type"], "run_finished")


def check_lines(case, result):
    """The -v lines, last word counting; names that the terminal must rewrite are left to the numbers."""
    shown = {}
    for line in result.out.splitlines():
        if match := LINE.match(line) or CORRECTION.match(line):
            word, rest = match.groups()
            shown[rest] = word.lower()
    for name, outcome in result.outcomes().items():
        if plain(name):
            words = {word for rest, word in shown.items() if rest == name or rest.startswith(name + " (")}
            case.assertIn(outcome, words, f"on the terminal: {name}")


def check_numbers(case, result):
    counts = Counter(result.outcomes().values())
    failed = counts["failed"] + counts["crashed"] + counts["timed out"]
    errors = counts["error"] + len(result.of("process_failed")) + len(result.of("collection_failed"))
    wanted = {"failed": failed, "passed": counts["passed"], "flaky": counts["flaky"], "skipped": counts["skipped"],
              "error": errors, "interrupted": counts["interrupted"], "not run": counts["not run"]}  # fmt: skip
    said = {word.removesuffix("s") if word.startswith("error") else word: int(number) for number, word in
            re.findall(r"(\d+) (failed|passed|flaky|skipped|errors?|interrupted|not run)\b", result.last_line())}  # fmt: skip
    leaky = re.search(r"(\d+) leaky\b", result.last_line())
    case.assertEqual(int(leaky[1]) if leaky else 0, len(result.of("leaky")), result.last_line())
    case.assertEqual(said, {word: number for word, number in wanted.items() if number}, result.last_line())


def check_junit(case, result):
    suite = result.junit.find("testsuite")
    cases = suite.findall("testcase")
    found = Counter(child.tag for each in cases for child in each if child.tag in ("failure", "error", "skipped"))
    wanted = Counter(CHILD_OF[outcome] for outcome in result.outcomes().values() if outcome in CHILD_OF)
    wanted["error"] += len(result.of("process_failed")) + len(result.of("collection_failed"))
    case.assertEqual(+found, +wanted, "JUnit's cases")
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        case.assertEqual(int(suite.get(attribute)), found[tag])
    case.assertEqual(int(suite.get("tests")), len(cases))
    case.assertEqual(len(suite.findall("properties/property[@name='leaky']")), len(result.of("leaky")))
    check_attempts(case, result)
    by_name = {(each.get("classname"), each.get("name")): each for each in cases}
    for event in result.of("test_finished"):
        name, binary, suite_name = (text_of(event[key]) for key in ("name", "binary", "suite"))
        if plain(name):
            testcase = by_name[binary.replace("/", ".") + "." + suite_name, name]
            tags = {child.tag for child in testcase} & {"failure", "error", "skipped"}
            case.assertEqual(tags, {CHILD_OF[event["outcome"]]} if event["outcome"] in CHILD_OF else set(), name)


def check_attempts(case, result):
    """Those before the last: surefire's elements, as many as the log has."""
    flaky = {name for name, outcome in result.outcomes().items() if outcome == "flaky"}
    wanted = Counter()
    for event in result.of("test_rerun"):
        kind = "Failure" if CHILD_OF[event["outcome"]] == "failure" else "Error"
        wanted[("flaky" if text_of(event["id"]) in flaky else "rerun") + kind] += 1
    found = Counter(child.tag for each in result.junit.iter("testcase") for child in each if child.tag[:5] in ("flaky", "rerun"))
    case.assertEqual(found, wanted, "JUnit's attempts")


def check_exit_code(case, result):
    outcomes = set(result.outcomes().values())
    end = result.of("run_finished")[0]
    wanted = 0 if outcomes else 5
    fails = {"flaky"} if result.of("run_started")[0].get("fail_on_flaky") else set()
    if outcomes & fails or outcomes & {"failed", "crashed", "timed out", "error", "not run"} or result.of("process_failed") or result.of("collection_failed"):
        wanted = 1
    case.assertEqual(result.code, 2 if end.get("interrupted") else wanted)


def check_agreement(case, result):
    case.assertEqual(ESCAPE.findall(result.raw), [], "control codes on the terminal")
    for check in (check_conservation, check_lines, check_numbers, check_junit, check_exit_code):
        check(case, result)
