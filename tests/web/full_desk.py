"""A desk on which everything has happened that a page can show."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from factcheck.domain.articles import Incoming
from factcheck.domain.exports import Format
from factcheck.domain.people import TokenScope
from factcheck.domain.review import DismissReason, Given, Move, QueueFilters, Verdict
from factcheck.domain.second_factor import CodeNeeded
from factcheck.language import CheckMatcher
from factcheck.services import (
    articles,
    earlier,
    exports,
    imports,
    leases,
    outlets,
    people,
    reader_errors,
    review,
    sign_offs,
    signing_in,
    splitting,
    tokens,
    views,
)
from factcheck.services import jobs as work
from factcheck.store import watching
from factcheck.store.tables import Article, Claim
from tests.web.conftest import ADMIN, PASSWORD, Visitor, World
from tests.web.publishing import correct, editor_does, publish, submit
from tests.web.test_articles import OneSentenceOneClaim
from tests.web.test_evidence import archived, upload
from tests.web.test_opinions import fence, give, opinion_of, sent
from tests.web.test_second_factor import HERE, begun, code
from tests.web.test_work import reported

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ARABIC = "أغلق الجسر بعد العثور على شق\n\nقالت الوزارة إن 7000 سيارة تستخدم الجسر يوميا."
STATES = (
    "free", "taken", "returned", "resting", "submitted", "own", "waits", "closed", "opined", "answered", "passed",
    "approved", "corrected", "reopened", "unverified", "voided", "dismissed", "alerted", "wordy",
)  # fmt: skip


def line(number: int) -> str:
    return f"Pier {number} of Osthaven took in {number * 40} cars on Sunday, the harbour office said."


TEXT = "\n".join(["Piers of Osthaven, counted", *map(line, range(1, len(STATES) + 1))])


@dataclass
class FullDesk:
    """A world and the numbers of what is in it, by the name of how it stands."""

    world: World
    numbers: dict[str, int | str] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return int(self.numbers[name])

    def visitor(self, name: str) -> Visitor:
        """Signed in once: the clock stands still, and only so many sign-ins are heard in a minute."""
        if name not in self.visitors:
            self.visitors[name] = self.world.signed_in(name)
        return self.visitors[name]

    def take_in(self, name: str, text: str, title: str, *, split: bool = True, **more: str) -> int:
        unit, jana = self.world.desk.unit, self.world.actors["jana"]
        made = articles.receive(unit(), Incoming(text, title, **more), jana).article_id
        if split:
            splitting.split_article(unit, OneSentenceOneClaim(), made)
        self.numbers[name] = made
        return made

    def claims_of(self, article: int) -> list[int]:
        jana = self.world.actors["jana"]
        return [row.id for row in articles.sheet(self.world.desk.unit(), article, jana).claims]


def fill(world: World) -> FullDesk:
    """Let everything happen on this desk."""
    full = FullDesk(world)
    piers = full.take_in("article", TEXT, "Piers of Osthaven", outlet="Coast Daily", byline="Ann Lee")
    full.numbers.update(zip(STATES, full.claims_of(piers)[1:], strict=True))
    for state in STATES:
        HAPPENS.get(state, nothing)(full)
    for happens in (more_articles, around_the_desk, second_factors, too_many_tries, a_thousand_claims):
        happens(full)
    return full


def nothing(full: FullDesk) -> None:
    """The claim stays as it came."""


# --- What happens to the claims, by the name of how they stand ------------------------------------


def is_taken(full: FullDesk) -> None:
    """Jana is at work: reports of two origins, an earlier check, a source that was kept, a draft."""
    world, claim = full.world, full["taken"]
    for hours, outlet in enumerate(("Coastwire", "Echo", LONG)):
        full.numbers["report"] = reported(world, claim, outlet, hours)
    check = {
        "@type": "ClaimReview", "url": "https://facts.example/ferry", "author": {"name": "Example Facts"},
        "claimReviewed": world.sheet(claim).row.statement, "reviewRating": {"alternateName": "Mostly false"},
    }  # fmt: skip
    imports.bring_in(world.desk.unit(), world.actors["ada"], json.dumps(check).encode(), "checks.json")
    earlier.match(world.desk.unit(), CheckMatcher(), claim)
    jana = full.visitor("jana")
    jana.post(f"/claims/{claim}/moves/take", {"seen": world.seen(claim)})
    upload(world, jana, claim)
    full.numbers["source"] = archived(world, jana, claim)
    draft = {"verdict": "disputed", "rationale": f"{LONG} said the office.", "revision": 0}
    jana.post(f"/claims/{claim}/draft", draft)


def is_returned(full: FullDesk) -> None:
    submit(full.world, full["returned"])
    editor_does(full.world, full["returned"], Move.RETURN, note=f"Quote the list. {LONG}")


def is_resting(full: FullDesk) -> None:
    """Assigned to Jana, who has not opened it."""
    editor_does(full.world, full["resting"], Move.ASSIGN, assignee=full.world.actors["jana"])


def is_submitted(full: FullDesk) -> None:
    full.numbers["source_of_submitted"] = submit(full.world, full["submitted"]).sources[0].id
    for hours, outlet in enumerate(("Tidewire", "Evening")):
        reported(full.world, full["submitted"], outlet, hours)


def is_own(full: FullDesk) -> None:
    """An editor's own answer, which somebody else approves."""
    world, claim = full.world, full["own"]
    sheet = leases.take(world.desk.unit(), claim, world.actors["omar"], seen=world.seen(claim))
    given = Given(verdict=Verdict.UNVERIFIED, rationale="Nobody there could say.", tried="The office, twice.")
    review.move(world.desk.unit(), claim, Move.SUBMIT, world.actors["omar"], seen=sheet.version, given=given)


