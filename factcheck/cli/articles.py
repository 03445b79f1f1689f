"""Commands about articles: split a file without a desk, bring one in."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli import acting
from factcheck.domain.articles import Incoming

if TYPE_CHECKING:
    from factcheck.wiring import Desk

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table", show_default=True)
@click.option("--published", type=DAY, help="The day it was published: YYYY-MM-DD.")
@click.option("--outlet", default="", help="Who published it.")
@click.option("--language", default="", help="Two letters: en, de ...")
@click.option("--with-text", is_flag=True, help="Print the text into which the offsets count as well.")
def split(file: Path, form: str, published: datetime | None, outlet: str, language: str, with_text: bool) -> None:
    """Split an article into claims and print them. Nothing is stored."""
    from factcheck.domain.claims import ArticleText
    from factcheck.domain.interchange import interchange

    desk = acting.desk()
    incoming = _read(desk, file, {"outlet": outlet, "published": _day(published), "language": language})
    article = ArticleText(incoming.text, incoming.title, incoming.outlet, incoming.published, incoming.language)
    document = interchange(file.stem, article, desk.splitter.split(article), with_text=with_text)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2) if form == "json" else _table(document["claims"]))


def _read(desk: "Desk", path: Path, given: dict[str, Any]) -> Incoming:
    """The article in a file. What is not given is taken from the document, or read off its text."""
    document = desk.read_upload(path.name, path.read_bytes())
    found = desk.describe(document.text)
    return Incoming(
        text=document.text,
        title=given.get("title") or document.title or found.title,
        outlet=given.get("outlet") or document.outlet or found.outlet,
        byline=given.get("byline") or document.byline or found.byline,
        published=given.get("published") or _day(document.published) or found.published,
        language=given.get("language") or document.language,
        url=document.url,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _table(claims: Sequence[dict[str, Any]]) -> str:
    """One line a claim: how much it deserves checking, who says it, what."""
    lines = [f"{'score':>5}  {'claimant':<28}  {'day':<10}  claim"]
    for claim in claims:
        mark = "=" if claim["duplicate_of"] else " " if claim["checkworthy"] else "-"
        speaker, day = claim["speaker"] or "", claim["said_date"] or ""
        lines.append(f"{claim['score']:>5.2f}{mark} {speaker[:28]:<28}  {day:<10}  {claim['claim']}")
    return "\n".join(lines)


@click.command()
@click.argument("source", metavar="FILE|URL")
@click.option("--title", default="")
@click.option("--outlet", default="")
@click.option("--byline", default="")
@click.option("--published", type=DAY)
@click.option("--language", default="")
@click.option("--as", "email", metavar="EMAIL", help="The person who brings it in; without it, the command line does.")
def ingest(source: str, email: str | None, published: datetime | None, **given: str) -> None:
    """Bring an article into the desk: a .txt, .html or .pdf file, or the address of a page.

    What is not given is looked for in the article itself.
    """
    from factcheck.services import articles

    desk = acting.desk()
    actor = acting.actor(desk, email)
    known: dict[str, Any] = {**given, "published": _day(published)}
    if source.startswith(("http://", "https://")):
        received = articles.receive_address(desk.unit(), source, actor, canonical=desk.canonical, **known)
    elif Path(source).is_file():
        received = articles.receive(desk.unit(), _read(desk, Path(source), known), actor)
    else:
        raise click.BadParameter(f"{source} is neither a file nor an address that begins with http.")
    click.echo(f"{received.sentence} {desk.settings.public_url}/articles/{received.article_id}")


COMMANDS = (split, ingest)
