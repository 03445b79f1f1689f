"""Errors that readers report in published checks: each becomes an alert on the claim, for a checker to look at."""

from datetime import timedelta

from factcheck.domain.errors import Invalid, NotFound, TooManyTries
from factcheck.domain.watching import AlertKind
from factcheck.services import telling
from factcheck.store import exports as export_rows
from factcheck.store import jobs, watching
from factcheck.store import people as people_rows
from factcheck.store.tables import SignInTry
from factcheck.store.unit import Session, UnitOfWork, alone

WORDS_LEAST, WORDS_MOST = 10, 2000
REACH_MOST = 200
"""Characters of what a reader writes, and of how to reach them."""

WINDOW = timedelta(hours=1)
HEARD = {"address": 5, "all": 100}
"""How many reports are heard in an hour, from one address and from everybody: a flood must not bury the desk."""

SENTENCE = "A reader reports an error"


def report(uow: UnitOfWork, claim_id: int, words: str, *, reach: str = "", address: str) -> None:
    """Put what a reader says is wrong on the claim. Invalid, TooManyTries; NotFound where nothing is published."""
    said, reachable = checked_words(words), " ".join(reach.split())
    if len(reachable) > REACH_MOST:
        raise Invalid("reach", "length", "How to reach you has at most %(most)s characters.", most=REACH_MOST)
    with uow.writing() as session:
        if export_rows.one(session, claim_id) is None:
            raise NotFound("There is no published check with this address.")
        _count(session, uow, address)
        sentence = f"{SENTENCE}: {said[:80]}{'…' if len(said) > 80 else ''}"
        detail = f"{said}\n\nTo be reached: {reachable}" if reachable else said
        alert = watching.raise_alert(session, claim_id, sentence, uow.now, kind=AlertKind.READER, detail=detail)
        if alert is not None:
            telling.of_alert(session, alert)
            jobs.signal(session, "queue", f"claim:{claim_id}")


def checked_words(words: str) -> str:
    """What the reader writes, trimmed. Invalid when it is too little to act upon, or too much."""
    plain = words.strip()
    if len(plain) < WORDS_LEAST:
        raise Invalid("words", "too_short", "Say in a sentence what is wrong, so that we can look.")
    if len(plain) > WORDS_MOST:
        raise Invalid(
            "words", "too_long", "At most %(most)s characters: yours has %(count)s.", most=WORDS_MOST, count=len(plain)
        )
    return plain


def _count(session: Session, uow: UnitOfWork, address: str) -> None:
    alone(session, "reader errors")
    keys = {"address": f"reader:{address}", "all": "reader:all"}
    since = uow.now - WINDOW
    if any(people_rows.tries_since(session, key, since) >= HEARD[kind] for kind, key in keys.items()):
        sentence = "Many reports came in the last hour. Try again later, or write to the desk."
        raise TooManyTries(sentence, int(WINDOW.total_seconds()))
    session.add_all(SignInTry(key=key, at=uow.now) for key in keys.values())
