"""What is sent for second opinions: drafts, answers, and how far to look back."""

from pydantic import Field

from factcheck.domain.dashboard import LOOKED_BACK
from factcheck.domain.opinions import OpinionGiven
from factcheck.domain.review import Verdict
from factcheck.domain.sheets import OpinionDraftSheet
from factcheck.web.api.given import LARGEST, Asked, Count, Sent, Text


class NewOpinionDraft(Sent):
    """What you have typed so far. `revision` is that of the draft you saw, 0 when there was none."""

    verdict: Verdict | None = None
    rationale: Text = ""
    grounds: Text = ""
    revision: Count = 0

    def draft(self) -> OpinionDraftSheet:
        return OpinionDraftSheet(**dict(self))


class NewOpinion(Sent):
    """Your answer. `grounds` say what it rests on: links, quotations, or what was tried."""

    fence: Count
    verdict: Verdict
    rationale: Text
    grounds: Text

    def given(self) -> OpinionGiven:
        return OpinionGiven(self.verdict, self.rationale, self.grounds)


class DaysQuery(Asked):
    days: int = Field(default=LOOKED_BACK, ge=1, le=LARGEST, description="How far to look back: 7, 30 or 90.")
