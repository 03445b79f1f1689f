"""What every page can use: links to assets, the navigation, the signed-in person, words and the time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask
from jinja2 import BaseLoader, Environment, FileSystemLoader
from jinja2.meta import find_referenced_templates

from factcheck.config import ROOT
from factcheck.domain.claims import ClaimKind
from factcheck.domain.evidence import SearchState, SourceKind, Stance
from factcheck.domain.notifications import BY_MAIL, RULES, Channel
from factcheck.domain.people import Action, Role
from factcheck.domain.plugins import Leaving
from factcheck.domain.review import CorrectionClass, Move, Priority, Sort, Stage, Verdict
from factcheck.domain.shortcuts import VIEWS
from factcheck.services import notifications, plugins
from factcheck.web import assets, diffs, filters, named, shortcuts, topics, wordings
from factcheck.web.sessions import desk, signed_in, visitor
from factcheck.web.tongue import _, later

HTMX = "vendor/htmx-4.0.1/htmx.min.js"
ICONS = assets.SHORT["icons.svg"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation, shown to those whose role carries the action."""

    endpoint: str
    label: str
    icon: str
    action: Action = Action.READ
    role: Role | None = None


NAVIGATION = (
    Place("claims.queue", later("Queue"), "inbox"),
    Place("articles.listed", later("Articles"), "newspaper"),
    Place("claims.to_approve", later("Approve"), "stamp", role=Role.EDITOR),
    Place("dashboard.sheet", later("Dashboard"), "chart-column"),
    Place("exports.choose", later("Export"), "download", Action.EXPORT),
    Place("admin.front", later("Admin"), "settings", Action.MANAGE_OUTLETS),
)

KINDS = [("", "not said"), *((kind.value, kind.value) for kind in ClaimKind)]

CHANNELS = {
    Channel.PAGE: later("in the page"),
    Channel.AT_ONCE: later("in the page, and by mail at once"),
    Channel.DIGEST: later("in the page, and in the daily mail"),
    Channel.NONE: later("not at all"),
}

WORDS: dict[str, Any] = {
    "Action": Action,
    "CorrectionClass": CorrectionClass,
    "Move": Move,
    "NOTICES": RULES,
    "PRIORITIES": [(each.value, each.value) for each in Priority],
    "Priority": Priority,
    "Role": Role,
    "Sort": Sort,
    "SourceKind": SourceKind,
    "SearchState": SearchState,
    "Stage": Stage,
    "Stance": Stance,
    "Verdict": Verdict,
    "VIEWS": VIEWS,
    "HTMX": HTMX,
    "ICONS": ICONS,
    "KINDS": KINDS,
    "YES_OR_NO": [("yes", "yes"), ("no", "no")],
    "SIGNS": named.SIGNS,
    "LANGUAGES": named.LANGUAGES,
    "languages": wordings.languages,
    "word_diff": diffs.word_diff,
}


INDENT = re.compile(r"^[ \t]+", re.M)  # what a line begins with before its first word


class Unindented(FileSystemLoader):
    """Templates without their indents, which help who reads the template and no browser; what stands in them stays."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        return INDENT.sub("", source), path, is_fresh


def register(app: Flask) -> None:
    app.jinja_loader = Unindented(ROOT / "templates")
    app.jinja_env.trim_blocks = True
    app.jinja_env.filters.update(wordings.FILTERS, filters_in_words=filters.in_words)
    app.jinja_env.filters.update(key_face=shortcuts.key_face, shortcut_words=shortcuts.shortcut_words)
    app.jinja_env.globals.update(
        WORDS,
        asset=assets.asset,
        signal_url=signal_url,
        hears=hears,
        channels=channels,
        hours=lambda: [(hour, f"{hour:02}:00") for hour in range(24)],
        sends_mail=sends_mail,
        unread_notifications=unread_notifications,
        navigation=navigation,
        leaving=leaving,
        keyboard=shortcuts.keyboard,
        now=lambda: desk().clock(),
    )
    app.context_processor(what_every_page_knows)


EVERY_DAY = ("claims/queue.html", "claims/sheet.html")
"""The pages that people work in; what else there is costs a server that nobody asks for it its memory."""


def warm_up(app: Flask) -> None:
    """Compile the templates of EVERY_DAY, which takes half a second of a processor, before somebody waits for them."""
    waiting, read = list(EVERY_DAY), set[str]()
    while waiting:
        name = waiting.pop()
        if name in read:
            continue
        read.add(name)
        app.jinja_env.get_template(name)
        waiting += named_in(app.jinja_env, name)


def named_in(env: Environment, template: str) -> list[str]:
    """The templates that this one extends, includes or imports from."""
    source, _, _ = cast(BaseLoader, env.loader).get_source(env, template)
    return [name for name in find_referenced_templates(env.parse(source)) if name]


def what_every_page_knows() -> dict[str, Any]:
    return {"me": visitor(), "desk_name": desk().settings.desk_name, "public_url": desk().identity.url}


def signal_url(listens: Sequence[str]) -> str:
    """Where the page hears live signals on these topics."""
    return f"/events/?topics={topics.token(desk().settings.key, signed_in().session_id, listens)}"


def hears(listens: Sequence[str]) -> list[str]:
    """What a page of this person hears: its own topics, and what concerns the person, which the bar of each counts."""
    person = visitor()
    own = f"person:{person.actor.id}" if person else ""
    return [*listens, *({own} - {"", *listens})]


def unread_notifications() -> int:
    """How many notifications the signed-in person has not read."""
    person = visitor()
    return notifications.unread(desk().unit(), person.actor) if person else 0


def channels(chosen: Channel) -> list[tuple[str, str]]:
    """How a person can hear of something: by mail where the desk sends mail, or where they chose it when it did."""
    offered = set(Channel) - (set() if sends_mail() else BY_MAIL - {chosen})
    return [(channel.value, _(words)) for channel, words in CHANNELS.items() if channel in offered]


def sends_mail() -> bool:
    return desk().post is not None


def leaving() -> list[Leaving]:
    """Where the text of articles goes, for the pages on which somebody brings one in or reads one."""
    return plugins.leaving(desk().unit(), desk().plugged)


def navigation() -> list[Place]:
    """The places this person can go to."""
    person = visitor()
    if person is None:
        return []
    return [place for place in NAVIGATION if open_to(place)]


def open_to(place: Place) -> bool:
    person = visitor()
    if person is None or not person.actor.may(place.action):
        return False
    return place.role is None or place.role in person.actor.roles
