"""A hostile string in every text field is text on every page: nothing of it becomes part of the page."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest

from factcheck.domain.articles import Incoming
from factcheck.domain.evidence import SourceKind
from factcheck.domain.people import Role
from factcheck.domain.review import CorrectionClass, DismissReason, Given, Move, Verdict
from factcheck.services import articles, attaching, editing, leases, outlets, people, review
from tests.web.conftest import World
from tests.web.publishing import STANCES, editor_does, source

HOSTILE = "</script><img src=x onerror=alert(1)>'\"&{{7*7}}"
HARMLESS = "".join("a" if letter != " " else " " for letter in HOSTILE)


class Tree(HTMLParser):
    """A page as its tags with the names of their attributes; wording differences are left to the words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"ins", "del"}:
            self.found.append((tag, tuple(sorted(name for name, _ in attrs))))
            self.words += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"ins", "del"}:
            self.found.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass
class Made:
    article: int
    published: int
    voided: int
    dismissed: int
    waiting: int
    queued: int
    person: int


def make(world: World, word: str) -> Made:
    """An article with five claims in as many stages, with the word in every field that takes text."""
    unit, jana = world.desk.unit, world.actors["jana"]
    names = ("published", "voided", "dismissed", "waiting", "queued")
    text = f"{word}\n\n" + "\n\n".join(f"{word} {name} claim of {word}." for name in names)
    incoming = Incoming(text, word, word, word, language=word[:20], url=f"https://x.example/{len(word)}?q={word}")
    article = articles.receive(unit(), incoming, jana).article_id
    articles.receive(unit(), Incoming(f"{text}\n\nAnother line.", url=incoming.url), jana)
    numbers = {name: add(world, article, text, f"{word} {name} claim of {word}.", word) for name in names}
    publish(world, numbers["published"], word)
    editor_does(world, numbers["published"], Move.REOPEN, note=word)
    publish(world, numbers["published"], word, CorrectionClass.SUBSTANCE)
    publish(world, numbers["voided"], word)
    editor_does(world, numbers["voided"], Move.VOID, public_note=word)
    editor_does(world, numbers["dismissed"], Move.DISMISS, reason=DismissReason.OPINION, note=word)
    submit(world, numbers["waiting"], word)
    return Made(article=article, person=add_person(world, word), **numbers)


def add(world: World, article: int, text: str, words: str, word: str) -> int:
    start = text.index(words)
    jana = world.actors["jana"]
    made = editing.add(world.desk.unit(), article, jana, fragments=[(start, start + len(words))], claimant=word)
    changes = dict.fromkeys(("cue", "topic", "claimant_role", "channel", "said_basis", "event_basis", "hedge"), word)
    changes |= {"statement": words, "chain": (word, word)}
    return editing.edit(world.desk.unit(), made.row.id, jana, seen=made.version, changes=changes).row.id


def submit(world: World, claim: int, word: str) -> Any:
    unit, jana = world.desk.unit, world.actors["jana"]
    sheet = world.sheet(claim)
    if Move.TAKE in sheet.moves:
        sheet = leases.take(unit(), claim, jana, seen=sheet.version)
        more = {"title": word, "outlet": word, "passage": word, "note": word, "url": f"https://x.example/?q={word}"}
        kinds = (SourceKind.PRIMARY, SourceKind.SECONDARY)
        for new in [source(STANCES[Verdict.DISPUTED], kind=kind, **more) for kind in kinds]:
            sheet = attaching.attach(unit(), claim, jana, seen=sheet.version, source=new)
    else:
        sheet = leases.open_claim(unit(), claim, jana)
    given = Given(verdict=Verdict.DISPUTED, rationale=f"{word} {sheet.version}", tried=word, override=word)
    return review.move(unit(), claim, Move.SUBMIT, jana, seen=sheet.version, given=given)


