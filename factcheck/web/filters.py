"""What addresses and forms say, read as words, numbers and days; and the queue's filters, written back as well."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from factcheck.domain.clock import read_moment
from factcheck.domain.errors import Invalid
from factcheck.domain.review import QueueFilters, Sort, Stage, Verdict
from factcheck.domain.texts import say
from factcheck.web.tongue import _, later

Word = TypeVar("Word", bound=StrEnum)
FILTER_WORDS = {
    "stage": later("Stage"), "verdict": later("Verdict"), "sort": later("Order"), "article": later("Article"),
    "reports": later("Reports"), "older": later("Older"), "due": later("Due"), "days": later("Days"),
    "format": later("Format"), "stance": later("Stance"), "medium": later("Medium"), "kind": later("Kind"),
    "reason": later("Reason"), "correction": later("Correction"), "priority": later("Priority"),
    "assignee": later("Assignee"), "duplicate_of": later("Duplicate of"), "report_id": later("Report id"),
    "together_with": later("Together with"), "q": later("Search"), "topic": later("Topic"),
    "claimant": later("Claimant"), "outlet": later("Outlet"),
}  # fmt: skip
"""What a field is called in a refusal."""

MOST = 1_000_000_000
"""The largest number that a filter takes: what fits into every database."""


def from_args(args: Mapping[str, str]) -> QueueFilters:
    """The filters of an address; empty ones count as not given. Invalid names the one that makes no sense."""
    if any("\x00" in value for value in args.values()):
        raise Invalid("q", "binary", "A filter is text: it cannot hold zero bytes.")
    return QueueFilters(
        q=args.get("q", "").strip()[:200],
        stage=word(Stage, "stage", args),
        verdict=word(Verdict, "verdict", args),
        topic=args.get("topic", "").strip()[:80],
        claimant=args.get("claimant", "").strip()[:200],
        outlet=args.get("outlet", "").strip()[:200],
        article=number("article", args) or None,
        reports=number("reports", args),
        older=number("older", args),
        due=number("due", args),
        mine=switched_on("mine", args),
        unworthy=switched_on("unworthy", args),
        sort=word(Sort, "sort", args) or Sort.WORTH,
    )


def to_args(filters: QueueFilters) -> dict[str, Any]:
    """What an address has to carry so that the same filters come out again: only what is not the default."""
    plain = QueueFilters()
    given = {name: getattr(filters, name) for name in QueueFilters.__dataclass_fields__}
    return {name: in_address(value) for name, value in given.items() if value != getattr(plain, name)}


def in_words(filters: Sequence[tuple[str, str]]) -> str:
    """Filters as they were kept with a file: "Older: 3, Verdict: disputed"; empty where there are none."""
    words = dict(filters)
    if "verdict" in words:
        words["verdict"] = _(words["verdict"])
    return ", ".join(f"{_(FILTER_WORDS.get(name, name))}: {value}" for name, value in words.items())


def in_address(value: object) -> str:
    if value is True:
        return "1"
    return str(value.value) if isinstance(value, StrEnum) else str(value)


def word(kind: type[Word], name: str, args: Mapping[str, str]) -> Word | None:
    """One of the words of this kind, None when nothing is given."""
    given = args.get(name, "").strip()
    if not given:
        return None
    try:
        return kind(given)
    except ValueError:
        words = ", ".join(kind)
        raise Invalid(
            name, "unknown_word", "%(name)s is one of: %(words)s.", name=say(FILTER_WORDS.get(name, name)), words=words
        ) from None


def switched_on(name: str, args: Mapping[str, str]) -> bool:
    return args.get(name, "") in {"1", "on", "true"}


def number(name: str, args: Mapping[str, str]) -> int:
    """A whole number from 0, which is also what nothing means."""
    given = args.get(name, "").strip()
    if not given:
        return 0
    if not given.isascii() or not given.isdigit() or int(given[:12]) > MOST:
        raise Invalid(
            name,
            "number",
            "%(name)s is a whole number, not %(given)s.",
            name=say(FILTER_WORDS.get(name, name)),
            given=given[:40],
        )
    return int(given[:12])


def is_id(text: str) -> bool:
    """Whether it is a number that something at the desk could have."""
    return text.isascii() and text.isdigit() and len(text) <= len(str(MOST))


def calendar_date(name: str, args: Mapping[str, str]) -> date | None:
    """A day as a browser sends it, None when nothing is given."""
    given = args.get(name, "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(name, "date", "%(text)s is not a date like 2026-11-17.", text=given[:40]) from None


def moment(name: str, args: Mapping[str, str]) -> datetime:
    """A moment as our own pages write it (ISO 8601); without a zone it is UTC."""
    given = args.get(name, "")
    try:
        return read_moment(given)
    except ValueError:
        raise Invalid(name, "moment", "%(text)s is not a time.", text=given[:40] or say("Nothing")) from None
