"""Plug-ins as an admin runs them: their settings, switching them on and off, and trying them out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.domain.errors import DeskError, Invalid, OutOfDate, Refused
from factcheck.domain.people import Action, Actor
from factcheck.domain.plugins import (
    PER_DAY,
    Declared,
    FieldKind,
    Leaving,
    PlugInKind,
    PlugIns,
    PlugInSheet,
    RecentAsk,
    Sealer,
    SettingField,
    SettingLine,
)
from factcheck.store import asking, history
from factcheck.store import plugins as rows
from factcheck.store.tables import PlugIn
from factcheck.store.unit import Session, UnitOfWork

SECRET_LONGEST = 1000
RECENT_MOST = 10


@dataclass(frozen=True, slots=True)
class Plugged:
    """What the use cases here stand on: the plug-ins that are installed, and who opens their secrets."""

    plugins: PlugIns
    sealer: Sealer


# --- Reading --------------------------------------------------------------------------------------


def sheets(uow: UnitOfWork, plugged: Plugged, actor: Actor) -> list[PlugInSheet]:
    """All plug-ins that are installed."""
    actor.require(Action.MANAGE_PLUGINS)
    with uow.reading() as session:
        return [_sheet(session, plugged, declared, uow.now) for declared in plugged.plugins.all()]


def sheet(uow: UnitOfWork, plugged: Plugged, name: str, actor: Actor) -> PlugInSheet:
    """One plug-in with its settings; of secrets only since when they are set. NotFound."""
    actor.require(Action.MANAGE_PLUGINS)
    declared = plugged.plugins.named(name)
    with uow.reading() as session:
        return _sheet(session, plugged, declared, uow.now)


def _sheet(session: Session, plugged: Plugged, declared: Declared, now: datetime) -> PlugInSheet:
    row = _row(session, declared.name)
    asks, used = rows.day(session, declared.name, now.date())
    settings, missing = _settings_or_why(plugged, declared, row)
    return PlugInSheet(
        name=declared.name,
        kind=declared.kind,
        title=declared.title,
        about=declared.about,
        on=row.active,
        version=row.version,
        lines=tuple(_line(field, row) for field in declared.form.fields),
        destination=declared.itself.destination(settings) if settings is not None else "",
        missing=missing,
        asks=asks,
        used=used,
        per_day=getattr(settings, PER_DAY, None),
        asked_at=row.asked_at,
        problem=row.problem,
        problem_at=row.problem_at,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        recent=_recent(session, declared),
    )


def _recent(session: Session, declared: Declared) -> tuple[RecentAsk, ...]:
    if declared.kind is not PlugInKind.PROVIDER:
        return ()
    asks = asking.of_provider(session, declared.title, RECENT_MOST)
    return tuple(RecentAsk(ask.claim_id, ask.words, ask.status, ask.hits, ask.problem, ask.at) for ask in asks)


def _row(session: Session, name: str) -> PlugIn:
    """What is stored for the plug-in; an empty row that is not kept yet where nobody has set anything."""
    return rows.plug_in(session, name) or PlugIn(name=name, version=0)


def _line(field: SettingField, row: PlugIn) -> SettingLine:
    if field.kind is FieldKind.SECRET:
        kept = row.secrets.get(field.name)
        return SettingLine(field, "", datetime.fromisoformat(kept["set_at"]) if kept else None)
    value = row.settings.get(field.name, field.default)
    return SettingLine(field, _shown(value))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def settings_of(plugged: Plugged, declared: Declared, row: PlugIn) -> Any:
    """The settings as the plug-in reads them. Invalid when one is missing, Refused when a secret cannot be opened."""
    secrets = {name: plugged.sealer.opened(kept["sealed"]) for name, kept in row.secrets.items()}
    return declared.form.filled(row.settings, secrets)


def _settings_or_why(plugged: Plugged, declared: Declared, row: PlugIn) -> tuple[Any, str]:
    try:
        return settings_of(plugged, declared, row), ""
    except DeskError as why:
        return None, why.sentence


def leaving(uow: UnitOfWork, plugged: Plugged) -> list[Leaving]:
    """Which texts go where just now. Empty unless an admin has switched that on."""
    away = [*plugged.plugins.of_kind(PlugInKind.SPLITTER), *plugged.plugins.of_kind(PlugInKind.STANCE)]
    by_name = {declared.name: declared for declared in away}
    with uow.reading() as session:
        found = [(by_name[row.name], row, _settings_or_why(plugged, by_name[row.name], row)[0])
                 for row in rows.active(session, list(by_name))]  # fmt: skip
    return [
        Leaving(declared.kind, declared.title, destination, row.switched_at, row.switched_by)
        for declared, row, settings in found
        if settings is not None and (destination := declared.itself.destination(settings))
    ]


# --- Changing -------------------------------------------------------------------------------------


def change(
    uow: UnitOfWork,
    plugged: Plugged,
    name: str,
    actor: Actor,
    *,
    seen: int,
    given: Mapping[str, str],
    forget: Collection[str] = (),
) -> PlugInSheet:
    """Keep what was typed. A secret that was left blank stays as it is; `forget` names those that are to go.

    Invalid names the field, OutOfDate when somebody else has changed it since.
    """
    actor.require(Action.MANAGE_PLUGINS)
    declared = plugged.plugins.named(name)
    settings = declared.form.checked(given)
    typed = _secrets(declared, given)
    with uow.writing() as session:
        row = _under_change(session, name, seen, settings)
        changed = [field.label for field in declared.form.fields if _differs(field, row, settings)]
        changed += _keep_secrets(plugged, declared, row, typed, forget, uow.now)
        row.settings = settings
        if row.active:
            settings_of(plugged, declared, row)  # what is on stays complete
        if changed:
            _note(session, plugged, declared, row, actor, "settings changed", uow.now, changed)
        return _sheet(session, plugged, declared, uow.now)


def _under_change(session: Session, name: str, seen: int, settings: Mapping[str, Any]) -> PlugIn:
    rows.alone_with(session, name)
    row = _row(session, name)
    if row.version != seen:
        raise OutOfDate(
            "Somebody else has changed these settings since you opened the page. A key that you typed has to be typed "
            "again.",
            yours=settings,
            theirs={**row.settings, "version": row.version},
        )
    session.add(row)
    row.version += 1
    return row


def _differs(field: SettingField, row: PlugIn, settings: Mapping[str, Any]) -> bool:
    if field.kind is FieldKind.SECRET:
        return False
    return _shown(row.settings.get(field.name, field.default)) != _shown(settings.get(field.name, field.default))


def _secrets(declared: Declared, given: Mapping[str, str]) -> dict[str, str]:
    """The secrets that were typed. They go into headers, so they are visible ASCII (RFC 9110, 5.5)."""
    typed = {}
    for field in declared.form.fields:
        text = given.get(field.name, "").strip() if field.kind is FieldKind.SECRET else ""
        if len(text) > SECRET_LONGEST or any(not "!" <= sign <= "~" for sign in text):
            raise Invalid(
                field.name, "secret", "%(label)s: letters, digits and signs without blanks, at most %(most)s.",
                label=field.label, most=SECRET_LONGEST,
            )  # fmt: skip
        if text:
            typed[field.name] = text
    return typed


def _keep_secrets(
    plugged: Plugged, declared: Declared, row: PlugIn, typed: Mapping[str, str], forget: Collection[str], now: datetime
) -> list[str]:
    """Seal what was typed; what changed, in words."""
    kept = dict(row.secrets)
    said = []
    for field in declared.form.fields:
        if field.name in typed:
            kept[field.name] = {"sealed": plugged.sealer.seal(typed[field.name]), "set_at": now.isoformat()}
            said.append(f"{field.label} (set)")
        elif field.name in forget and kept.pop(field.name, None):
            said.append(f"{field.label} (taken out)")
    row.secrets = kept
    return said


def switch(uow: UnitOfWork, plugged: Plugged, name: str, actor: Actor, *, seen: int, on: bool) -> PlugInSheet:
    """Switch a plug-in on or off. Invalid when a setting is missing, Refused beside another that does the same."""
    actor.require(Action.MANAGE_PLUGINS)
    declared = plugged.plugins.named(name)
    with uow.writing() as session:
        row = _under_change(session, name, seen, {})
        if on:
            settings_of(plugged, declared, row)
            _alone_of_its_kind(session, plugged, declared)
        row.active, row.switched_by, row.switched_at = on, actor.name, uow.now
        _note(session, plugged, declared, row, actor, "switched on" if on else "switched off", uow.now, [])
        return _sheet(session, plugged, declared, uow.now)


def _alone_of_its_kind(session: Session, plugged: Plugged, declared: Declared) -> None:
    """An article is split by one splitter, a report read by one finder of stances."""
    if declared.kind is PlugInKind.PROVIDER:
        return
    names = {other.name: other.title for other in plugged.plugins.of_kind(declared.kind) if other.name != declared.name}
    for row in rows.active(session, list(names)):
        if declared.kind is PlugInKind.SPLITTER:
            raise Refused(
                "one_splitter", "%(name)s splits the articles now: switch it off first.", name=names[row.name]
            )
        raise Refused("one_stance", "%(name)s suggests the stances now: switch it off first.", name=names[row.name])


def _note(
    session: Session,
    plugged: Plugged,
    declared: Declared,
    row: PlugIn,
    actor: Actor,
    what: str,
    now: datetime,
    fields: list[str],
) -> None:
    """Into the history go who, when, which fields and where it leads; no value of a secret, ever."""
    row.changed_by, row.changed_at = actor.name, now
    settings, _ = _settings_or_why(plugged, declared, row)
    to = declared.itself.destination(settings) if settings is not None else ""
    data = {"fields": fields, "to": to}
    said = "; ".join(part for part in (", ".join(fields), f"goes to {to}" if to else "") if part)
    history.append(session, f"plugin:{declared.name}", what, actor, now, note=said, data=data)
