"""MediaWiki: articles of Wikipedia in the language of the claim, or of another wiki, cited by their revision.

Format: https://www.mediawiki.org/wiki/API:Search and API:Etiquette
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from pydantic import Field

from factcheck.adapters.providers.answers import SHORT_WAIT, hit, json_of, kept, moment, object_of, records, text_of
from factcheck.adapters.providers.settings import Bounded
from factcheck.domain.evidence import Hit, Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import Answered, AskFailed, Call, Wanted
from factcheck.domain.texts import say

QUERIES = 2
PAGES = 5
BUSY = frozenset({"maxlag", "ratelimited", "readonly"})
"""Codes of errors that a later ask does not meet."""


class MediaWikiSettings(Bounded):
    address: str = Field(
        "https://LANGUAGE.wikipedia.org/w/api.php",
        title="Address of its api.php",
        description="LANGUAGE stands for the language of the article (en, de, uk).",
        json_schema_extra={"format": "uri"},
    )
    otherwise: str = Field("en", title="Language where the article has none", max_length=12, pattern=r"^[a-z][a-z-]*$")


class MediaWiki:
    """Implements ProviderPlugIn."""

    title = "Wikipedia (MediaWiki)"
    about = (
        "Articles of Wikipedia or another wiki, as background; each is cited in the revision that was found. Wikipedia "
        "wants a contact in the User-Agent: set FACTCHECK_CONTACT."
    )
    settings = MediaWikiSettings

    def destination(self, settings: MediaWikiSettings) -> str:
        return urlsplit(settings.address).netloc

    def plan(self, settings: MediaWikiSettings, wanted: Wanted) -> tuple[Query, ...]:
        """Days mean nothing to an encyclopaedia, and it wants every word. A wiki of one language is asked in that."""
        abroad = wanted.in_their_letters if "language" in settings.address.casefold() else ()
        return tuple(Query(query.words, query.language) for query in (*wanted.queries[-QUERIES:], *abroad))

    def request(self, settings: MediaWikiSettings, query: Query) -> Call:
        asked = {
            "action": "query",
            "generator": "search",
            "gsrsearch": query.words,
            "gsrlimit": str(PAGES),
            "prop": "info|revisions",
            "inprop": "url",
            "rvprop": "ids|timestamp",
            "format": "json",
            "formatversion": "2",
            "maxlag": "5",
        }
        language = query.language.partition("-")[0] or settings.otherwise
        address = settings.address.replace("LANGUAGE", language).replace("language.", f"{language}.")
        return Call(address, asked, seconds=settings.seconds)

    def parse(self, settings: MediaWikiSettings, query: Query, answer: Fetched) -> Answered:
        _refuse_busy(answer)
        found = object_of(answer).get("query")
        pages = records(found.get("pages")) if isinstance(found, dict) else []
        ordered = sorted(pages, key=lambda page: page["index"] if isinstance(page.get("index"), int) else len(pages))
        outlet = urlsplit(answer.url).hostname or ""
        return Answered(kept([_hit(page, outlet) for page in ordered]))

    def health(self, settings: MediaWikiSettings) -> Query:
        return Query("newspaper")


def _refuse_busy(answer: Fetched) -> None:
    """A wiki that lags behind answers 200 with an error and says in Retry-After how long to wait."""
    found = json_of(answer)
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, dict) and error.get("code") in BUSY:
        wanted = answer.headers.get("retry-after", "")
        wait = timedelta(seconds=int(wanted[:5])) if wanted.isascii() and wanted.isdigit() else SHORT_WAIT
        raise AskFailed(say("it asks the desk to wait (%(code)s)", code=error["code"]), wait)


def _hit(page: dict[str, Any], outlet: str) -> Hit | None:
    address, title = page.get("fullurl"), text_of(page, "title")
    revision = next(iter(records(page.get("revisions"))), {})
    number = revision.get("revid")
    if isinstance(address, str) and isinstance(number, int):
        return hit(
            f"{address}?{urlencode({'oldid': number})}",
            f"{title} (revision {number})",
            outlet,
            moment(revision.get("timestamp")),
        )
    return hit(address, title, outlet)
