"""Signing an article off: what the signature answers for, who may give it, and what makes it count no more.

A signature names one revision and seals what stood in it: every claim with its stage and its places, every sentence
with what it held. Work that goes on (an open claim that is approved) leaves it standing; what opens something anew
ends it for good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from factcheck.domain.articles import ArticleStatus, fingerprint
from factcheck.domain.conditions import NOTE_LEAST
from factcheck.domain.coverage import Cover, Coverage, Sentence, coverage, of_claim
from factcheck.domain.errors import Invalid, Refused
from factcheck.domain.history import content_hash
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import DismissReason, Stage
from factcheck.domain.sheets import ArticleSheet, ClaimRow
from factcheck.domain.texts import Said, later, say

SIGN_OFF, WITHDRAW = "sign off", "withdraw sign-off"
"""What the entries of an article's history are called that sign it off and take that back."""
LOOK, LOOK_AWAY = "look at", "look away"
"""The same for sentences in which a person found nothing to check."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A claim that is out of the review, dismissed or found not checkable: why, and who said so.

    `by_id` is None when no person did; `reason` is that of a dismissal. `lives_on`: it says the same as a claim that is
    in the review or checked.
    """

    claim: ClaimRow
    reason: DismissReason | None
    why: str
    by: str
    by_id: int | None
    lives_on: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What stands in an article before somebody signs it off. `seal` is the hash of all of it."""

    coverage: Coverage
    open: tuple[ClaimRow, ...]
    done: tuple[ClaimRow, ...]
    dismissed: tuple[Dismissal, ...]
    not_placed: tuple[ClaimRow, ...]
    seal: str

    @property
    def looked_at(self) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in self.coverage.sentences if sentence.looked_at_by)

    @property
    def left_by_the_splitter(self) -> tuple[Sentence, ...]:
        """Sentences in which the splitter alone sees nothing to check: no person has set a claim of theirs aside."""
        aside = {each.claim.id for each in self.dismissed}
        left = self.coverage.left_by_the_splitter
        return tuple(sentence for sentence in left if aside.isdisjoint(row.id for row in sentence.claims))

    @property
    def untouched(self) -> bool:
        """Whether a signature leaves something out, so that it needs a note."""
        return bool(self.coverage.not_looked_at or self.open or self.not_placed)


def account(article: ArticleSheet, dismissed: Iterable[Dismissal]) -> Account:
    """What a signature under the article would cover and leave out, sealed by a hash over it."""
    held = coverage(article)
    placed = {claim_id for claim_id, places in article.places if any(place.placed for place in places)}
    return Account(
        held,
        tuple(row for row in article.claims if of_claim(row) is Cover.OPEN),
        tuple(row for row in article.claims if of_claim(row) is Cover.DONE),
        tuple(dismissed),
        tuple(row for row in article.claims if row.id not in placed and row.stage is not Stage.DISMISSED),
        content_hash(content_of(article, held)),
    )


def content_of(article: ArticleSheet, held: Coverage) -> dict[str, Any]:
    """What a signature seals."""
    places = dict(article.places)
    return {
        "revision": article.revision,
        "fingerprint": fingerprint(article.text),
        "claims": [
            {
                "number": row.number,
                "stage": row.stage.value,
                "verdict": row.verdict.value if row.verdict else None,
                "checkworthy": row.checkworthy,
                "places": [[*map(list, place.fragments)] for place in places.get(row.id, ()) if place.placed],
            }
            for row in article.claims
        ],
        "sentences": [sentence.cover.value for sentence in held.sentences],
        "looked_at": [sentence.number for sentence in held.sentences if sentence.looked_at_by],
    }


# --- Who may sign, and when ------------------------------------------------------------------------


def why_not(article: ArticleSheet, stands: Account, actor: Actor) -> Refused | None:
    """Why this person does not sign it now; None when they may."""
    if not actor.may(Action.SIGN_OFF):
        return Refused("role", "An editor signs articles off: what is untouched stands here for you to work on.")
    if article.status in {ArticleStatus.WAITING, ArticleStatus.SPLITTING} or not article.revision:
        return Refused("split", "It is still being split: it can be signed off when its claims are here.")
    if article.sign_off is not None and article.sign_off.stands:
        name, revision = article.sign_off.by, article.sign_off.revision
        return Refused("signed", "%(name)s has signed revision %(revision)s off already.", name=name, revision=revision)
    return other_pair_of_eyes(article, stands, actor)


def other_pair_of_eyes(article: ArticleSheet, stands: Account, actor: Actor) -> Refused | None:
    """What is set aside is seen by two people. What says the same as a claim that somebody checks is not set aside."""
    sentences = numbered(each.sentence for each in article.looked_at if each.by_id == actor.id)
    claims = numbered(each.claim.number for each in stands.dismissed if each.by_id == actor.id and not each.lives_on)
    if not sentences and not claims:
        return None
    return Refused(
        "other_pair_of_eyes",
        "You set something aside in it yourself (sentences: %(sentences)s; claims: %(claims)s). What is set aside is "
        "seen by two people: another editor signs it off.",
        sentences=sentences or "-",
        claims=claims or "-",
    )


def lacks_note(stands: Account, note: str) -> Invalid | None:
    if not stands.untouched or len(note.strip()) >= NOTE_LEAST:
        return None
    return Invalid(
        "note", "untouched", "Something is untouched: write a note that says why it can be signed off all the same."
    )


def numbered(numbers: Iterable[int]) -> str:
    """Numbers as a list: "3, 4, 9"."""
    return ", ".join(map(str, sorted(numbers)))


# --- What ends a signature -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a history after a signature. `claim` is the number of the claim, 0 for the article itself."""

    claim: int
    what: str
    who: str
    from_stage: str | None
    to_stage: str | None
    data: Mapping[str, Any]

    @property
    def opens(self) -> bool:
        """Whether a claim that was settled, or not there, is to be checked from here on."""
        return self.to_stage in OPEN and self.from_stage not in OPEN


