"""Google Fact Check Tools: what other fact-checkers have published as ClaimReview.

Format: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from factcheck.adapters.providers.answers import hit, kept, moment, object_of, records, text_of, unquoted
from factcheck.adapters.providers.settings import Bounded
from factcheck.domain.evidence import Hit, Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.outside_checks import checks_of_answer
from factcheck.domain.plugins import Answered, Call, Wanted

QUERIES = 2
PAGE_SIZE = 20


class GoogleSettings(Bounded):
    key: SecretStr = Field(title="API key", description="Of a Google Cloud project with the Fact Check Tools API.")
    address: str = Field("https://factchecktools.googleapis.com", title="Address", json_schema_extra={"format": "uri"})


class GoogleFactChecks:
    """Implements ProviderPlugIn. The key goes into a header, since addresses end up in logs."""

    title = "Google Fact Check Tools"
    about = (
        "Fact-checks of others that are marked up as ClaimReview. It is asked for the words of a claim; what it "
        "names is compared with the desk's claims from then on, as imported checks are."
    )
    settings = GoogleSettings

    def destination(self, settings: GoogleSettings) -> str:
        return urlsplit(settings.address).netloc

    def plan(self, settings: GoogleSettings, wanted: Wanted) -> tuple[Query, ...]:
        """Its index is small: the broad queries find most."""
        return (*wanted.queries[-QUERIES:], *wanted.in_their_letters)

    def request(self, settings: GoogleSettings, query: Query) -> Call:
        asked = {"query": unquoted(query.words), "pageSize": str(PAGE_SIZE)}
        if query.language:
            asked["languageCode"] = query.language
        return Call(
            f"{settings.address}/v1alpha1/claims:search",
            asked,
            {"x-goog-api-key": settings.key.get_secret_value()},
            seconds=settings.seconds,
        )

    def parse(self, settings: GoogleSettings, query: Query, answer: Fetched) -> Answered:
        claims = records(object_of(answer).get("claims"))
        hits = kept([_hit(claim, review) for claim in claims for review in records(claim.get("claimReview"))])
        return Answered(hits, checks=checks_of_answer({"claims": claims}))

    def health(self, settings: GoogleSettings) -> Query:
        return Query("vaccine")


def _hit(claim: dict[str, Any], review: dict[str, Any]) -> Hit | None:
    publisher = review.get("publisher")
    outlet = text_of(publisher, "name", "site") if isinstance(publisher, dict) else ""
    checked, rating = text_of(claim, "text"), text_of(review, "textualRating")
    return hit(
        review.get("url"),
        text_of(review, "title") or checked,
        outlet,
        moment(review.get("reviewDate")),
        f"{rating}: {checked}" if rating else checked,
    )
