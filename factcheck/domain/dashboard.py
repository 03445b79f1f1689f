"""What the dashboard counts: the days looked back on, classes of age, quartiles, shares, and who was selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from math import sqrt
from statistics import quantiles

from factcheck.domain.alpha import alpha, interval
from factcheck.domain.errors import Invalid
from factcheck.domain.review import DismissReason, Stage, Verdict
from factcheck.domain.texts import say

FEWEST = 20
"""Items below which the desk states no rate and no median: too few to judge."""

STEPS = {7: 1, 30: 1, 90: 3}
"""Days that can be looked back on, and how many of them make one step of the chart."""

LOOKED_BACK = 30

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""The bounds between the classes of age of an open claim, which is older than the last in the last class."""

OPEN = (Stage.QUEUED, Stage.CHECKING, Stage.SUBMITTED)

_Z = 1.959964
"""The 97.5 % quantile of the standard normal distribution: for an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Window:
    """The last so many days, today included, in steps: `begins` are their first days, `edges` when they begin (UTC)."""

    days: int
    begins: tuple[date, ...]
    edges: tuple[datetime, ...]

    @property
    def since(self) -> datetime:
        return self.edges[0]


def window(days: int, now: datetime, zone: tzinfo = UTC) -> Window:
    """The steps of the last `days` days, each of whole days in this zone. Invalid for days that are no choice."""
    if days not in STEPS:
        choices = ", ".join(str(choice) for choice in STEPS)
        raise Invalid(
            "days", "unknown_days", "The dashboard looks back %(choices)s days: choose one of them.", choices=choices
        )
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    begins = tuple(first + timedelta(days=step) for step in range(0, days, STEPS[days]))
    return Window(days, begins, tuple(datetime.combine(day, time.min, zone).astimezone(UTC) for day in begins))


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the interval of 95 % by Wilson's score.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
    """

    part: int
    whole: int

    @property
    def enough(self) -> bool:
        return self.whole >= FEWEST

    @property
    def rate(self) -> float:
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """(low, high), both from 0 to 1; of nothing one knows nothing: (0, 1)."""
        if not self.whole:
            return 0.0, 1.0
        weight = _Z * _Z / self.whole
        middle = self.rate + weight / 2
        reach = _Z * sqrt(self.rate * (1 - self.rate) / self.whole + weight / (4 * self.whole))
        return max(0.0, (middle - reach) / (1 + weight)), min(1.0, (middle + reach) / (1 + weight))


@dataclass(frozen=True, slots=True)
class Quartiles:
    """How long it took: a quarter took at most `low`, half at most `median`, three quarters at most `high`."""

    count: int
    low: timedelta
    median: timedelta
    high: timedelta

    @property
    def enough(self) -> bool:
        return self.count >= FEWEST


def quartiles(lasted: Sequence[timedelta]) -> Quartiles:
    """By linear interpolation between the order statistics, the extremes included.

    Definition 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American
    Statistician 50 (1996), 361-365.
    """
    seconds = [each.total_seconds() for each in lasted]
    if len(seconds) < 2:
        alone = timedelta(seconds=seconds[0] if seconds else 0)
        return Quartiles(len(seconds), alone, alone, alone)
    low, median, high = (timedelta(seconds=each) for each in quantiles(seconds, n=4, method="inclusive"))
    return Quartiles(len(seconds), low, median, high)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far second opinions that were drawn agree with first answers; `pairs` are (first, second) verdicts.

    `waiting` were drawn and are open, `without` were closed without an answer. `by_hand` were asked for by an editor:
    they are counted apart, because claims that somebody chose are no sample of the desk's work.
    """

    pairs: tuple[tuple[Verdict, Verdict], ...]
    by_hand: int
    waiting: int
    without: int

    @property
    def enough(self) -> bool:
        return len(self.pairs) >= FEWEST

    @property
    def same(self) -> Share:
        return Share(sum(first is second for first, second in self.pairs), len(self.pairs))

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha; None where it is not defined."""
        return alpha(self.pairs)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of alpha, 95 %; None where there is none to state: no alpha, or no pair that differs to draw from."""
        return interval(self.pairs) if self.same.part < self.same.whole else None

    @property
    def table(self) -> tuple[tuple[Verdict, tuple[int, ...]], ...]:
        """For each verdict of the first checker how often the second had which, in the order of the verdicts."""
        return tuple((first, tuple(self.pairs.count((first, second)) for second in Verdict)) for first in Verdict)


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of the claims of one name: `reasons` are those of the dismissals, the most frequent first.

    `passed_over` wait in the queue marked as not checkable; `checked` were approved, some of them voided since.
    """

    name: str
    came: int
    checked: int
    dismissed: int
    passed_over: int
    reasons: tuple[tuple[DismissReason, int], ...] = ()

    @property
    def open(self) -> int:
        return self.came - self.checked - self.dismissed - self.passed_over

    @property
    def share(self) -> Share:
        """How many of those that came in were checked."""
        return Share(self.checked, self.came)


