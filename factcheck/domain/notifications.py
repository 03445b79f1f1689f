"""What people are told of: one table of the kinds, who gets each, in which sentence, and how long it holds.

A notification is a row written in the transaction of what causes it. It points at a claim; no sentence here holds a
verdict or names a source, so that what is shown or mailed gives nothing away that the claim's page keeps back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from factcheck.domain.people import Actor, Role
from factcheck.domain.stages import Move, Stage
from factcheck.domain.watching import AlertKind

Says = NewType("Says", str)
"""Marks a text that pages say in the language of who reads it."""


class Notice(StrEnum):
    """The kinds. The name stands in the database and in the form of My account."""

    RETURNED = "returned"
    ASSIGNED = "assigned"
    REOPENED = "reopened"
    LEASE_LOST = "lease_lost"
    NEW_EVIDENCE = "new_evidence"
    SOURCE_CHANGED = "source_changed"
    READER_ERROR = "reader_error"
    TO_APPROVE = "to_approve"
    OPINION_WANTED = "opinion_wanted"
    OPINION_IN = "opinion_in"
    OPINION_DIFFERS = "opinion_differs"


class Audience(StrEnum):
    """Who gets it. Nobody is told of what they did themselves."""

    HOLDER = "who has the claim now"
    LAST_HOLDER = "who had the claim until now"
    ANSWERABLE = "who has the claim, who signed its latest finding, and who approved it"
    EDITORS = "every editor"
    APPROVERS = "every editor who could approve it"
    IN_THE_DARK = "everybody who could give the second opinion"
    ASKER = "who asked for the second opinion"


class Channel(StrEnum):
    """How a person hears of a kind. What comes by mail stands in the page too."""

    PAGE = "page"
    AT_ONCE = "at_once"
    DIGEST = "digest"
    NONE = "none"


BY_MAIL = frozenset({Channel.AT_ONCE, Channel.DIGEST})


class Holds(StrEnum):
    """How long it is of use: afterwards it counts as read."""

    ALWAYS = "always"
    WHILE_THEIRS = "while the claim is theirs"
    WHILE_SUBMITTED = "while the claim waits for an editor"
    WHILE_TO_GIVE = "while the second opinion is theirs to give"
    WHILE_UNDECIDED = "until the claim is approved, dismissed or voided"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `sentence` is what the person reads, `about` the kind's name in their settings."""

    who: Audience
    sentence: Says
    about: Says
    channel: Channel = Channel.PAGE
    holds: Holds = Holds.ALWAYS


RULES: dict[Notice, Rule] = {
    Notice.RETURNED: Rule(
        Audience.HOLDER,
        Says("Returned to you"),
        Says("A finding of yours is returned to you"),
        holds=Holds.WHILE_THEIRS,
    ),
    Notice.ASSIGNED: Rule(
        Audience.HOLDER, Says("Assigned to you"), Says("A claim is assigned to you"), holds=Holds.WHILE_THEIRS
    ),
    Notice.REOPENED: Rule(
        Audience.HOLDER,
        Says("Reopened and given to you"),
        Says("A claim is reopened and given to you"),
        holds=Holds.WHILE_THEIRS,
    ),
    Notice.LEASE_LOST: Rule(
        Audience.LAST_HOLDER,
        Says("Your time ran out; your draft is kept"),
        Says("Your time with a claim ran out before you sent it"),
    ),
    Notice.NEW_EVIDENCE: Rule(
        Audience.ANSWERABLE,
        Says("New evidence since it was answered"),
        Says("New evidence on a claim you answered or approved"),
    ),
    Notice.SOURCE_CHANGED: Rule(
        Audience.ANSWERABLE,
        Says("A source or the article has changed"),
        Says("A source or the article of your claim has changed"),
    ),
    Notice.READER_ERROR: Rule(Audience.EDITORS, Says("A reader reports an error"), Says("A reader reports an error")),
    Notice.TO_APPROVE: Rule(
        Audience.APPROVERS,
        Says("Sent for approval"),
        Says("A finding is sent for approval"),
        Channel.NONE,
        Holds.WHILE_SUBMITTED,
    ),
    Notice.OPINION_WANTED: Rule(
        Audience.IN_THE_DARK,
        Says("A second opinion is wanted"),
        Says("A second opinion is wanted that you could give"),
        holds=Holds.WHILE_TO_GIVE,
    ),
    Notice.OPINION_DIFFERS: Rule(
        Audience.APPROVERS,
        Says("Two answers differ"),
        Says("A second opinion differs from the first answer"),
        holds=Holds.WHILE_UNDECIDED,
    ),
    Notice.OPINION_IN: Rule(
        Audience.ASKER,
        Says("The second opinion is in"),
        Says("A second opinion that you asked for is in"),
        holds=Holds.WHILE_UNDECIDED,
    ),
}

OF_MOVE: dict[Move, Notice] = {
    Move.RETURN: Notice.RETURNED,
    Move.ASSIGN: Notice.ASSIGNED,
    Move.REOPEN: Notice.REOPENED,
    Move.LAPSE: Notice.LEASE_LOST,
    Move.SUBMIT: Notice.TO_APPROVE,
    Move.AMEND: Notice.TO_APPROVE,
}
"""Which moves of the review table people are told of."""

OF_ALERT: dict[AlertKind, Notice] = {
    AlertKind.PAGE: Notice.SOURCE_CHANGED,
    AlertKind.WORDS: Notice.SOURCE_CHANGED,
    AlertKind.ORIGIN: Notice.NEW_EVIDENCE,
    AlertKind.READER: Notice.READER_ERROR,
}
"""Which alerts people are told of: all."""

OF_OPINIONS = frozenset({Notice.OPINION_WANTED, Notice.OPINION_DIFFERS, Notice.OPINION_IN})
"""These lead to the second opinion, all others to the claim."""

NOTE_MOST = 280
"""Characters of an editor's note or an alert that stand beside the sentence; the claim has all of it."""

KEPT = timedelta(days=180)
"""How long notifications are kept; what they tell of stands in the histories for good."""

COUNTED_MOST = 99
"""Unread ones that the bar counts; more are "99+"."""

FOR_EDITORS = frozenset({Audience.EDITORS, Audience.APPROVERS, Audience.ASKER})


DECIDED = frozenset({Stage.APPROVED, Stage.DISMISSED, Stage.VOIDED})


def kinds_for(actor: Actor) -> tuple[Notice, ...]:
    """The kinds that a person of these roles gets and may see, in the order of the table."""
    return tuple(kind for kind, rule in RULES.items() if rule.who not in FOR_EDITORS or Role.EDITOR in actor.roles)


def still_holds(
    kind: Notice, person_id: int, assignee: int | None, stage: Stage, could_give: Collection[int] = ()
) -> bool:
    """Whether it is still of use to the person, given who has the claim now, where it stands, and whose the second
    opinion is to give."""
    held = {
        Holds.ALWAYS: True,
        Holds.WHILE_THEIRS: assignee == person_id,
        Holds.WHILE_SUBMITTED: stage is Stage.SUBMITTED,
        Holds.WHILE_TO_GIVE: person_id in could_give,
        Holds.WHILE_UNDECIDED: stage not in DECIDED,
    }
    return held[RULES[kind].holds]


def shortened(note: str) -> str:
    """The beginning of a note, on one line."""
    line = " ".join(note.split())
    return line if len(line) <= NOTE_MOST else line[: NOTE_MOST - 1].rstrip() + "…"
