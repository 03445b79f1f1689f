"""Mail of the desk: what a letter says, in the language of its reader, and how long one tries to hand it over.

A letter gives away as little as it can, since newsrooms leak by mail: what happened, to which claim by its number, and
a link. The statement of the claim stands in it only where the desk's settings allow it; a note, a source or a verdict
never.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from factcheck.domain.errors import DeskError, OutsideUnavailable, Refused
from factcheck.domain.notifications import OF_OPINIONS, RULES, Notice
from factcheck.domain.preferences import Tongue

GATHER = timedelta(minutes=2)
"""How long the first notification that is to be mailed at once waits for others: they go in one letter."""

TRY_FIRST, TRY_LAST = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP = timedelta(days=1)
"""A server that does not take a letter is asked again after a minute, then ever later, each hour at last, for a day."""

NOT_SOONER = timedelta(hours=4)
"""After a letter has told of something it takes as long until another may tell of the same."""

DIGEST_HOUR = 7
"""The hour of a digest for who has not chosen another, in the person's time zone."""

LINES_MOST = 40
"""Notifications that a letter lists; more of them are counted."""

STATEMENT_MOST = 200
"""Characters of a statement in a letter."""


class NotTaken(OutsideUnavailable):
    """The server did not take the letter now; it may do so later."""


class NeverTaken(Refused):
    """The server will never take this letter, or never to this address."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__("mail_refused", message, **values)


class PutOff(DeskError):
    """The letter waits until `until`."""

    def __init__(self, message: str, until: datetime, **values: object) -> None:
        super().__init__(message, **values)
        self.until = until


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text. `message_id` stays the same however often it is tried: who gets it twice can tell."""

    to: str
    subject: str
    text: str
    message_id: str
    at: datetime
    language: Tongue = Tongue.ENGLISH


class Mailer(Protocol):
    """Hands letters to a server. `ask` only signs in, to see whether that works."""

    def send(self, letter: Letter) -> None:
        """NotTaken when the server may take it later, NeverTaken when it never will."""

    def ask(self) -> None:
        """NotTaken when the server cannot be reached or does not let the desk in."""


@dataclass(frozen=True, slots=True)
class Item:
    """A notification in a letter. `statement` is empty where the desk keeps it out of its mail."""

    kind: Notice
    claim_id: int
    statement: str = ""
    opinion_id: int | None = None


def again_after(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return min(TRY_FIRST * float(2 ** min(tries - 1, 10)), TRY_LAST)


def next_digest(now: datetime, hour: int, zone: str) -> datetime:
    """The next time that it is this hour where the person is, after `now`."""
    there = now.astimezone(ZoneInfo(zone))
    today = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (today if today > there else today + timedelta(days=1)).astimezone(now.tzinfo)


# --- What a letter says ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: dict[Notice, str]
    claim: str
    several: str
    digest: str
    more: str
    why: str
    trial: str
    trial_text: str


_SAID: dict[Tongue, _Words] = {
    Tongue.ENGLISH: _Words(
        kinds={kind: str(rule.sentence) for kind, rule in RULES.items()},
        claim="claim {number}",
        several="{number} notifications",
        digest="Your day: {number} unread",
        more="And {number} more, on the page of your notifications:",
        why="You get this because you chose mail for it. You can change that under My account:",
        trial="A test",
        trial_text="This is a test. The mail of this desk arrives.",
    ),
    Tongue.GERMAN: _Words(
        kinds={
            Notice.RETURNED: "An Sie zurückgegeben",
            Notice.ASSIGNED: "Ihnen zugeteilt",
            Notice.REOPENED: "Wieder geöffnet und Ihnen gegeben",
            Notice.LEASE_LOST: "Ihre Frist ist abgelaufen; Ihr Entwurf ist gespeichert",
            Notice.NEW_EVIDENCE: "Neue Belege seit dem Ergebnis",
            Notice.SOURCE_CHANGED: "Eine Quelle oder der Artikel hat sich geändert",
            Notice.READER_ERROR: "Ein Fehler wird von außen gemeldet",
            Notice.TO_APPROVE: "Zur Freigabe gesendet",
            Notice.OPINION_WANTED: "Eine Zweitmeinung ist gefragt",
            Notice.OPINION_DIFFERS: "Zwei Antworten weichen ab",
            Notice.OPINION_IN: "Die Zweitmeinung ist da",
        },
        claim="Behauptung {number}",
        several="{number} Benachrichtigungen",
        digest="Ihr Tag: {number} ungelesen",
        more="Und {number} weitere, auf der Seite Ihrer Benachrichtigungen:",
        why="Sie bekommen das, weil Sie dafür E-Mail gewählt haben. Ändern können Sie es unter Mein Konto:",
        trial="Ein Test",
        trial_text="Das ist ein Test. Die E-Mail dieser Redaktion kommt an.",
    ),
}


def subject_of(items: Sequence[Item], language: Tongue, *, digest: bool) -> str:
    """What the letter is about: never more than kinds and numbers."""
    words = _SAID[language]
    if digest:
        return words.digest.format(number=len(items))
    if len(items) > 1:
        return words.several.format(number=len(items))
    return f"{words.kinds[items[0].kind]}: {words.claim.format(number=items[0].claim_id)}"


def text_of(items: Sequence[Item], language: Tongue, site: str) -> str:
    """The letter's text, with links to this site."""
    words = _SAID[language]
    parts = [_part(item, words, site) for item in items[:LINES_MOST]]
    if len(items) > LINES_MOST:
        parts.append(f"{words.more.format(number=len(items) - LINES_MOST)}\n{site}/notifications")
    return "\n\n".join([*parts, f"-- \n{words.why}\n{site}/account#notifications"]) + "\n"


def _part(item: Item, words: _Words, site: str) -> str:
    head = f"{words.kinds[item.kind]}: {words.claim.format(number=item.claim_id)}"
    said = f"\n{one_line(item.statement, STATEMENT_MOST)}" if item.statement else ""
    return f"{head}{said}\n{site}{_where(item)}"


def _where(item: Item) -> str:
    if item.kind in OF_OPINIONS and item.opinion_id:
        return f"/opinions/{item.opinion_id}"
    return f"/claims/{item.claim_id}"


def trial_letter(to: str, message_id: str, at: datetime, site: str, language: Tongue = Tongue.ENGLISH) -> Letter:
    """A letter that says nothing but that it has arrived."""
    words = _SAID[language]
    return Letter(to, words.trial, f"{words.trial_text}\n{site}\n", message_id, at, language)


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
# control characters and what turns the direction of writing: "abc\r\nBcc: x", "\u202etxt"


def one_line(text: str, most: int) -> str:
    """What somebody wrote, as a mail may carry it: one line, without control characters, not too long."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