def is_waits(full: FullDesk) -> None:
    full.numbers["opinion_waits"] = sent(full.world, full["waits"])


def is_closed(full: FullDesk) -> None:
    """An editor has read the first answer, and the second is still awaited."""
    full.numbers["opinion_closed"] = opinion = sent(full.world, full["closed"])
    full.visitor("omar").post(f"/opinions/{opinion}/read")


def is_opined(full: FullDesk) -> None:
    full.numbers["opinion_taken"] = opinion = sent(full.world, full["opined"])
    tim = full.visitor("tim")
    tim.post(f"/opinions/{opinion}/take")
    full.numbers["fence"] = fence(tim, opinion)


def is_answered(full: FullDesk) -> None:
    full.numbers["opinion_answered"] = opinion = sent(full.world, full["answered"])
    words = {"rationale": f"{LONG} {LONG}", "grounds": f"https://x.example/{LONG}/{LONG}\n{LONG}"}
    give(full.visitor("tim"), opinion, **words)


def is_passed(full: FullDesk) -> None:
    sent(full.world, full["passed"])
    full.numbers["opinion_passed"] = opinion = opinion_of(full.world, full["passed"])
    full.visitor("omar").post(f"/opinions/{opinion}/close")


def is_approved(full: FullDesk) -> None:
    publish(full.world, full["approved"])


def is_corrected(full: FullDesk) -> None:
    publish(full.world, full["corrected"])
    correct(full.world, full["corrected"])


def is_reopened(full: FullDesk) -> None:
    publish(full.world, full["reopened"], Verdict.DISPUTED)
    editor_does(full.world, full["reopened"], Move.REOPEN, note="A reader wrote to us.")


def is_unverified(full: FullDesk) -> None:
    publish(full.world, full["unverified"], Verdict.UNVERIFIED, rationale=f"{LONG} {LONG}")


def is_voided(full: FullDesk) -> None:
    publish(full.world, full["voided"], Verdict.DISPUTED)
    editor_does(full.world, full["voided"], Move.VOID, public_note="A mistake of ours.")


def is_dismissed(full: FullDesk) -> None:
    editor_does(full.world, full["dismissed"], Move.DISMISS, reason=DismissReason.OPINION)


def is_alerted(full: FullDesk) -> None:
    """Published, and there is news of it: a source has changed, and a reader has reported an error."""
    world, claim = full.world, full["alerted"]
    publish(world, claim)
    with world.desk.unit().writing() as session:
        watching.raise_alert(session, claim, "The passage is gone.", world.desk.clock(), detail=LONG)
    reader_errors.report(world.desk.unit(), claim, f"The list has two pages. {LONG}", address="192.0.2.1")
    full.numbers["alert"] = world.sheet(claim).alerts[0].id


def is_wordy(full: FullDesk) -> None:
    """A claim of the longest words, due and to be looked at first."""
    claim, day = full["wordy"], full.world.desk.clock().date() - timedelta(days=2)
    omar = full.visitor("omar")
    omar.post(
        f"/claims/{claim}/edit", {"seen": full.world.seen(claim), "statement": f"{LONG} {LONG}", "claimant": LONG}
    )
    picked = f"{claim}:{full.world.seen(claim)}"
    omar.post("/queue/triage", {"claim": picked, "priority": "first", "due_on": day.isoformat(), "topic": LONG})


HAPPENS: dict[str, Callable[[FullDesk], None]] = {
    "taken": is_taken,
    "returned": is_returned,
    "resting": is_resting,
    "submitted": is_submitted,
    "own": is_own,
    "waits": is_waits,
    "closed": is_closed,
    "opined": is_opined,
    "answered": is_answered,
    "passed": is_passed,
    "approved": is_approved,
    "corrected": is_corrected,
    "reopened": is_reopened,
    "unverified": is_unverified,
    "voided": is_voided,
    "dismissed": is_dismissed,
    "alerted": is_alerted,
    "wordy": is_wordy,
}


# --- What else there is on the desk ---------------------------------------------------------------