def publish(world: World, claim: int, word: str, correction: CorrectionClass | None = None) -> None:
    sheet = submit(world, claim, word)
    given = {"hash_seen": sheet.latest.content_hash, "correction": correction, "public_note": word}
    editor_does(world, claim, Move.APPROVE, **given)


def add_person(world: World, word: str) -> int:
    email = f"p{len(people.everyone(world.desk.unit(), world.actors['ada']))}@desk.example"
    person, _ = people.add(world.desk.unit(), world.actors["ada"], email=email, name=word, roles=[Role.CHECKER])
    outlets.add(
        world.desk.unit(),
        world.actors["omar"],
        name=word,
        site="",
        owner=word,
        feed_url=f"https://x.example/feed?{word}",
    )
    return person.id


OWN_PAGES = (
    ("jana", "/articles/{0.article}"),
    ("jana", "/articles/{0.article}?claim={0.dismissed}"),
    ("omar", "/articles/{0.article}?claim={0.published}"),
    ("jana", "/articles/{0.article}/revisions/1"),
    ("jana", "/articles/{0.article}/history"),
    ("jana", "/claims/{0.published}"),
    ("jana", "/claims/{0.dismissed}"),
    ("jana", "/claims/{0.queued}/edit"),
    ("omar", "/claims/{0.waiting}"),
    ("omar", "/claims/{0.waiting}/history"),
    ("ada", "/admin/people/{0.person}"),
    ("", "/checks/{0.published}"),
    ("", "/checks/{0.published}/versions/1"),
    ("", "/checks/{0.voided}"),
)
LISTS = ("/queue", "/queue?stage=approved", "/approve", "/articles", "/exports", "/checks/", "/admin/outlets")


@pytest.fixture
def pair(world: World) -> tuple[Made, Made]:
    return make(world, HARMLESS), make(world, HOSTILE)


def test_every_page_is_the_same_tree_as_with_a_harmless_string(world: World, pair: tuple[Made, Made]) -> None:
    visitors = {name: world.signed_in(name) for name in ("jana", "omar", "ada")} | {"": world.visitor()}
    for name, path in OWN_PAGES:
        harmless, hostile = (visitors[name].get(path.format(made)) for made in pair)
        assert (harmless.status_code, hostile.status_code) == (200, 200), path
        trees = Tree(harmless.text), Tree(hostile.text)
        assert trees[0].found == trees[1].found, path
        assert any(HOSTILE in words or HOSTILE.lower() in words.lower() for words in trees[1].words), path


def test_lists_show_it_as_text(world: World, pair: tuple[Made, Made]) -> None:
    omar = world.signed_in("omar")
    for path in LISTS:
        answer = omar.get(path)
        tree = Tree(answer.text)
        assert answer.status_code == 200
        assert not [tag for tag, _ in tree.found if tag == "img"], path
        assert not [names for _, names in tree.found if any(name.startswith("on") for name in names)], path
        assert any(HOSTILE in words for words in tree.words), path


def test_what_is_typed_into_a_form_comes_back_as_text(world: World) -> None:
    jana, ada = world.signed_in("jana"), world.signed_in("ada")
    article = {"way": "url", "text": HOSTILE, "title": HOSTILE, "outlet": HOSTILE, "url": HOSTILE, "published": HOSTILE}
    answers = [
        jana.post("/articles/new", article),
        jana.post(f"/articles/{world.article}/claims", {"words": HOSTILE}),
        jana.get("/exports", query_string={"q": HOSTILE}),
        jana.get("/articles", query_string={"q": HOSTILE}),
        ada.post("/admin/people", {"name": HOSTILE, "email": HOSTILE}),
        ada.post("/admin/outlets", {"name": HOSTILE, "feed_url": HOSTILE, "site": HOSTILE}),
    ]
    for answer in answers:
        tree = Tree(answer.text)
        assert "img" not in {tag for tag, _ in tree.found}
        assert any(HOSTILE in words for words in tree.words)