def the_others(every: Fates, named: Sequence[Fates]) -> Fates:
    """What is left of all when the named ones are taken out."""
    listed = [dict(fates.reasons) for fates in named]
    rest = {reason: number - sum(each.get(reason, 0) for each in listed) for reason, number in every.reasons}
    return Fates(
        "",
        every.came - sum(fates.came for fates in named),
        every.checked - sum(fates.checked for fates in named),
        every.dismissed - sum(fates.dismissed for fates in named),
        every.passed_over - sum(fates.passed_over for fates in named),
        most_first(rest),
    )


def most_first(reasons: dict[DismissReason, int]) -> tuple[tuple[DismissReason, int], ...]:
    given = [(reason, number) for reason, number in reasons.items() if number]
    return tuple(sorted(given, key=lambda each: (-each[1], each[0])))


# --- What the page shows --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DashboardStep:
    """What happened from the day `begins` to the next step; `approved` counts corrections too."""

    begins: date
    came: int
    submitted: int
    returned: int
    approved: int
    dismissed: int

    @property
    def done(self) -> int:
        return self.approved + self.dismissed


@dataclass(frozen=True, slots=True)
class AgeLine:
    """The open claims of one class of age, by stage."""

    words: str
    queued: int
    checking: int
    submitted: int

    @property
    def all(self) -> int:
        return self.queued + self.checking + self.submitted


@dataclass(frozen=True, slots=True)
class Balance:
    """Whose claims came in and what became of them: the names with the most, the others together, all."""

    named: tuple[Fates, ...]
    others: Fates
    names: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the page. `to_submission` runs from taken to first sent, `to_approval` from come in to approved."""

    window: Window
    steps: tuple[DashboardStep, ...]
    ages: tuple[AgeLine, ...]
    to_submission: Quartiles
    to_approval: Quartiles
    every: Fates
    claimants: Balance
    outlets: Balance
    agreement: Agreement

    def total(self, what: str) -> int:
        """The sum of one column of the steps."""
        return sum(getattr(step, what) for step in self.steps)

    @property
    def waiting(self) -> AgeLine:
        """All open claims, whatever their age."""
        lines = self.ages
        return AgeLine("all", sum(each.queued for each in lines), sum(each.checking for each in lines),
                       sum(each.submitted for each in lines))  # fmt: skip

    @property
    def returned(self) -> Share:
        """How many of the findings that an editor judged went back to their checker."""
        sent_back = self.total("returned")
        return Share(sent_back, sent_back + self.total("approved"))


def age_words() -> tuple[str, ...]:
    """The classes of age in words, the youngest first."""
    days = [bound.days for bound in AGES]
    between = [say("%(low)s to %(high)s days", low=low, high=high) for low, high in pairwise(days)]
    return (say("under a day"), *between, say("over %(days)s days", days=days[-1]))
