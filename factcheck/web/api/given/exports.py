"""What is asked of exports."""

from typing import Annotated

from pydantic import Field

from factcheck.domain.exports import Format
from factcheck.domain.review import Verdict
from factcheck.web.api.given import Asked, Words
from factcheck.web.api.given.claims import Filters


class ExportQuery(Filters, Asked):
    format: Format
    verdict: Verdict | None = None
    since: Annotated[Words, Field(max_length=40)] = Field(
        default="", description="A time: only what changed after it. The header Export-Cursor gives the next one."
    )
