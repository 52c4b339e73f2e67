"""The results as Markdown."""


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join(" --- " if i == 0 else " ---: " for i in range(len(head))) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _time(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"


def _comparison(samples, tests):
    base, first = next(iter(samples.items()))
    rows = []
    for name, each in samples.items():
        low, high = each.spread()
        rows.append([name, _time(each.median()), f"{_time(low)} - {_time(high)}", f"{each.median() / first.median():.2f}x",
                     f"{each.median('own_cpu') * 1e6 / tests:.1f} µs", f"{each.median('tests_cpu') * 1e6 / tests:.1f} µs",
                     str(round(each.median("processes"))), str(len(each.runs))])
    head = ["", "wall", "fastest - slowest", f"of {base}", "own CPU / test", "tests' CPU / test", "processes", "runs"]
    return _table(head, rows)


def comparison(title, samples, tests):
    return f"## {title}\n\n{_comparison(samples, tests)}"


def version(samples):
    rows = [[name, _time(each.median()), " - ".join(map(_time, each.spread())), str(len(each.runs))]
            for name, each in samples.items()]
    return "## Start-up\n\n" + _table(["", "wall", "fastest - slowest", "runs"], rows)


def coverage(samples):
    rows = [[name, _time(each.median()), " - ".join(map(_time, each.spread())), _time(each.median("cpu")),
             f"{each.spread('memory')[1]:.0f} MiB", str(len(each.runs))] for name, each in samples.items()]
    return "## Coverage: 500 tests of 200 units\n\n" + _table(["", "wall", "fastest - slowest", "CPU", "largest process", "runs"], rows)


def example(lines):
    return "## The example suite, and its tests kept apart in other ways\n\n" + "\n".join(lines) + "\n"


def memory(found):
    rows = [[suite, str(each.processes), f"{each.resident:.1f} MiB", f"{each.proportional:.1f} MiB"] for suite, each in found.items()]
    return "## Memory of fork servers and their children\n\n" + _table(["", "processes", "resident", "proportional"], rows)


def verdicts(judge):
    rows = [[each.target, each.measured, each.verdict] for each in judge.verdicts]
    return "## Targets\n\n" + _table(["target", "measured", ""], rows)


def head(facts, capacities):
    low, high = min(capacities), max(capacities)
    middle = sorted(capacities)[len(capacities) // 2]
    rows = [[name, str(value)] for name, value in facts.items()]
    rows.append(["capacity", f"{middle:.2f} ({low:.2f} - {high:.2f}; two CPU loops against one, 2.0 is two free cores)"])
    return "# Bench\n\n" + _table(["machine", ""], rows)


NOTES = """## How it was measured

Written by `./dev bench`. All contenders of a table ran in turn, round by round; times are medians. `-n 2` and `-j2`
throughout. *resident* counts what processes share once in each of them, *proportional* (PSS) once in all; both are the
largest sums seen in a run with `--isolation=test`. Of coverage, *isolated* is a process for each test, forked; *executed, .gcda* runs each by `xargs -P2`, and gcc's runtime writes its counts;
fastcov and gcovr read what a run counted. *whole* is the binary run without a runner. *own CPU* is user and system time of the runner's whole process
tree less what the test processes say they used, their fork, exec and loading included (`bench/own_cpu.cc`); for *whole*
it is what is left after the last destructor. Of the example suite, *as found* is
`recreate` on a server as PostgreSQL sets it up, on a disk (`examples/learn_greek/compare.py`). *bare fork* is what a plain fork server reaches: it forks a child for each test,
two at a time, and looks after nothing (`bench/bare.cc`); *bare exec* starts them by `xargs -P2`. ctest's tests were discovered when the suite was built. Of tests registered
in a loop Trireme keeps no listing (they may change without the file changing), so it lists them in every run, warm or cold.
"""
