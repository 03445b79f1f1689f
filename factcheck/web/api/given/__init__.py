"""What may be sent to the API, as plain models: a name that is not here is refused, nothing is set by the way.

The words that models are made of stand here, the models in one module a subject.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from factcheck.services.attaching import TEXT_MOST as SOURCE_MOST
from factcheck.services.effects import TEXT_MOST

LARGEST = 999_999_999
"""The largest number of a thing: every database takes it, and so do the addresses of the desk."""


def _without_zero_bytes(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("binary", "this is not text, it holds zero bytes")
    return text


Words = Annotated[str, AfterValidator(_without_zero_bytes)]
Line = Annotated[Words, Field(max_length=200)]
Title = Annotated[Words, Field(max_length=1000)]
Text = Annotated[Words, Field(max_length=TEXT_MOST)]
Passage = Annotated[Words, Field(max_length=SOURCE_MOST)]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Count = Annotated[int, Field(ge=0, le=LARGEST)]
StatedDay = Annotated[
    Words,
    Field(
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$",
        description="As exactly as it is stated: 2026-03-14, 2026-03 or 2026.",
        examples=["2026-03-14", "2026-03"],
    ),
]
Seen = Annotated[Count, Field(description="The version of the claim that you saw.")]


class Sent(BaseModel):
    """A JSON body: no unknown names, and no text where a number belongs."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """A query string: no unknown names; everything in it is text at first."""

    model_config = ConfigDict(extra="forbid")


def _what_is_not_sent_stays(schema: dict[str, Any]) -> None:
    """A change has no defaults, whatever the model needs to be made."""
    for told in schema["properties"].values():
        told.pop("default", None)


class Changes(Sent):
    """A body of which only what is sent counts."""

    model_config = ConfigDict(json_schema_extra=_what_is_not_sent_stays)

    def changes(self) -> dict[str, Any]:
        """What was really sent, besides the version that was seen."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"seen"}}


class NothingMore(Sent):
    """An empty object: the address says it all."""


class SeenQuery(Asked):
    """The version seen, in the query string of a call whose body may be empty."""

    seen: Seen | None = None


class SeenBody(Sent):
    seen: Seen
