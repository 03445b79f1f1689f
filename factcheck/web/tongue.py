"""The language and the time zone in which a page speaks: who reads it decides, else their browser, else the desk.

Texts in templates and views are English and go through `_` and `ngettext`; the German ones stand in translations/.
Pages for readers are kept by caches, so they speak the desk's language to everybody.
"""

from contextlib import AbstractContextManager
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale, get_translations, gettext, pgettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from factcheck.domain.errors import DeskError
from factcheck.domain.preferences import Preferences, Tongue
from factcheck.domain.shortcuts import Shortcut
from factcheck.domain.texts import Said, later
from factcheck.web.sessions import desk, visitor

__all__ = ["_", "later", "ngettext", "pgettext"]

CATALOGUES = Path(__file__).parent / "translations"
LOCALES = {Tongue.ENGLISH: "en_GB", Tongue.GERMAN: "de"}
"""Day before month in English too."""

SAYS_THE_SAME = {"public": None, "api": Tongue.ENGLISH}
"""Rooms that speak alike to everybody: readers are told in the desk's language, programs in that of the code."""

NAMES = {Tongue.ENGLISH: "English", Tongue.GERMAN: "Deutsch"}
"""How each language calls itself."""


def register(app: Flask) -> None:
    Tongues(app, locale_selector=lambda: LOCALES[tongue()], timezone_selector=lambda: str(zone()))
    app.jinja_env.globals.update(ngettext=counted_text, tongue=tongue, own_zone=own_zone)
    app.jinja_env.filters.update(number=number, day_words=day_words, time_words=time_words, zone_words=zone_words)
    app.jinja_env.finalize = lambda value: said(value) if isinstance(value, DeskError | Said) else value


# --- Which language, which zone ----------------------------------------------------------------------


def tongue() -> Tongue:
    """The language of this answer."""
    if request.blueprint in SAYS_THE_SAME:
        return SAYS_THE_SAME[request.blueprint] or of_the_desk()
    person = visitor()
    chosen = person.preferences.tongue if person is not None else None
    return chosen or asked_for()


def asked_for() -> Tongue:
    """The language that the browser asks for, where the pages exist in it."""
    best = request.accept_languages.best_match([of_the_desk(), *Tongue])
    return Tongue(best) if best else of_the_desk()


def of_the_desk() -> Tongue:
    return Tongue(desk().settings.language)


def zone() -> ZoneInfo:
    """The time zone in which this answer tells times."""
    return ZoneInfo((own_zone() if has_request_context() else "") or desk().settings.timezone)


def own_zone() -> str:
    """The time zone that the person has chosen; empty where the browser's own is to be followed."""
    person = visitor() if request.blueprint != "public" else None
    return person.preferences.timezone if person is not None else ""


def in_tongue(chosen: Preferences) -> AbstractContextManager[None]:
    """Speak in the language that was chosen just now, not in the one in which the form was shown."""
    return cast("AbstractContextManager[None]", force_locale(LOCALES[chosen.tongue or asked_for()]))


def locale() -> Locale:
    """The locale of this answer; English where nobody asks."""
    return get_locale() or Locale.parse(LOCALES[Tongue.ENGLISH])


# --- What is said in it ------------------------------------------------------------------------------


class Catalogue(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """The texts of translations/, read as they are written: there is no compiled file to keep in step."""

    def get_translations(self) -> Translations:
        return catalogue(locale().language)


class Tongues(Babel):  # type: ignore[misc]
    """Flask-Babel with the catalogue above."""

    domain_instance = Catalogue()


@cache
def catalogue(language: str) -> Translations:
    """The texts in one language; those of English are the keys themselves."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Translations()
    compiled = BytesIO()
    with path.open("rb") as written:
        write_mo(compiled, read_po(written, locale=language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def texts_of(language: str) -> frozenset[str]:
    """All texts that the pages have in this language, by their English: no plurals, and none of two meanings."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as written:
        return frozenset(
            each.id for each in read_po(written) if isinstance(each.id, str) and each.id and not each.context
        )


def language_of_texts() -> str | None:
    """The language of the page, None where it is the one in which the texts are written."""
    language = str(locale().language)
    return None if language == Tongue.ENGLISH.value else language


def _(text: str, /, **values: object) -> str:
    """The text in the language of the page, with its values."""
    return str(gettext(text, **values))


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The text for this number, which stands in it as %(num)s, with its thousands marked off."""
    return counted(one, many, num) % {**values, "num": number(num)}


@pass_eval_context
def counted_text(context: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    """`ngettext` for templates: what is put into the text is escaped, as it is in `_`."""
    text = counted(one, many, num)
    text = Markup(text) if context.autoescape else text  # noqa: S704  # the texts of the catalogue are the desk's own
    return text % {**values, "num": number(num)}


def counted(one: str, many: str, num: int) -> str:
    return str(get_translations().ungettext(one, many, num))


def said(sentence: DeskError | Said) -> str:
    """A refusal, or another sentence that was made elsewhere, in the language of the page."""
    if isinstance(sentence, DeskError):
        sentence = sentence.sentence
    return _(sentence.pattern, **{name: inside(value) for name, value in sentence.values.items()})


def inside(value: object) -> object:
    """A value inside a sentence: numbers as the language writes them, the desk's own words in the language."""
    if isinstance(value, Said):
        return said(value)
    if isinstance(value, StrEnum):
        return _(value.value)
    if isinstance(value, Shortcut):
        return _(value.says, number=value.number) if value.number else _(value.says)
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else value


# --- Days, times and numbers -------------------------------------------------------------------------


def number(value: float, places: int = 0) -> str:
    """A number as the language writes it: "1,204", "1.204"."""
    return str(numbers.format_decimal(value, format="#,##0" + ("." + "0" * places if places else ""), locale=locale()))


def day_words(day: date, precision: str = "day", length: str = "medium") -> str:
    """A calendar day, which has no time zone, as exactly as it is stated: to the day, the month or the year."""
    if precision == "month":
        return dates.format_skeleton("yMMM" if length == "medium" else "yMMMM", day, locale=locale())
    return str(day.year) if precision == "year" else dates.format_date(day, length, locale=locale())


def short_day(day: date, *, with_year: bool = False) -> str:
    """A calendar day where the year goes without saying: "3 May"."""
    return dates.format_date(day, "medium", locale=locale()) if with_year else month_day(day)


def month_day(day: date) -> str:
    return dates.format_skeleton("MMMd", day, locale=locale())


def language_words(code: str) -> str:
    """A language by its code; the code where the desk does not know its name."""
    return str(locale().languages.get(code, code))


def time_words(moment: datetime, style: str = "both") -> str:
    """A moment in the zone of the page: "time" 14:05, "date" 17 Nov 2026, "both" 17 Nov 2026, 14:05.

    "seconds" is 14:05:09, "long" the day with its month written out.
    """
    there = moment.astimezone(zone())
    if style in CLOCKS:
        return dates.format_time(there, CLOCKS[style], locale=locale())
    day = dates.format_date(there, "long" if style == "long" else "medium", locale=locale())
    return day if style in {"date", "long"} else f"{day}, {dates.format_time(there, 'HH:mm', locale=locale())}"


CLOCKS = {"time": "HH:mm", "seconds": "HH:mm:ss"}


def zone_words(moment: datetime) -> str:
    """How the zone of the page is called at that moment, for times that the browser does not turn into its own."""
    return dates.get_timezone_name(moment.astimezone(zone()), width="short", locale=locale())
