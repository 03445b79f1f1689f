"""The page that shows the settings in force, secrets left out, and sends a test mail."""

from urllib.parse import urlsplit

from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import SecretStr

from factcheck.config import Settings
from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.services import mail
from factcheck.web import errors
from factcheck.web.admin.sections import rooms, shown
from factcheck.web.answers import onward, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk, signed_in
from factcheck.web.tongue import _


@rooms.get("/settings")
@needs(Action.MANAGE_PEOPLE)
def settings() -> ResponseReturnValue:
    return show_settings()


def show_settings(*, error: DeskError | None = None) -> ResponseReturnValue:
    return shown(
        "settings.html",
        "admin.settings",
        status=errors.status_of(error) if error else 200,
        lines=in_force(desk().settings),
        sends_mail=desk().post is not None,
        error=error,
    )


def settings_again(error: DeskError) -> ResponseReturnValue:
    return show_settings(error=error)


@rooms.post("/settings/mail")
@needs(Action.MANAGE_PEOPLE)
@shows_again(settings_again)
def try_mail() -> ResponseReturnValue:
    to = signed_in().email
    mail.try_out(desk().unit(), desk().post, actor(), to)
    return onward(url_for("admin.settings"), _("A test mail is on its way to %(address)s.", address=to))


def in_force(chosen: Settings) -> list[tuple[str, str, str, bool]]:
    """(name in the environment, description, value, whether somebody set it) of every setting; secrets stay secret."""
    return [
        (
            str(field.validation_alias),
            field.description or "",
            in_words(getattr(chosen, name)),
            name in chosen.model_fields_set,
        )
        for name, field in Settings.model_fields.items()
    ]


def in_words(value: object) -> str:
    """A setting as it may be shown."""
    if isinstance(value, SecretStr):
        return _("set") if value.get_secret_value() else _("made on first run")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return without_password(str(value))


def without_password(text: str) -> str:
    """An address without the name and password that it may carry."""
    try:
        parts = urlsplit(text)
        secret = parts.scheme and ("@" in parts.netloc or "password" in parts.query.lower())
    except ValueError:
        return _("set")
    if not secret:
        return text
    return parts._replace(netloc=f"…@{parts.netloc.rpartition('@')[2]}", query="").geturl()
