"""The words of the review: stages, moves, verdicts, reasons and classes of correction."""

from enum import StrEnum


class Stage(StrEnum):
    """Where the work on a claim stands; the verdict is none of them."""

    QUEUED = "queued"
    CHECKING = "checking"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DISMISSED = "dismissed"
    VOIDED = "voided"


class Move(StrEnum):
    """What can be done with a claim. Where each leads, and for whom, is MOVES in review.py."""

    TAKE = "take"
    DISMISS = "dismiss"
    RELEASE = "release"
    LAPSE = "lapse"
    ASSIGN = "assign"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    VOID = "void"
    RESTORE = "restore"


class Verdict(StrEnum):
    """What a finding says of a claim."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"


class DismissReason(StrEnum):
    """Why a claim is not checked."""

    OPINION = "opinion"
    PREDICTION = "prediction"
    PERSONAL_EXPERIENCE = "personal experience"
    TOO_VAGUE = "too vague"
    DUPLICATE = "duplicate"
    NOT_NEWSWORTHY = "not newsworthy"


class Priority(StrEnum):
    """How soon a claim is handed out, before its check-worthiness counts. The words sort in this order."""

    FIRST = "first"
    NORMAL = "normal"
    WHEN_FREE = "when free"


class CorrectionClass(StrEnum):
    """What was wrong with something published. All but TYPO are told to readers."""

    RATING = "rating"
    SUBSTANCE = "substance"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    TYPO = "typo"


NEEDS_PUBLIC_NOTE = frozenset({CorrectionClass.RATING, CorrectionClass.SUBSTANCE})
