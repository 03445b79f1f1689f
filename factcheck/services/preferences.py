"""What people have chosen for themselves."""

from factcheck.domain.mail import next_digest
from factcheck.domain.people import Actor
from factcheck.domain.preferences import Preferences, Tongue, checked_preferences
from factcheck.services.people import person_by_id
from factcheck.store import mail as mail_rows
from factcheck.store.tables import Person
from factcheck.store.unit import UnitOfWork


def choose(uow: UnitOfWork, actor: Actor, *, language: str, timezone: str) -> Preferences:
    """Keep the language and the time zone of the one who acts; empty ones follow the browser. Invalid."""
    chosen = checked_preferences(language, timezone)
    with uow.writing() as session:
        person = person_by_id(session, actor.id or 0)
        person.language = chosen.tongue or ""
        person.timezone = chosen.timezone
        digest = mail_rows.digest(session, person.id or 0)
        if digest is not None and chosen.timezone:  # the next one comes at the same hour of the new zone
            digest.next_at = next_digest(uow.now, digest.hour, chosen.timezone)
    return chosen


def of(person: Person) -> Preferences:
    return Preferences(Tongue(person.language) if person.language else None, person.timezone)
