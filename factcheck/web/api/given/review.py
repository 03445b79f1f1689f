"""What is sent for the review: moves, amendments, leases and drafts."""

from dataclasses import replace
from typing import Annotated

from pydantic import ConfigDict, Field

from factcheck.domain.amending import Amendment
from factcheck.domain.people import Actor
from factcheck.domain.review import CorrectionClass, DismissReason, Given, Move, Verdict
from factcheck.domain.sheets import DraftSheet
from factcheck.web.api.given import Count, Id, Seen, Sent, Text, Words
from factcheck.web.api.given.evidence import SourceChanges, SourceGiven


class AddedSource(SourceGiven):
    """A source that an amendment adds; the version is that of the move."""

    seen: Seen = 1


class AmendedSource(SourceChanges):
    """A source that an amendment changes, by its number; what is not sent stays."""

    source: Id
    seen: Seen = 1


class AmendmentGiven(Sent):
    """What an editor changes besides the answer, sealed together with it."""

    statement: Text = Field(default="", description="The new wording; empty: as it is.")
    change: list[AmendedSource] = Field(default=[], max_length=100)
    remove: list[Id] = Field(default=[], max_length=100)
    add: list[AddedSource] = Field(default=[], max_length=20)

    def amendment(self) -> Amendment:
        changes = {
            each.source: {name: getattr(each, name) for name in each.model_fields_set - {"seen", "source"}}
            for each in self.change
        }
        added = tuple(each.source() for each in self.add)
        return Amendment(statement=self.statement, changes=changes, without=frozenset(self.remove), added=added)


class NewMove(Sent):
    """One move of the review, with what it needs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"move": "submit", "seen": 4, "verdict": "disputed", "rationale": "The ministry's register says 12."},
                {"move": "approve", "seen": 5, "hash_seen": "…"},
            ]
        }
    )

    move: Move
    seen: Seen
    verdict: Verdict | None = None
    rationale: Text = ""
    tried: Text = Field(default="", description="unverified: what was tried.")
    override: Text = Field(default="", description="Why it stands although the evidence rule is not met.")
    note: Text = ""
    reason: DismissReason | None = None
    duplicate_of: Id | None = None
    assignee: Id | None = Field(default=None, description="The person who is to get the claim.")
    hash_seen: Annotated[Words, Field(max_length=64)] = Field(
        default="", description="approve and amend: the content_hash of the finding you saw."
    )
    correction: CorrectionClass | None = None
    public_note: Text = ""
    amendment: AmendmentGiven = Field(default=AmendmentGiven(), description="amend: wording and sources.")

    def given(self, assignee: Actor | None) -> Given:
        plain = {name: value for name, value in self if name not in {"move", "seen", "assignee", "amendment"}}
        return replace(Given(**plain), assignee=assignee, amendment=self.amendment.amendment())


class LeaseRequest(Sent):
    """With the fence of your lease it is renewed; without one it begins, if the claim is assigned to you."""

    fence: Count | None = None


class NewDraft(Sent):
    """What you have typed so far. `revision` is that of the draft you saw, 0 when there was none."""

    verdict: Verdict | None = None
    rationale: Text = ""
    tried: Text = ""
    override: Text = ""
    revision: Count = 0

    def draft(self) -> DraftSheet:
        return DraftSheet(**dict(self))


class Tick(Sent):
    """Whether the editor has read the source."""

    read: bool
