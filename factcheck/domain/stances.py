"""What a report does to a claim, as it may be suggested: a stance with the passage that carries it, or nothing."""

from dataclasses import dataclass
from typing import Protocol

from factcheck.domain.evidence import Stance


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested stance; `start` and `end` are code points of the stored text, `why` is the reason in words.

    It is never a verdict, and no attached source has it before a person chose it.
    """

    stance: Stance
    start: int
    end: int
    why: str


class StanceFinder(Protocol):
    """Suggests what a text does to a claim. None where it is unsure: a wrong "supports" is worse than none.

    `outlet` is who published the text, `language` its ISO 639-1 code, empty where nobody knows it.
    """

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None: ...
