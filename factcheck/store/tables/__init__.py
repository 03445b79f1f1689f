"""The tables. Constraints repeat in the database what the domain rules, so that no other way in can break them.

One module a subject; everything is imported from here, so that all tables are known when one is.
"""

from factcheck.store.tables.articles import Article, LookedAt, Revision
from factcheck.store.tables.claims import Claim, Draft, Name, Place
from factcheck.store.tables.earlier import CheckVector, EarlierCheck, ImportedCheckRow
from factcheck.store.tables.history import Checkpoint, HistoryEntry
from factcheck.store.tables.jobs import ExportFile, JobRow, Signal
from factcheck.store.tables.notifications import Digest, Mail, Notification, NotificationChoice
from factcheck.store.tables.opinions import Opinion, OpinionAnswer, OpinionDraft, OpinionReader
from factcheck.store.tables.people import (
    ApiToken,
    HalfSignIn,
    IdempotencyKey,
    Invitation,
    Person,
    PersonKeys,
    PersonRole,
    RecoveryCode,
    SavedView,
    SecondFactor,
    SignIn,
    SignInTry,
)
from factcheck.store.tables.plugins import PlugIn, PlugInDay
from factcheck.store.tables.reports import (
    Ask,
    FeedItem,
    FetchedDocument,
    Inquiry,
    Lead,
    Outlet,
    Page,
    PageFailure,
    Report,
)
from factcheck.store.tables.review import Approval, Finding, FindingAuthor, Look, SourceTick, Voiding
from factcheck.store.tables.sources import Alert, PublicCopy, Source, Watch

__all__ = [
    "Alert",
    "ApiToken",
    "Approval",
    "Article",
    "Ask",
    "CheckVector",
    "Checkpoint",
    "Claim",
    "Digest",
    "Draft",
    "EarlierCheck",
    "ExportFile",
    "FeedItem",
    "FetchedDocument",
    "Finding",
    "FindingAuthor",
    "HalfSignIn",
    "HistoryEntry",
    "IdempotencyKey",
    "ImportedCheckRow",
    "Inquiry",
    "Invitation",
    "JobRow",
    "Lead",
    "Look",
    "LookedAt",
    "Mail",
    "Name",
    "Notification",
    "NotificationChoice",
    "Opinion",
    "OpinionAnswer",
    "OpinionDraft",
    "OpinionReader",
    "Outlet",
    "Page",
    "PageFailure",
    "Person",
    "PersonKeys",
    "PersonRole",
    "Place",
    "PlugIn",
    "PlugInDay",
    "PublicCopy",
    "RecoveryCode",
    "Report",
    "Revision",
    "SavedView",
    "SecondFactor",
    "SignIn",
    "SignInTry",
    "Signal",
    "Source",
    "SourceTick",
    "Voiding",
    "Watch",
]
