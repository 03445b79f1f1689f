"""What is sent to change claims in their article's text: added, extended, split, merged, and changes taken back."""

from typing import Annotated

from pydantic import ConfigDict, Field

from factcheck.services.correcting import STATEMENT_MOST
from factcheck.web.api.given import Count, Id, Line, Seen, Sent, Words

Fragments = Annotated[
    list[tuple[Count, Count]],
    Field(min_length=1, max_length=50, description="Half-open ranges of code points in the article's latest text."),
]


class NewClaim(Sent):
    """Words of an article that become a claim."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"fragments": [[0, 53]], "claimant": "harbour office"}]})

    fragments: Fragments
    statement: Annotated[Words, Field(max_length=STATEMENT_MOST)] = Field(default="", description="Empty: the words.")
    claimant: Line = Field(default="", description="Empty: the outlet.")


class MoreWords(Sent):
    """Words in which a claim stands too."""

    seen: Seen
    fragments: Fragments


class Cut(Sent):
    """Where a claim is cut in two."""

    seen: Seen
    at: Annotated[Count, Field(description="A code point of the latest text: the second claim begins there.")]


class Into(Sent):
    """The claim of the same article that stays."""

    seen: Seen
    into: Id


class TakenBack(Sent):
    """The newest entry of a claim's history, which is to be taken back."""

    seen: Seen
    seq: Annotated[Id, Field(description="The `seq` of the newest line of `history`; its `undoable` is true.")]
