"""The Flask application: its settings, its doors and the rooms behind them."""

from apiflask import APIFlask
from flask import Blueprint
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from factcheck.config import ROOT
from factcheck.domain.people import SIGN_IN_LASTS
from factcheck.web import (
    admin,
    api,
    approving,
    articles,
    assets,
    bringing_in,
    claims,
    dashboard,
    doors,
    editing,
    errors,
    evidence,
    exports,
    headers,
    notifications,
    opinions,
    pages,
    people,
    public,
    reader_errors,
    review,
    second_factor,
    sentences,
    sessions,
    shortcuts,
    sign_offs,
    spans,
    tongue,
    triage,
    views,
)
from factcheck.wiring import Desk

MEGABYTE = 1024 * 1024
BLUEPRINTS: tuple[Blueprint, ...] = (
    people.rooms,
    notifications.rooms,
    second_factor.rooms,
    shortcuts.rooms,
    claims.rooms,
    editing.rooms,
    review.rooms,
    approving.rooms,
    opinions.rooms,
    triage.rooms,
    views.rooms,
    evidence.rooms,
    articles.rooms,
    bringing_in.rooms,
    spans.rooms,
    sentences.rooms,
    sign_offs.rooms,
    exports.rooms,
    dashboard.rooms,
    public.rooms,
    admin.rooms,
    admin.plugins.rooms,
    api.rooms,
)


def create_app(desk: Desk) -> APIFlask:
    """The web side of one desk. Nothing heavy happens here: the database is first asked by a request."""
    app = APIFlask(
        __name__,
        title="Fact-check desk",
        version="1",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        template_folder=str(ROOT / "templates"),
        static_folder="static",
    )
    app.url_map.converters["int"] = Number
    app.spec_callback = api.describe
    app.extensions["desk"] = desk
    configure(app, desk)
    # The order matters: who is not let in never learns whether a form token was right.
    app.before_request(doors.guard)
    csrf = CSRFProtect(app)
    sign_in = LoginManager(app, add_context_processor=False)  # templates know the person as `me`, see pages.py
    sign_in.session_protection = None  # the session row on the server is what counts, see sessions.py
    sign_in.user_loader(sessions.by_token)
    csrf.exempt(reader_errors.report_error)  # readers have no session: the form carries a signature of its own
    for rooms in BLUEPRINTS:
        app.register_blueprint(rooms)
        if rooms.name in doors.BY_TOKEN:
            csrf.exempt(rooms)
    errors.register(app)
    assets.register(app)
    headers.register(app)
    pages.register(app)
    tongue.register(app)
    return app


class Number(IntegerConverter):
    """A number in an address. One that no database could hold is the address of nothing: 404."""

    regex = r"[0-9]{1,9}"


def configure(app: APIFlask, desk: Desk) -> None:
    """Limits, cookies and trust in proxies, all from the desk's settings."""
    https = desk.settings.https
    app.config.update(
        SECRET_KEY=desk.settings.key,
        MAX_CONTENT_LENGTH=11 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=5 * MEGABYTE,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-desk" if https else "desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # the server counts how long a session lasts, and no answer prolongs it
        PERMANENT_SESSION_LIFETIME=SIGN_IN_LASTS,
        WTF_CSRF_TIME_LIMIT=None,  # a page may stay open all day; the token ends with the session
        WTF_CSRF_SSL_STRICT=False,  # our pages send no referrer; doors.py looks at Sec-Fetch-Site instead
    )
    app.url_map.strict_slashes = False
    hops = desk.settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
