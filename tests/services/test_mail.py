"""Notifications by mail: to who asked for it, gathered, without what a mail should not hold, and once in effect."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from factcheck.domain.errors import Invalid, NotAllowed, Refused
from factcheck.domain.jobs import SendMail
from factcheck.domain.mail import (
    GATHER,
    GIVE_UP,
    LINES_MOST,
    Item,
    Letter,
    NeverTaken,
    NotTaken,
    PutOff,
    again_after,
    text_of,
)
from factcheck.domain.notifications import Notice
from factcheck.domain.people import Actor
from factcheck.domain.preferences import Tongue
from factcheck.domain.review import Move
from factcheck.services import jobs, mail, notifications, people, preferences
from factcheck.services.mail import Post
from factcheck.store.tables import JobRow
from tests.services.conftest import INSTALLER, Newsroom

SITE = "https://desk.example"


@dataclass
class Postman:
    """Stands for a mail server: takes letters, or says no with the errors it was given."""

    taken: list[Letter] = field(default_factory=list)
    says: list[Exception] = field(default_factory=list)
    after: list[Exception] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.says:
            raise self.says.pop(0)
        self.taken.append(letter)
        if self.after:  # it is taken, but nobody hears of it
            raise self.after.pop(0)

    def ask(self) -> None:
        """Lets everybody in."""


class Mailed:
    """A newsroom with a postman; `run` does what scheduler and workers would do now."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.postman = room, Postman()
        self.post: Post | None = Post(self.postman, SITE, Tongue.ENGLISH)
        self.claims = room.claims()

    def choose(self, actor: Actor, hour: int = 7, **channels: str) -> None:
        notifications.choose(self.room.unit(), actor, channels=channels, hour=hour)

    def assign(self, number: int, to: Actor) -> None:
        self.room.move(self.claims[number], Move.ASSIGN, self.room.eva, assignee=to)

    def waiting(self) -> list[int]:
        """The letters whose time has come."""
        unit = self.room.unit()
        due = [message.id for message in jobs.due(unit) if message.name == SendMail.name]
        with unit.reading() as session:
            return [session.get_one(JobRow, number).subject_id for number in due]

    def run(self) -> None:
        mail.want_digests(self.room.unit(), "UTC")
        for message in jobs.due(self.room.unit()):
            if message.name == SendMail.name:
                taken = jobs.take(self.room.unit(), message.id)
                assert taken
                mail.send(self.room.unit, self.post, taken.subject_id)
                jobs.done(self.room.unit(), message.id)

    def later(self, by: timedelta = GATHER) -> "Mailed":
        self.room.clock.forward(by)
        self.run()
        return self

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [(letter.to.split("@")[0], letter.subject) for letter in self.postman.taken]


@pytest.fixture
def mailed(settled: Newsroom) -> Mailed:
    settled.clock.now = settled.clock.now.replace(hour=12, minute=0, second=0)
    return Mailed(settled)


# --- At once --------------------------------------------------------------------------------------


def test_nobody_gets_mail_who_has_not_asked_for_it(mailed: Mailed) -> None:
    mailed.assign(0, mailed.room.omar)
    mailed.later(timedelta(days=2))
    assert mailed.subjects == []


