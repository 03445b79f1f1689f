"""Every text of the pages, and the catalogues that say it in another language: `make translations` brings in new ones.

A text is found where it is handed to one of the KEYWORDS: in templates, in views, and in the refusals of all rooms.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from factcheck.adapters.plugins import EntryPointPlugIns
from factcheck.config import ROOT, Settings
from factcheck.domain.preferences import Tongue
from factcheck.web.tongue import CATALOGUES

KEYWORDS = {
    "_": None,
    "gettext": None,
    "later": None,
    "Says": None,
    "say": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "Shortcut": (3,),
    # refusals: the place of the sentence among the arguments
    "NotFound": (1,),
    "Refused": (2,),
    "WrongStage": (1,),
    "NotAllowed": (2,),
    "Invalid": (3,),
    "TooLarge": (3,),
    "OutOfDate": (1,),
    "Arrived": (1,),
    "TooManyTries": (1,),
    "SignedOut": (1,),
    "OutsideUnavailable": (1,),
    "NotTaken": (1,),
    "NeverTaken": (1,),
    "PutOff": (1,),
    # what went wrong outside, as it is kept in words
    "AskFailed": (1,),
    "BadTimestamp": (1,),
    "FetchFailed": (2,),
    "NoUsableAnswer": (1,),
    "Off": (1,),
    "RefusedAddress": (1,),
    "Unread": (1,),
    "Unused": (1,),
}
NOT_ON_PAGES = ("cli/**.py", "up/**.py", "web/api/**.py")
PLACES = [*((place, "ignore") for place in NOT_ON_PAGES), ("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": dict.fromkeys(("trim_blocks", "lstrip_blocks", "newstyle_gettext"), "true") | {"silent": "false"}}
WRITTEN_IN = Tongue.ENGLISH


def texts() -> Catalog:
    """What templates and code say now."""
    found = Catalog()
    for folder in ("factcheck", "templates"):
        places = extract_from_dir(ROOT / folder, PLACES, OPTIONS, KEYWORDS)
        for name, line, text, _, context in places:
            found.add(text, locations=[(f"{folder}/{name}", line)], context=context)
    for text in (*of_settings(), *of_plug_ins()):
        found.add(text)
    return found


def of_settings() -> list[str]:
    """What the settings say of themselves on the admin's page."""
    return [field.description or "" for field in Settings.model_fields.values()]


def of_plug_ins() -> list[str]:
    """The same of the desk's own plug-ins, and of what an admin fills in for them."""
    own = [each for each in EntryPointPlugIns().all() if type(each.itself).__module__.startswith("factcheck.")]
    fields = [text for each in own for field in each.form.fields for text in (field.label, field.help) if text]
    return [text for each in own for text in (each.title, each.about)] + fields


def written(tongue: Tongue) -> Catalog:
    """The catalogue of a language as it stands in its file."""
    with path(tongue).open("rb") as file:
        return read_po(file, locale=tongue.value)


def path(tongue: Tongue) -> Path:
    return CATALOGUES / tongue.value / "LC_MESSAGES" / "messages.po"


def bring_in(tongue: Tongue) -> list[str]:
    """Add what is new to the catalogue, drop what is gone, and say which texts still wait for their words."""
    catalogue = written(tongue)
    catalogue.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    with path(tongue).open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    return [str(message.id) for message in catalogue if message.id and not all(in_all_forms(message.string))]


def in_all_forms(string: str | tuple[str, ...] | None) -> list[str]:
    return [string] if isinstance(string, str) else list(string or [""])


if __name__ == "__main__":
    for tongue in Tongue:
        if tongue is not WRITTEN_IN:
            waiting = bring_in(tongue)
            sys.stdout.write("\n  ".join([f"{tongue.value}: {len(waiting)} without words", *waiting]) + "\n")
