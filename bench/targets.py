"""The speed we promise (issues 2 to 5), judged. A target that is bound by CPU and by parallelism holds at a capacity of 1.8
(capacity.py), is scaled below that, and is not judged below 1.3: two workers cannot win on one core."""

import dataclasses

_FULL_CAPACITY = 1.8
_LEAST_CAPACITY = 1.3


@dataclasses.dataclass
class Verdict:
    target: str
    measured: str
    verdict: str


class Judge:
    def __init__(self, capacity):
        self._capacity = capacity
        self._scale = min(1.0, capacity / _FULL_CAPACITY)
        self.verdicts = []

    def at_least(self, target, value, limit, bare=None):
        """Parallel and CPU-bound; all are times faster, `bare` with no runner at all."""
        measured = f"{value:.3g}x" + (f" (without a runner {bare:.3g}x)" if bare else "")
        self._parallel(target, measured, value >= limit * self._scale, f"{limit * self._scale:.3g}x")

    def within(self, target, seconds, limit):
        """Parallel and CPU-bound."""
        scaled = limit / self._scale
        self._parallel(target, f"{seconds * 1e3:.1f} ms", seconds <= scaled, f"{scaled * 1e3:.0f} ms")

    def at_most(self, target, measured, good):
        """Whatever the capacity is."""
        self._add(target, measured, good)

    def not_measured(self, target, why):
        self.verdicts.append(Verdict(target, why, "not measured"))

    def _parallel(self, target, measured, good, scaled):
        if self._capacity < _LEAST_CAPACITY:
            self.verdicts.append(Verdict(target, measured, "not measurable now"))
            return
        note = f" (at this capacity: {scaled})" if self._scale < 1.0 else ""
        self._add(target + note, measured, good)

    def _add(self, target, measured, good):
        self.verdicts.append(Verdict(target, measured, "PASS" if good else "MISS"))
