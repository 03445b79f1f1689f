"""What the API answers about sorting many claims out at once."""

from typing import Self

from pydantic import Field

from factcheck.domain.sheets import Triaged
from factcheck.web.api.shapes import Shape


class Undoable(Shape):
    claim: int
    seen: int
    seq: int


class SortedClaims(Shape):
    """What came of it, claim by claim."""

    done: list[int]
    undoable: list[Undoable] = Field(description="Send them as `entries` to take it back.")
    left_out: list[str] = Field(description="Why others stayed as they were, in sentences.")

    @classmethod
    def of(cls, came: Triaged) -> Self:
        undoable = [Undoable(claim=claim, seen=seen, seq=seq) for claim, seen, seq in came.undoable]
        return cls(done=list(came.done), undoable=undoable, left_out=[str(why) for why in came.left_out])
