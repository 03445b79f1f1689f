"""The frozen plain values that pages and the API get to show; rows of the database never leave the services.

One module a subject; all of them are imported from here.
"""

from factcheck.domain.sheets.articles import (
    ArticleBeside,
    ArticleLine,
    ArticleSheet,
    LookedAtLine,
    Received,
    RevisionLine,
    SignOffSheet,
)
from factcheck.domain.sheets.claims import (
    ClaimSheet,
    ClosedMove,
    DraftSheet,
    HistoryLine,
    PlaceSheet,
    Standing,
)
from factcheck.domain.sheets.exports import ExportFileSheet
from factcheck.domain.sheets.findings import ApprovalSheet, FindingSheet
from factcheck.domain.sheets.notifications import NotificationChoices, NotificationLine, NotificationPage
from factcheck.domain.sheets.opinions import (
    Disagreement,
    OpinionAnswerSheet,
    OpinionDraftSheet,
    OpinionLine,
    OpinionSheet,
)
from factcheck.domain.sheets.outlets import OutletSheet
from factcheck.domain.sheets.people import PersonSheet, SessionSheet, TokenSheet
from factcheck.domain.sheets.public import PublicAsk, PublicCheck, PublicNotice, PublicSource
from factcheck.domain.sheets.queue import COUNTED_MOST, ClaimRow, QueueCounts, QueuePage, Triaged, ViewSheet
from factcheck.domain.sheets.reports import (
    AskSheet,
    EarlierSheet,
    EvidenceSheet,
    OriginSheet,
    ReportSheet,
    TroubleSheet,
    VainSheet,
)
from factcheck.domain.sheets.sources import REPORTED, AlertSheet, ArchiveSheet, KeptSheet, SourceSheet

__all__ = [
    "COUNTED_MOST",
    "REPORTED",
    "AlertSheet",
    "ApprovalSheet",
    "ArchiveSheet",
    "ArticleBeside",
    "ArticleLine",
    "ArticleSheet",
    "AskSheet",
    "ClaimRow",
    "ClaimSheet",
    "ClosedMove",
    "Disagreement",
    "DraftSheet",
    "EarlierSheet",
    "EvidenceSheet",
    "ExportFileSheet",
    "FindingSheet",
    "HistoryLine",
    "KeptSheet",
    "LookedAtLine",
    "NotificationChoices",
    "NotificationLine",
    "NotificationPage",
    "OpinionAnswerSheet",
    "OpinionDraftSheet",
    "OpinionLine",
    "OpinionSheet",
    "OriginSheet",
    "OutletSheet",
    "PersonSheet",
    "PlaceSheet",
    "PublicAsk",
    "PublicCheck",
    "PublicNotice",
    "PublicSource",
    "QueueCounts",
    "QueuePage",
    "Received",
    "ReportSheet",
    "RevisionLine",
    "SessionSheet",
    "SignOffSheet",
    "SourceSheet",
    "Standing",
    "TokenSheet",
    "Triaged",
    "TroubleSheet",
    "VainSheet",
    "ViewSheet",
]