def more_articles(full: FullDesk) -> None:
    """One of 200 claims, one that runs from right to left, one of long words, one that waits and one that failed."""
    world = full.world
    unit, jana = world.desk.unit, world.actors["jana"]
    full.take_in("long", "\n".join(map(line, range(100, 300))), "Two hundred piers", outlet="Hill Post")
    full.take_in("arabic", f"{ARABIC}\n\n{LONG}{LONG}", "أغلق الجسر", outlet=LONG, language="ar")
    full.numbers["arabic_claim"] = full.claims_of(full["arabic"])[-1]
    full.take_in("waiting", "Snow fell on the pass.\n\nIt was closed.", "Snow", split=False)
    full.numbers["failed"] = failed = articles.receive_address(unit(), f"https://x.example/{LONG}", jana).article_id
    with unit().writing() as session:
        row = session.get_one(Article, failed)
        row.status, row.problem = "failed", "Its page timed out."
    revised(full)
    signed(full)


def revised(full: FullDesk) -> None:
    """An article whose publisher took words out of it and changed others, under claims that stood there."""
    url = "https://coast.example/pass"
    before = "The pass was closed.\n\nTen lorries waited at the gate.\n\nNobody was hurt there."
    full.take_in("revised", before, "The pass", url=url)
    after = "The pass was closed.\n\nTwelve lorries waited at the gate."
    articles.receive(full.world.desk.unit(), Incoming(after, "The pass", url=url), full.world.actors["jana"])
    full.numbers["edited_claim"] = full.claims_of(full["revised"])[1]


def signed(full: FullDesk) -> None:
    """An article with a signature, and another whose signature counts no more."""
    unit, omar = full.world.desk.unit, full.world.actors["omar"]
    for name in ("signed", "unsigned"):
        made = full.take_in(name, f"Fog {name}\n\nThe {name} ferry waited for an hour.", f"Fog, {name}")
        _, account, _ = sign_offs.before_signing(unit(), made, omar)
        sign_offs.sign_off(unit(), made, omar, hash_seen=account.seal, note="The rest is the weather.")
    sign_offs.withdraw(unit(), full["unsigned"], omar)


def around_the_desk(full: FullDesk) -> None:
    """An invitation, somebody shut out, an outlet, a job that failed, an export, a view, a token."""
    world = full.world
    unit, jana, omar = world.desk.unit, world.actors["jana"], world.actors["omar"]
    _, link = people.add(unit(), ADMIN, email="nora@desk.example", name=LONG, roles=["checker", "editor"])
    full.numbers["invitation"] = link
    gone, _ = people.add(unit(), ADMIN, email="gone@desk.example", name="Gone", roles=["checker"])
    people.disable(unit(), gone.id, ADMIN)
    full.numbers |= {"jana": jana.id or 0, "gone": gone.id}
    added = outlets.add(unit(), omar, name=LONG, site="https://hill.example", feed_url="https://hill.example/feed")
    full.numbers["outlet"] = added.id
    (message, *_) = work.due(unit())
    job = work.take(unit(), message.id)
    assert job is not None
    work.failed(unit(), job.id, f"Its page timed out. {LONG}")
    full.numbers["export"] = exports.order(unit(), jana, format=Format.CSV, filters=QueueFilters())
    exports.write(unit, world.desk.vault, world.desk.identity, int(full.numbers["export"]))
    views.save(unit(), jana, name=LONG[:40], filters={"claimant": "Lina"})
    tokens.add_token(unit(), jana.id or 0, jana, label=LONG[:60], scope=TokenScope.READ)


def second_factors(full: FullDesk) -> None:
    """Nell is setting hers up, and Pia has one: she signs in with her password and is asked for a code."""
    world = full.world
    unit, passwords = world.desk.unit, world.desk.passwords
    for name in ("nell", "pia"):
        email = f"{name}@desk.example"
        _, link = people.add(unit(), ADMIN, email=email, name=name.capitalize(), roles=["checker"])
        signing_in.set_first_password(unit(), passwords, link, PASSWORD)
        world.actors[name] = people.by_email(unit(), email)[1]
        full.numbers[f"code_of_{name}"] = code(world, begun(full.visitor(name)))
    full.visitor("pia").post(f"{HERE}/confirm", {"code": full.numbers["code_of_pia"]})
    asked = signing_in.sign_in(unit(), passwords, "pia@desk.example", PASSWORD, address="test", browser="test")
    assert isinstance(asked, CodeNeeded)
    full.numbers["half"] = asked.half


def too_many_tries(full: FullDesk) -> None:
    """Somebody has guessed passwords, and somebody at the address of the tests' browsers has reported much."""
    unit = full.world.desk.unit
    for _ in range(signing_in.TRIES["person"]):
        signing_in.count_try(unit(), {"person": "guessed@desk.example", "address": "192.0.2.7", "all": "all"})
    for _ in range(reader_errors.HEARD["address"]):
        reader_errors.report(unit(), full["corrected"], "The list has two pages.", address="127.0.0.1")


def a_thousand_claims(full: FullDesk) -> None:
    """As many claims as fill twenty pages of the queue, all of one article."""
    made = full.take_in("thousand", f"Everything else\n\n{line(1000)}", "Everything else")
    with full.world.desk.unit().writing() as session:
        like = session.get_one(Claim, full.claims_of(made)[-1]).model_dump(exclude={"id", "number"})
        session.add_all(Claim(**like, number=number) for number in range(10, 1010))
