"""What is sent about articles: a new one, corrections, sentences that were looked at, a signature."""

from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from factcheck.services.claims import PAGE_MOST
from factcheck.services.sentences import MOST as SENTENCES_MOST
from factcheck.web.api.given import Asked, Changes, Count, Id, Line, Sent, Text, Title, Words


class NewArticle(Sent):
    """One of text, url or html; what else is not given is looked for in the article itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["text"]}, {"required": ["url"]}, {"required": ["html"]}],
            "examples": [{"text": "The bridge was closed on Monday, the ministry said.", "outlet": "Corvane Daily"}],
        }
    )

    text: Words = ""
    url: Annotated[Words, Field(max_length=2000)] = ""
    html: Words = ""
    title: Title = ""
    outlet: Line = ""
    byline: Line = ""
    published: date | None = None
    language: Annotated[Words, Field(max_length=35)] = ""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if len(self.model_fields_set & {"text", "url", "html"}) != 1:
            raise PydanticCustomError("one_of", "send one of text, url or html")
        return self


class ArticleChanges(Changes):
    """What was found about the article, corrected. `seen` is the version of the article."""

    seen: Count
    title: Title = ""
    outlet: Line = ""
    byline: Line = ""
    published: date | None = None
    language: Annotated[Words, Field(max_length=35)] = ""


class ArticleQuery(Asked):
    q: Annotated[Words, Field(max_length=200)] = ""
    cursor: Annotated[Words, Field(max_length=20)] = ""
    limit: Annotated[int, Field(ge=1, le=PAGE_MOST)] = 50


class SentencesLookedAt(Sent):
    """Sentences by their numbers, counted from 1 in `sentences` of the article."""

    seen: Annotated[Count, Field(description="The revision in which the sentences were counted.")]
    sentences: Annotated[list[Id], Field(min_length=1, max_length=SENTENCES_MOST)]
    looked_at: bool = Field(default=True, description="False takes it back.")


class NewSignOff(Sent):
    """A signature under the article. `hash_seen` is the `seal` of what the person saw before they sign."""

    hash_seen: Line
    note: Text = Field(default="", description="Needed when something is untouched.")
