"""What must come out of each hostile program: the one model that every report is checked against."""

from dataclasses import dataclass, field


@dataclass
class Expected:
    """`tests`: outcome by "Suite.Test". `errors`: ends of processes that no test explains, by suite ("" = the binary).
    `says`: text that must be in the message, the reason or the output of a test."""

    tests: dict = field(default_factory=dict)
    errors: set = field(default_factory=set)
    collection_error: str = ""
    says: dict = field(default_factory=dict)
    options: tuple = ()

    def exit_code(self):
        if self.collection_error:
            return 2
        bad = {"failed", "crashed", "timed out", "error"} & set(self.tests.values())
        return 1 if bad or self.errors else 0


def of(suite, outcomes, **more):
    """of("Pass", "one=passed two=passed"); an underscore after the = is a space."""
    pairs = [each.rsplit("=", 1) for each in outcomes.split()]
    return Expected({f"{suite}.{name}": outcome.replace("_", " ") for name, outcome in pairs}, **more)


def both(first, second):
    return Expected({**first.tests, **second.tests}, first.errors | second.errors, "", {**first.says, **second.says},
                    first.options + second.options)  # fmt: skip


def refused(text):
    return Expected(collection_error=text)


TWO_PASS = "one=passed two=passed"
TIMEOUT = ("--timeout=1", "--stacks=0")
JUNK_FAILS = "fakes_own_success_and_fails no_newline_before_failure failing_prints_skipped invalid_utf8 cdata_end escape_codes nul_bytes"
JUNK_PASSES = "fakes_failure_of_others plain no_newline_at_end workflow_command"