OPEN = frozenset({Stage.QUEUED.value, Stage.CHECKING.value, Stage.SUBMITTED.value})
OPENED = {
    "add": later("%(who)s added claim %(claim)s."),
    "found": later("The splitter found claim %(claim)s."),
    "reopen": later("%(who)s reopened claim %(claim)s."),
    "restore": later("%(who)s restored claim %(claim)s."),
    "split off": later("%(who)s split claim %(claim)s off another."),
    "undo merge": later("%(who)s took claim %(claim)s out of another again."),
}
OPENED_OTHERWISE = later("%(who)s opened claim %(claim)s again.")
ENDED_ON_ARTICLE = {
    WITHDRAW: later("%(who)s withdrew it."),
    LOOK_AWAY: later("%(who)s took back that a sentence holds nothing to check."),
}
NEW_TEXT = later("The article has a new text: revision %(revision)s.")
WORTH_CHECKING = later("%(who)s found claim %(claim)s worth checking.")
MOVED = later("%(who)s moved claim %(claim)s to other words.")
CHANGED = later("%(who)s changed claim %(claim)s.")
CHANGED_ARTICLE = later("%(who)s changed the article.")


def ended(revision: int, now: int, events: Iterable[Event]) -> tuple[Said, ...]:
    """Why a signature under `revision` counts no more while the article is at revision `now`; empty while it stands."""
    said = [say(NEW_TEXT, revision=now)] if now != revision else []
    return (*said, *(done for event in events if (done := ends(event))))


def ends(event: Event) -> Said | None:
    """What somebody did that ends a signature, in words; None when it leaves it standing."""
    sentence = _ends_on_claim(event) if event.claim else ENDED_ON_ARTICLE.get(event.what, "")
    return in_words(event, sentence) if sentence else None


def _ends_on_claim(event: Event) -> str:
    if event.opens:
        return OPENED.get(event.what, OPENED_OTHERWISE)
    changes = event.data.get("changes", {})
    if changes.get("checkworthy", (None, None))[1] is True:
        return WORTH_CHECKING
    return MOVED if "fragments" in changes and event.what != "split" else ""


def last_change(event: Event) -> Said:
    """What was done last, whether it ends a signature or not."""
    known = ends(event)
    return known or in_words(event, CHANGED if event.claim else CHANGED_ARTICLE)


def in_words(event: Event, sentence: str) -> Said:
    return say(sentence, who=event.who, claim=str(event.claim)) if event.claim else say(sentence, who=event.who)
