"""GDELT DOC 2.0: news of the whole world, by words and days, without a key.

Format: https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

from datetime import datetime
from urllib.parse import urlsplit

from pydantic import Field

from factcheck.adapters.providers.answers import hit, kept, moment, object_of, records, text_of
from factcheck.adapters.providers.settings import Bounded
from factcheck.domain.evidence import Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import Answered, Call, Wanted

GAP = 5.0
"""Seconds between two requests, as GDELT asks."""
QUERIES = 2
MOST_RECORDS = 250

LANGUAGES = {
    "ar": "arabic", "cs": "czech", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian", "tr": "turkish", "uk": "ukrainian",
    "zh": "chinese",
}  # fmt: skip
"""Names of languages in its operator sourcelang."""


class GdeltSettings(Bounded):
    records: int = Field(25, ge=1, le=MOST_RECORDS, title="Articles per ask", description="GDELT gives at most 250.")
    address: str = Field("https://api.gdeltproject.org", title="Address", json_schema_extra={"format": "uri"})


class Gdelt:
    """Implements ProviderPlugIn."""

    title = "GDELT"
    about = "News articles of the whole world by words, language and days. Free; it may be asked once in five seconds."
    settings = GdeltSettings

    def destination(self, settings: GdeltSettings) -> str:
        return urlsplit(settings.address).netloc

    def plan(self, settings: GdeltSettings, wanted: Wanted) -> tuple[Query, ...]:
        """It wants every word on the page, so the narrow query finds nothing. It searches in English translations."""
        abroad = (query for query in wanted.as_written if query.language in LANGUAGES)
        return (*wanted.queries[-QUERIES:], *abroad)

    def request(self, settings: GdeltSettings, query: Query) -> Call:
        language = LANGUAGES.get(query.language)
        asked = {
            "query": f"{query.words} sourcelang:{language}" if language else query.words,
            "mode": "artlist",
            "format": "json",
            "maxrecords": str(settings.records),
        }
        if query.since:
            asked["startdatetime"] = _stamp(query.since)
        if query.until:
            asked["enddatetime"] = _stamp(query.until)
        return Call(f"{settings.address}/api/v2/doc/doc", asked, seconds=settings.seconds, gap=GAP)

    def parse(self, settings: GdeltSettings, query: Query, answer: Fetched) -> Answered:
        """A query that it does not understand, or a request that came too soon, is plain words or HTML with a 200."""
        articles = records(object_of(answer).get("articles"))
        return Answered(
            kept(
                [
                    hit(
                        each.get("url"),
                        text_of(each, "title"),
                        text_of(each, "domain"),
                        moment(each.get("seendate"), "%Y%m%dT%H%M%SZ", "%Y%m%d%H%M%S"),
                    )
                    for each in articles
                ]
            )
        )

    def health(self, settings: GdeltSettings) -> Query:
        return Query("climate")


def _stamp(day: datetime) -> str:
    return day.strftime("%Y%m%d%H%M%S")
