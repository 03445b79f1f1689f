"""The door of the API: who holds the bearer token, and whether the token may change anything."""

from typing import cast

from apiflask import APIBlueprint
from apiflask.schema_adapters import registry
from flask import g, request

from factcheck.domain.errors import NotAllowed, SignedOut
from factcheck.domain.people import Action, Actor, TokenScope
from factcheck.services import tokens
from factcheck.web.api.reading import Reads
from factcheck.web.doors import SAFE_METHODS
from factcheck.web.sessions import desk

registry.register("pydantic", Reads)  # before the first view is decorated, or it reads as APIFlask does
rooms = APIBlueprint("api", __name__, url_prefix="/api/v1")

TOKEN_MOST = 200


@rooms.before_request
def guard() -> None:
    """Let in by the token in the Authorization header and by nothing else: no cookie, no query string."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise SignedOut("Send your token in the header Authorization: Bearer TOKEN.")
    actor, scope = tokens.let_in(desk().unit(), token.strip()[:TOKEN_MOST], address=request.remote_addr or "")
    actor.require(Action.READ)
    if request.method not in SAFE_METHODS and scope is not TokenScope.WRITE:
        raise NotAllowed("read_token", "This token may only read. Make one with the scope write to change something.")
    g.token_holder, g.token_scope = actor, scope


def actor() -> Actor:
    """Whose token it is, for a service. What they may do is what their roles carry now."""
    return cast(Actor, g.token_holder)


def scope() -> TokenScope:
    return cast(TokenScope, g.token_scope)
