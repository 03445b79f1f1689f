"""Plug-ins: what one declares of itself, the settings that an admin gives it, and the calls it makes to the outside.

One module a subject; all of it is imported from here.
"""

from factcheck.domain.plugins.calls import AskFailed, Call, Caller, NoUsableAnswer
from factcheck.domain.plugins.declared import Declared, PlugInKind, PlugIns
from factcheck.domain.plugins.protocols import (
    Answered,
    ArchivePlugIn,
    Chosen,
    ProviderPlugIn,
    PublicCapture,
    ReadingPlugIn,
    SplitterPlugIn,
    StancePlugIn,
    Wanted,
)
from factcheck.domain.plugins.settings import FieldKind, Sealer, SettingField, SettingsForm
from factcheck.domain.plugins.sheets import PER_DAY, Leaving, PlugInSheet, RecentAsk, SettingLine, Tried

__all__ = [
    "PER_DAY",
    "Answered",
    "ArchivePlugIn",
    "AskFailed",
    "Call",
    "Caller",
    "Chosen",
    "Declared",
    "FieldKind",
    "Leaving",
    "NoUsableAnswer",
    "PlugInKind",
    "PlugInSheet",
    "PlugIns",
    "ProviderPlugIn",
    "PublicCapture",
    "ReadingPlugIn",
    "RecentAsk",
    "Sealer",
    "SettingField",
    "SettingLine",
    "SettingsForm",
    "SplitterPlugIn",
    "StancePlugIn",
    "Tried",
    "Wanted",
]
