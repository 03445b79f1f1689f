"""Pages of articles: the list, one article's text as the work surface, its revisions and history."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import coverage
from factcheck.domain.articles import ArticleStatus
from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.domain.sheets import ArticleSheet, ClaimRow, ClaimSheet, PlaceSheet
from factcheck.services import articles, claims, history
from factcheck.web import comparing, errors, excerpts, filters, marks, wordings
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("articles", __name__)

SENTENCES = "sentences"
"""How the page of an article is asked for its text as a list of sentences."""
IN_PROGRESS = frozenset({ArticleStatus.WAITING, ArticleStatus.SPLITTING})


# --- The list -------------------------------------------------------------------------------------


@rooms.get("/articles")
def listed() -> ResponseReturnValue:
    q = request.args.get("q", "").strip()[:200]
    cursor = str(filters.number("cursor", request.args) or "")
    found, following = articles.listed(desk().unit(), actor(), q=q, cursor=cursor)
    return page(
        "articles/listed.html",
        piece="articles/_rows.html",
        here="articles.listed",
        found=found,
        following=following,
        q=q,
        cursor=cursor,
        topics=["queue", *(f"article:{line.id}" for line in found if line.status in IN_PROGRESS)],
        in_progress=IN_PROGRESS,
    )


@rooms.get("/articles/<int:article_id>/line")
def line(article_id: int) -> ResponseReturnValue:
    """One line of the list again, while its article is fetched or split."""
    found, _ = articles.listed(desk().unit(), actor(), cursor=str(article_id + 1), limit=1)
    if not wants_piece() or not found or found[0].id != article_id:
        return onward(url_for("articles.listed"))
    return page("articles/_row.html", line=found[0], in_progress=IN_PROGRESS)


# --- One article ----------------------------------------------------------------------------------


@rooms.get("/articles/<int:article_id>")
def sheet(article_id: int) -> ResponseReturnValue:
    return show(article_id)


def again(error: DeskError, article_id: int, **_: Any) -> ResponseReturnValue:
    return show(article_id, error=error)


def show(article_id: int, *, error: DeskError | None = None, claim_id: int = 0) -> ResponseReturnValue:
    """The article's page, with one claim opened for changes, and a refusal with what was typed."""
    article = articles.sheet(desk().unit(), article_id, actor())
    opened = opened_claim(article, claim_id or opened_id())
    return page(
        "articles/sheet.html",
        piece="articles/_work.html",
        status=errors.status_of(error) if error else 200,
        here="articles.listed",
        error=error,
        typed=request.form if error else {},
        topics=[f"article:{article_id}"],
        **of_article(article),
        **(of_claim(article, opened) if opened else {}),
    )


def mode() -> dict[str, Any]:
    """What keeps one in sentence mode: a part of every address while it is on."""
    return {"view": SENTENCES} if request.args.get("view") == SENTENCES else {}


def opened_id() -> int:
    """The claim that is open on the page; 0 for none."""
    return filters.number("claim", request.args)


def opened_claim(article: ArticleSheet, claim_id: int) -> ClaimSheet | None:
    """The claim that the person works on, when it is one of this article."""
    if claim_id not in {row.id for row in article.claims}:
        return None
    return claims.sheet(desk().unit(), claim_id, actor())


def of_article(article: ArticleSheet) -> dict[str, Any]:
    """What every part of the article's page shows."""
    rows = {row.id: row for row in article.claims}
    places = placed_in(article)
    placed = [marks.Mark(claim_id, place.fragments) for claim_id, listed in places.items() for place in listed]
    cover = coverage.coverage(article)
    begin = {sentence.place[0]: sentence for sentence in cover.sentences}
    return {
        "article": article,
        "rows": rows,
        "places": places,
        "lines": marks.lines(article.text, placed, cuts=begin),
        "sentence_at": begin,
        "begins": beginnings(placed, {row.id: f"{row.number}{wordings.sign_of(row)}" for row in article.claims}),
        "cover": cover,
        "cover_of": coverage.of_claim,
        "shown": filters.word(coverage.Cover, "show", request.args),
        "lost": [row for row in article.claims if not places.get(row.id)],
        "state": state_of(article),
        "working": article.status in IN_PROGRESS,
        "mode": mode() if cover.sentences else {},
        "part": parted(cover, filters.number("part", request.args)),
        "ticked": set(request.form.getlist("sentence")),
        "versions": ",".join(f"{row.id}:{row.version}" for row in article.claims),
    }


