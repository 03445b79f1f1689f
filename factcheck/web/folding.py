"""Which reports stand open in the pane of evidence: the first of each origin, and what a person has asked for.

A claim can have a hundred reports, most of them copies of a few. The others are named, and one link opens them. What is
open stands in the address and in the pane, so that it stays open when the pane is fetched again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from factcheck.domain.sheets import ClaimSheet, EvidenceSheet, OriginSheet, ReportSheet
from factcheck.web import filters

OF_ORIGIN = 2
AT_FIRST = 4
"""Reports that are open before anybody asks: of one origin, and of all of them."""

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Folded:
    """An origin with the reports of it that are open, and those that are only named."""

    origin: OriginSheet
    shown: tuple[ReportSheet, ...]
    named: tuple[ReportSheet, ...]


@dataclass(frozen=True, slots=True)
class Folding:
    """The origins of which something is open, and those of which nothing is.

    `asked` is what the person has opened, as it stands in the address; `at` the report that takes the focus.
    """

    open: tuple[Folded, ...]
    closed: tuple[Folded, ...]
    asked: tuple[str, ...]
    at: int

    @property
    def shown(self) -> frozenset[int]:
        return frozenset(report.id for each in self.open for report in each.shown)


def folding(claim: ClaimSheet, found: EvidenceSheet) -> Folding:
    """How the pane is folded for who asks."""
    asked = tuple(word for word in asked_for() if is_known(word, found))
    alerts = {alert.report_id for alert in claim.alerts if alert.set_aside_at is None}
    left, folded = AT_FIRST, []
    for origin in found.origins:
        first = beginning(origin.reports, min(OF_ORIGIN, left))
        left = max(left - len(first), 0)
        wanted = EVERYTHING in asked or name_of(origin) in asked
        shown = tuple(report for report in origin.reports if wanted or report in first or report.id in alerts)
        folded.append(Folded(origin, shown, tuple(report for report in origin.reports if report not in shown)))
    opened, closed = (tuple(each for each in folded if bool(each.shown) is is_open) for is_open in (True, False))
    return Folding(opened, closed, asked, filters.number("at", request.args))


def beginning(reports: Sequence[ReportSheet], most: int) -> Sequence[ReportSheet]:
    """The first of them; all where only one more would be left."""
    return reports if most and len(reports) <= most + 1 else reports[:most]


def name_of(origin: OriginSheet) -> str:
    """What an origin is called in the address: the number of its first report."""
    return str(origin.reports[0].id)


def is_known(word: str, found: EvidenceSheet) -> bool:
    return word == EVERYTHING or any(word == name_of(origin) for origin in found.origins)


def asked_for() -> list[str]:
    """What was opened before, and what a link opens just now."""
    return list(dict.fromkeys(request.values.getlist("open") + request.values.getlist("also")))


def kept_open() -> list[str]:
    """What a form or link carries on of it."""
    return [word for word in asked_for() if word == EVERYTHING or word.isdecimal()]
