"""Every way the desk says no, each in words that a checker understands."""

from collections.abc import Mapping
from typing import Any

from factcheck.domain.texts import Said, say


class DeskError(Exception):
    """The desk will not or cannot do this; `str(error)` is the sentence a person reads.

    Where the sentence has values in it, it names them, "%(count)s of %(most)s", and they come as keywords: so the pages
    can say the same in another language. Without values it stands as it is, percent signs too.
    """

    def __init__(self, message: str = "", **values: object) -> None:
        said = message if isinstance(message, Said) else say(message, **values)
        super().__init__(said)
        self.sentence = said


class NotFound(DeskError):
    """There is no such thing, or not for this person: both get the same answer."""


class Refused(DeskError):
    """A rule of the desk says no; `rule` is its name in the code, stable for programs to read."""

    def __init__(self, rule: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.rule = rule


class WrongStage(Refused):
    """The review table has no such move from the stage in which the claim stands."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__("wrong_stage", message, **values)


class NotAllowed(Refused):
    """The person's role does not carry this action."""


class Invalid(DeskError):
    """What came in cannot be used; `field` names the input, `rule` the condition it broke."""

    def __init__(self, field: str, rule: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field
        self.rule = rule


class TooLarge(Invalid):
    """What came in is over a size that the desk accepts."""


class OutOfDate(DeskError):
    """The thing changed since the person saw it.

    `yours` and `theirs` hold both versions field by field, so that nothing that was typed is lost.
    """

    def __init__(self, message: str, *, yours: Mapping[str, Any], theirs: Mapping[str, Any], **values: object) -> None:
        super().__init__(message, **values)
        self.yours = dict(yours)
        self.theirs = dict(theirs)


class Arrived(OutOfDate):
    """The same was done already: it had reached the desk although its sender did not hear so. It is done once."""


class TooManyTries(DeskError):
    """Throttled; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int, **values: object) -> None:
        super().__init__(message, **values)
        self.retry_after = retry_after


class SignedOut(DeskError):
    """Nobody is signed in, or the session has been ended."""


class OutsideUnavailable(DeskError):
    """Somebody else's server, the broker or the database did not answer; trying later may help."""