MODEL = {
    "changes_process": of("Change", "directory=passed umask=passed environment=passed fails_after=failed"),
    "closes_descriptors": of("Close", "everything_above_2=passed passes_after=passed fails_after=failed"),
    "closes_stdout": of("CloseStdout", "both=passed fails_after=failed", says={"CloseStdout.fails_after": "unheard"}),
    "crashes": of(
        "Crash",
        "before=passed segfault=crashed abort=crashed stack_overflow=crashed thread_throws=crashed terminate=crashed "
        "kills_itself=crashed fails_then_segfaults=crashed after=passed",
        says={"Crash.segfault": "SIGSEGV", "Crash.abort": "SIGABRT", "Crash.kills_itself": "SIGKILL",
              "Crash.fails_then_segfaults": "failed first", "Crash.thread_throws": "uncaught in a thread"},
    ),  # fmt: skip
    "death_tests": of(
        "Both/Style",
        " ".join(f"DeathTest_{what}/{style}={outcome}" for style in ("fast", "threadsafe")
                 for what, outcome in (("dies", "passed"), ("exits", "passed"), ("survives", "failed"))),
    ),  # fmt: skip
    "dies_in_company": both(of("Company", "one=passed two=passed three=passed"), of("OtherCompany", TWO_PASS)),
    "dies_in_main": of("NeverReached", "one=error two=error", errors={""}),
    "disabled": both(of("Enabled", "DISABLED_one=skipped two=passed"), of("DISABLED_Suite", "three=skipped")),
    "duplicate_names": refused("Registered.twice"),
    "environment_set_up_crashes": of("InEnvironment", "one=error two=error", errors={""}),
    "environment_set_up_fails": of("InEnvironment", TWO_PASS, errors={""}),
    "environment_set_up_fatal": of("InEnvironment", "one=error two=error", errors={""}),
    "environment_tear_down_fails": of("InEnvironment", TWO_PASS, errors={""}),
    "environment_tear_down_fatal": of("InEnvironment", TWO_PASS, errors={""}),
    "exit_status_after": of("AllPassed", TWO_PASS, errors={""}),
    "exits": of(
        "Exit",
        "before=passed exit_0=failed underscore_exit_0=failed quick_exit_0=failed exit_3=failed after=passed",
        says={"Exit.exit_0": "exit(0)", "Exit.exit_3": "exit(3)"},
    ),
    "exits_in_static_initialiser": refused("exit"),
    "fails": of(
        "Fail",
        "expect=failed assert=failed throws=failed throws_int=failed passes_between=passed",
        says={"Fail.expect": "second complaint", "Fail.throws": "thrown out"},
    ),
    "fails_often": of("FailsOften", "ends=failed crashes=crashed passes_after=passed", says={"FailsOften.crashes": "2 to come"}),
    "fakes_report": of("Fake", "writes_report_and_leaves=failed fails_after=failed"),
    "flaky": both(
        of("Flaky", "before=passed fails_once=passed fails_twice=passed fails_always=passed crashes_once=passed exits_once=passed "
           "hangs_once=passed fails_then_skips=passed after=passed"),
        both(of("FlakySetUp", TWO_PASS), of("CrashingSetUp", TWO_PASS)),
    ),  # fmt: skip
    "flood": of("Flood", "prints_50_mb=passed prints_one_long_line_and_fails=failed passes_after=passed",
                says={"Flood.prints_one_long_line_and_fails": "after the flood"}),  # fmt: skip
    "forges_sanitizer": of(
        "ForgesSanitizer", "passes=passed fails=failed leaves=failed crashes=crashed",
        says={"ForgesSanitizer.leaves": "exit(0)", "ForgesSanitizer.crashes": "AddressSanitizer: forged in a test; crashed with SIGABRT"}),
    "forges_skip": of("ForgeSkip", "fails=failed then_crashes=crashed", says={"ForgeSkip.fails": "really"}),
    "forges_stream": of("Forge", "fails=failed passes=passed"),
    "forks": of("Fork", "child_returns_from_body=passed after=passed fails_after=failed"),
    "hangs": of("Hang", "before=passed forever=timed_out ignoring_sigterm=timed_out after=passed", options=TIMEOUT,
                says={"Hang.forever": "about to hang"}),  # fmt: skip
    "hangs_at_exit": of("AllPassed", "one=passed", errors={""}, options=TIMEOUT),
    "hangs_in_threads": of("HangsInThreads", "both=timed_out after=passed", options=TIMEOUT),
    "hangs_in_suite_set_up": both(of("Hanging", "one=error", errors={"Hanging"}), of("Unharmed", "one=passed", options=TIMEOUT)),
    "ignores_result": of("Ignored", "fails=failed passes=passed", says={"Ignored.fails": "nobody looks"}),
    "junk_output": of(
        "Junk",
        " ".join([f"{name}=failed" for name in JUNK_FAILS.split()] + [f"{name}=passed" for name in JUNK_PASSES.split()])
        + " skipped_prints_failed=skipped",
        says={"Junk.skipped_prints_failed": "really skipped", "Junk.cdata_end": "<boom", "Junk.invalid_utf8": "bad bytes"},
    ),
    "leaves_child": of("Leave", "child_in_group=passed child_in_new_session=passed after=passed"),
    "leaves_many_ways": of(
        "LeaveManyWays", "passes_before=passed twice_forked=passed nameless=passed ended_by_itself=passed with_the_group=passed passes_after=passed"),
    "leaves_files": of("LeaveFile", "passes=passed fails=failed"),
    "listener_fails": of("Listened", "leaks=failed clean=passed", says={"Listened.leaks": "the listener found a leak"}),
    "listing_crashes": refused("SIGABRT"),
    "listing_garbage": refused("list"),
    "listing_hangs": refused("10 s"),
    "listing_noise": of("Listed", "one=passed"),
    "never_runs": of("NeverRun", "one=error two=error", errors={""}),
    "no_printer": of("Silent", "passes=passed fails=failed skips=skipped", says={"Silent.skips": "quietly"}),
    "odd_names": Expected({
        f"Registered.{name}": "failed" if name in ("a:b-c", "axb") else "passed"
        for name in ("a:b-c", "a:b", "a*b", "a?b", "axb", "x y", "-minus", "line\nbreak", "λέξη", '<&"]]>', "n" * 4096)
    }),  # fmt: skip
    "passes": of("Pass", TWO_PASS),
    "pollutes": Expected({
        "First.fails_anyway": "failed",
        **dict.fromkeys(("Polluter.left", "Polluter.right", "Innocent.one", "Innocent.two", "Victim.of_left", "Victim.of_both",
                         "Of/Far.crashes_after_right/0", "Victim.passes", "SetUpVictim.one", "SetUpVictim.two", "Last.fails_anyway",
                         "Of/Far.victim_of_left/0", *(f"Of/Many.innocents/{i}" for i in range(40))), "passed"),
    }),  # fmt: skip
    "properties": of("Properties", "recorded=passed"),
    "set_up_fails_before_crash": Expected(
        {"FailingSetUp.one": "error", "FailingTearDown.one": "passed", "Then.crashes": "crashed"},
        {"FailingSetUp", "FailingTearDown"},
    ),
    "returns_twice": of("Twice", "exits_after_its_child=failed becomes_a_daemon=failed passes=passed",
                        says={"Twice.exits_after_its_child": "exit(0)", "Twice.becomes_a_daemon": "exit(0)"}),
    "runs_in_a_child": of("InChild", "passes=passed fails=failed leaves=failed", says={"InChild.leaves": "exit(0)"}),
    "sleeps": of("Sleeps", "a_second=passed"),
    "skips": both(
        of("Skip", "in_test=skipped fails_then_skips=failed passes_between=passed", says={"Skip.in_test": "no quantum computer"}),
        of("SkipInSetUp", "never_reached=skipped", says={"SkipInSetUp.never_reached": "set-up says no"}),
    ),
    "skips_environment": of("SkippedByEnvironment", "one=skipped two=skipped"),
    "skips_with_failure": both(of("SkippedSuite", "one=passed"), of("OtherSuite", "fails=failed")),
    "skips_suite": of("SkipSuite", TWO_PASS),
    "static_destructor_crashes": of("AllPassed", TWO_PASS, errors={""}),
    "suite_set_up_crashes": both(of("Crashing", "one=error two=error", errors={"Crashing"}), of("Unharmed", "one=passed")),
    "suite_set_up_fails": Expected(
        {"NonfatalSetUp.one": "error", "NonfatalSetUp.two": "error", "FatalSetUp.one": "error", "TearDownFails.one": "passed",
         "FatalTearDown.one": "passed", "Unharmed.one": "passed"},
        {"NonfatalSetUp", "FatalSetUp", "TearDownFails", "FatalTearDown"},
    ),  # fmt: skip
    "suite_tear_down_crashes": both(of("Crashing", TWO_PASS, errors={"Crashing"}), of("Unharmed", "one=passed")),
    "typed_and_params": Expected({
        "Typed/0.is_small": "passed", "Typed/1.is_small": "failed", "All/Params.is_even/0": "passed",
        "All/Params.is_even/1": "failed", "Params.is_even/0": "passed",
    }),  # fmt: skip
}
# Not among them, as tests of their own run them: those of test_fork_server_*.py, notes_start (test_listing.py), rebuilds_itself
# (test_rebuilt.py), takes_turns (test_serial.py), hangs_outside (test_hangs_outside.py), leaves_many (test_many_leftovers.py), ends_late (test_ends_late.py), checks_surroundings (test_surroundings.py) and not_a_test (test_bad_paths.py).