def parted(cover: coverage.Coverage, number: int) -> tuple[coverage.Sentence, ...]:
    """The sentence of this number, when words of it are to be chosen in sentence mode."""
    return cover.sentences[number - 1 : number] if number else ()


def placed_in(article: ArticleSheet) -> dict[int, list[PlaceSheet]]:
    """The places of each claim that are in the text as it is now."""
    return {claim_id: [place for place in listed if place.placed] for claim_id, listed in article.places}


def beginnings(placed: list[marks.Mark], labels: dict[int, str]) -> dict[int, list[str]]:
    """Where a mark begins, what the claims that begin there are called."""
    found: dict[int, list[str]] = {}
    for mark in placed:
        found.setdefault(mark.fragments[0][0], []).append(labels[mark.claim])
    return found


def of_claim(article: ArticleSheet, claim: ClaimSheet) -> dict[str, Any]:
    """What the forms of an opened claim show besides."""
    return {
        "claim": claim,
        "words": words_of(article.text, claim),
        "others": [(row.id, f"{row.number}: {row.statement[:90]}") for row in neighbours(article, claim)],
        "newest": next((entry for entry in claim.history if entry.undoable), None),
    }


NEIGHBOURS_MOST = 200


def neighbours(article: ArticleSheet, claim: ClaimSheet) -> list[ClaimRow]:
    """The claims that this one could be merged into, the nearest ones of a very long article."""
    others = [row for row in article.claims if row.id != claim.row.id]
    nearest = sorted(others, key=lambda row: abs(row.number - claim.row.number))[:NEIGHBOURS_MOST]
    return sorted(nearest, key=lambda row: row.number)


def words_of(text: str, claim: ClaimSheet) -> list[tuple[int, str]]:
    """The words of the claim's principal place, each with its offset in the text."""
    place = next((place for place in claim.places if place.placed), None)
    return [
        (start + at, word)
        for start, end in (place.fragments if place else ())
        for at, word in excerpts.words(text[start:end])
    ]


def state_of(article: ArticleSheet) -> str:
    """A key that changes whenever something on the article's page does."""
    return (
        f"{article.version}-{article.status.value}-{len(article.claims)}-{sum(row.version for row in article.claims)}"
        f"-{len(article.looked_at)}-{int(article.sign_off.stands) if article.sign_off else ''}"
    )


@rooms.get("/articles/<int:article_id>/news")
def news(article_id: int) -> ResponseReturnValue:
    """Whether the article has changed since the page was shown: announced, never pushed under the reader's eyes."""
    article = articles.sheet(desk().unit(), article_id, actor())
    return page("articles/_news.html", article=article, changed=state_of(article) != request.args.get("state", ""))


def described() -> dict[str, Any]:
    """What the form says about the article."""
    given: dict[str, Any] = {name: request.form.get(name, "").strip()[:500] for name in ("title", "outlet", "byline")}
    given["published"] = filters.calendar_date("published", request.form)
    given["language"] = request.form.get("language", "").strip().lower()[:35]
    return given


@rooms.post("/articles/<int:article_id>/describe")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def describe(article_id: int) -> ResponseReturnValue:
    articles.describe(desk().unit(), article_id, actor(), seen=filters.number("seen", request.form), **described())
    return onward(url_for("articles.sheet", article_id=article_id), _("The article is corrected."))


@rooms.post("/articles/<int:article_id>/try-again")
@needs(Action.BRING_IN)
def try_again(article_id: int) -> ResponseReturnValue:
    articles.try_again(desk().unit(), article_id, actor())
    return onward(url_for("articles.sheet", article_id=article_id), _("A worker tries it again."))


# --- Its past -------------------------------------------------------------------------------------


@rooms.get("/articles/<int:article_id>/revisions/<int:number>")
def revision(article_id: int, number: int) -> ResponseReturnValue:
    """An earlier text of the article beside the one after it, or after another one that is named."""
    article = articles.sheet(desk().unit(), article_id, actor())
    against = filters.number("against", request.args) or min(number + 1, article.revision)
    before = articles.revision_text(desk().unit(), article_id, number, actor())
    after = articles.revision_text(desk().unit(), article_id, against, actor())
    return page(
        "articles/revision.html",
        here="articles.listed",
        article=article,
        number=number,
        against=against,
        lines=comparing.text_diff(before, after),
        text=before,
    )


@rooms.get("/articles/<int:article_id>/history")
def past(article_id: int) -> ResponseReturnValue:
    article = articles.sheet(desk().unit(), article_id, actor())
    lines = history.lines(desk().unit(), f"article:{article_id}", actor())
    return page("articles/history.html", here="articles.listed", article=article, lines=lines)
