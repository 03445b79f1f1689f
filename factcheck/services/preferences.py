"""What people have chosen for themselves."""

from factcheck.domain.people import Actor
from factcheck.domain.preferences import Preferences, Tongue, checked_preferences
from factcheck.services.people import person_by_id
from factcheck.store.tables import Person
from factcheck.store.unit import UnitOfWork


def choose(uow: UnitOfWork, actor: Actor, *, language: str, timezone: str) -> Preferences:
    """Keep the language and the time zone of the one who acts; empty ones follow the browser. Invalid."""
    chosen = checked_preferences(language, timezone)
    with uow.writing() as session:
        person = person_by_id(session, actor.id or 0)
        person.language = chosen.tongue or ""
        person.timezone = chosen.timezone
    return chosen


def of(person: Person) -> Preferences:
    return Preferences(Tongue(person.language) if person.language else None, person.timezone)