def test_who_asked_gets_a_letter_after_a_moment(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    assert mailed.later(GATHER - timedelta(seconds=1)).subjects == []
    assert mailed.later(timedelta(seconds=1)).subjects == [("omar", f"Assigned to you: claim {mailed.claims[0]}")]
    assert mailed.later(timedelta(days=3)).subjects == mailed.subjects[:1]


def test_what_comes_within_minutes_goes_in_one_letter(mailed: Mailed) -> None:
    for person in (mailed.room.omar, mailed.room.jana):
        mailed.choose(person, assigned="at_once")
    for number in range(3):
        mailed.assign(number, mailed.room.omar)
        mailed.room.clock.forward(timedelta(seconds=30))
    mailed.assign(3, mailed.room.jana)
    mailed.later()
    assert sorted(mailed.subjects) == [
        ("jana", f"Assigned to you: claim {mailed.claims[3]}"),
        ("omar", "3 notifications"),
    ]
    letter = next(letter for letter in mailed.postman.taken if letter.to.startswith("omar"))
    assert [f"{SITE}/claims/{claim}" in letter.text for claim in mailed.claims[:4]] == [True, True, True, False]


def test_what_comes_while_a_letter_is_on_its_way_goes_in_the_next(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.later()
    mailed.assign(1, mailed.room.omar)
    mailed.later()
    assert [subject for _, subject in mailed.subjects] == [f"Assigned to you: claim {n}" for n in mailed.claims[:2]]


def test_a_letter_holds_kind_number_and_link_and_nothing_that_could_leak(mailed: Mailed) -> None:
    mailed.choose(mailed.room.jana, returned="at_once")
    claim = mailed.room.submitted(mailed.claims[0], rationale="A secret rationale.")
    mailed.room.move(claim, Move.RETURN, mailed.room.eva, note="A secret note.")
    mailed.later()
    (letter,) = mailed.postman.taken
    assert letter.text == (
        f"Returned to you: claim {claim}\n{SITE}/claims/{claim}\n\n-- \n"
        "You get this because you chose mail for it. You can change that under My account:\n"
        f"{SITE}/account#notifications\n"
    )
    for secret in ("secret", "Eva", "pier", "Herald", "confirmed"):
        assert secret not in letter.text + letter.subject


def test_the_statement_stands_in_it_only_where_the_desk_allows_that(mailed: Mailed) -> None:
    mailed.post = Post(mailed.postman, SITE, Tongue.ENGLISH, statements=True)
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.later()
    (letter,) = mailed.postman.taken
    assert "\nThe northern pier is closed.\n" in letter.text
    assert "pier" not in letter.subject


def test_a_letter_speaks_the_language_of_its_reader(mailed: Mailed) -> None:
    preferences.choose(mailed.room.unit(), mailed.room.omar, language="de", timezone="")
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.later()
    assert mailed.subjects == [("omar", f"Ihnen zugeteilt: Behauptung {mailed.claims[0]}")]
    assert "Mein Konto" in mailed.postman.taken[0].text


def test_what_was_read_or_is_of_no_use_meanwhile_is_not_mailed(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    for number in range(3):
        mailed.assign(number, mailed.room.omar)
    newest = notifications.listed(mailed.room.unit(), mailed.room.omar).lines[0]
    notifications.open_one(mailed.room.unit(), newest.id, mailed.room.omar)
    mailed.assign(0, mailed.room.jana)
    mailed.later()
    assert mailed.subjects == [("omar", f"Assigned to you: claim {mailed.claims[1]}")]


def test_when_nothing_is_left_to_say_no_letter_goes(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.room.open(mailed.claims[0], mailed.room.omar)
    assert mailed.later().subjects == []


def test_who_is_shut_out_gets_no_mail(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    people.disable(mailed.room.unit(), mailed.room.omar.id or 0, INSTALLER)
    assert mailed.later().subjects == []


def test_a_desk_without_mail_sends_none_and_nothing_fails(mailed: Mailed) -> None:
    mailed.post = None
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.later()
    assert mailed.waiting() == []


def test_a_long_letter_counts_what_it_does_not_list() -> None:
    items = [Item(Notice.ASSIGNED, number) for number in range(1, LINES_MOST + 6)]
    text = text_of(items, Tongue.ENGLISH, SITE)
    assert text.count(f"{SITE}/claims/") == LINES_MOST
    assert f"And 5 more, on the page of your notifications:\n{SITE}/notifications\n" in text


# --- When the server says no ----------------------------------------------------------------------


def only(mailed: Mailed) -> int:
    (number,) = mailed.waiting()
    return number


def test_who_says_later_is_asked_later_and_ever_more_seldom(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.room.clock.forward(GATHER)
    number = only(mailed)
    for tries in range(1, 9):
        mailed.postman.says = [NotTaken("The mail server does not take this mail now: 450 greylisted")]
        with pytest.raises(PutOff, match="450 greylisted") as put_off:
            mail.send(mailed.room.unit, mailed.post, number)
        assert put_off.value.until == mailed.room.clock.now + again_after(tries)
    assert [again_after(tries) for tries in (1, 2, 7, 50)] == [timedelta(minutes=n) for n in (1, 2, 60, 60)]
    mail.send(mailed.room.unit, mailed.post, number)
    assert len(mailed.subjects) == 1


def test_after_a_day_it_is_given_up_with_the_last_reason(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.room.clock.forward(GATHER)
    number = only(mailed)
    mailed.room.clock.forward(GIVE_UP)
    mailed.postman.says = [NotTaken("The mail server does not answer as it should: timed out")]
    with pytest.raises(NeverTaken, match="For a day the mail could not be sent"):
        mail.send(mailed.room.unit, mailed.post, number)


def test_a_letter_that_was_sent_is_not_sent_again(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.room.clock.forward(GATHER)
    number = only(mailed)
    for _ in range(3):
        mail.send(mailed.room.unit, mailed.post, number)
    assert len(mailed.subjects) == 1


def test_where_nobody_knows_whether_it_was_taken_it_goes_again_under_the_same_number(mailed: Mailed) -> None:
    """The one window in which a letter arrives twice: the same Message-ID lets mail systems show it once."""
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.room.clock.forward(GATHER)
    number = only(mailed)
    mailed.postman.after = [NotTaken("Connection unexpectedly closed")]
    with pytest.raises(PutOff):
        mail.send(mailed.room.unit, mailed.post, number)
    mail.send(mailed.room.unit, mailed.post, number)
    first, second = mailed.postman.taken
    assert first.message_id == second.message_id


# --- The daily mail -------------------------------------------------------------------------------


def at(mailed: Mailed, hour: int, minute: int = 0, days: int = 0) -> datetime:
    now = mailed.room.clock.now.replace(hour=hour, minute=minute) + timedelta(days=days)
    mailed.room.clock.now = now
    mailed.run()
    return now


def test_a_digest_comes_once_a_day_at_the_hour_that_was_chosen(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, hour=18, assigned="digest", returned="at_once")
    for number in range(2):
        mailed.assign(number, mailed.room.omar)
    at(mailed, 17, 59)
    assert mailed.subjects == []
    at(mailed, 18)
    assert mailed.subjects == [("omar", "Your day: 2 unread")]
    mailed.assign(2, mailed.room.omar)
    at(mailed, 18, 30)
    at(mailed, 17, 59, days=1)
    assert len(mailed.subjects) == 1
    at(mailed, 18, 5)
    assert mailed.subjects[1:] == [("omar", "Your day: 1 unread")]


def test_a_day_without_news_has_no_digest(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, hour=18, assigned="digest")
    at(mailed, 18)
    mailed.assign(0, mailed.room.omar)
    at(mailed, 20)
    assert mailed.subjects == []
    at(mailed, 18, days=1)
    assert len(mailed.subjects) == 1


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Tokyo", 22), ("America/New_York", None), ("Europe/Berlin", None)])
def test_the_hour_is_that_of_the_person(mailed: Mailed, zone: str, hour: int | None) -> None:
    preferences.choose(mailed.room.unit(), mailed.room.omar, language="", timezone=zone)
    mailed.choose(mailed.room.omar, hour=7, assigned="digest")
    mailed.assign(0, mailed.room.omar)
    sent: list[datetime] = []
    for _ in range(24):
        mailed.later(timedelta(hours=1))
        if mailed.subjects and not sent:
            sent.append(mailed.room.clock.now)
    from zoneinfo import ZoneInfo

    assert [moment.astimezone(ZoneInfo(zone)).hour for moment in sent] == [7]
    assert hour is None or sent[0].hour == hour
    assert len(mailed.subjects) == 1


def test_who_moves_to_another_zone_gets_the_next_one_at_the_hour_there(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, hour=18, assigned="digest")
    mailed.assign(0, mailed.room.omar)
    preferences.choose(mailed.room.unit(), mailed.room.omar, language="", timezone="Asia/Tokyo")
    at(mailed, 18)
    assert mailed.subjects == []
    at(mailed, 9, days=1)
    assert len(mailed.subjects) == 1


def test_two_schedulers_begin_one_digest(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, hour=18, assigned="digest")
    mailed.assign(0, mailed.room.omar)
    mailed.room.clock.now = mailed.room.clock.now.replace(hour=18)
    began = [mail.want_digests(mailed.room.unit(), "UTC") for _ in range(3)]
    assert began == [1, 0, 0]


def test_who_stops_the_mail_gets_none_of_what_waits(mailed: Mailed) -> None:
    for channel in ("at_once", "digest"):
        mailed.choose(mailed.room.omar, hour=18, assigned=channel)
        mailed.assign(0, mailed.room.omar)
        mailed.choose(mailed.room.omar, hour=18, assigned="page")
        mailed.assign(0, mailed.room.jana)
    at(mailed, 18)
    at(mailed, 18, days=1)
    assert mailed.subjects == []


def test_who_changes_from_at_once_to_a_digest_gets_what_waits_in_the_digest(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, hour=18, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.choose(mailed.room.omar, hour=18, assigned="digest")
    assert mailed.later().subjects == []
    at(mailed, 18)
    assert mailed.subjects == [("omar", "Your day: 1 unread")]


@pytest.mark.parametrize("hour", [-1, 24, 1000])
def test_a_day_has_twenty_four_hours(mailed: Mailed, hour: int) -> None:
    with pytest.raises(Invalid):
        mailed.choose(mailed.room.omar, hour=hour, assigned="digest")


# --- Trying it out --------------------------------------------------------------------------------


def test_an_admin_sends_a_test_letter_that_says_nothing(mailed: Mailed) -> None:
    mail.try_out(mailed.room.unit(), mailed.post, mailed.room.boss, "boss@desk.example")
    (letter,) = mailed.postman.taken
    assert (letter.to, letter.subject) == ("boss@desk.example", "A test")
    with pytest.raises(NotAllowed):
        mail.try_out(mailed.room.unit(), mailed.post, mailed.room.eva, "boss@desk.example")
    with pytest.raises(Refused, match="FACTCHECK_SMTP_URL is not set"):
        mail.try_out(mailed.room.unit(), None, mailed.room.boss, "boss@desk.example")


def test_letters_are_forgotten_with_what_they_told(mailed: Mailed) -> None:
    mailed.choose(mailed.room.omar, assigned="at_once")
    mailed.assign(0, mailed.room.omar)
    mailed.later()
    mailed.room.clock.forward(timedelta(days=181))
    jobs.maintain(mailed.room.unit())
    assert notifications.listed(mailed.room.unit(), mailed.room.omar).lines == ()
    with mailed.room.unit().reading() as session:
        assert everything(session) == []


def everything(session: Any) -> list[Any]:
    from sqlmodel import select

    from factcheck.store.tables import Mail

    return list(session.exec(select(Mail)).all())
