"""The description of the API as OpenAPI 3.1: what APIFlask reads off the views, completed with schemas and refusals."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from factcheck.web.api import given, shapes
from factcheck.web.api.given.claims import Filters
from factcheck.web.api.reading import REFS
from factcheck.web.api.shapes.problem import Problem

INTRODUCTION = """\
What checkers and editors do on the pages, for programs. Send the token of a person as `Authorization: Bearer TOKEN`;
what it may do is what the person may do, and a token with the scope `read` changes nothing. How people get in and how
the desk is run is not for tokens.

Every change sends back as `seen` the `version` that was seen: if somebody changed the claim meanwhile, the answer is
409 with both versions. With an `Idempotency-Key` a call may be sent twice and happens once.
"""

Mode = tuple[type[BaseModel], Literal["validation", "serialization"]]

REFUSALS = {
    "401": "No token, or one that is not valid.",
    "403": "The role or the token does not carry this; `rule` says which.",
    "404": "There is no such thing, or it is not for you.",
    "409": "It changed meanwhile (`yours`, `theirs`), or it stands in another stage (`rule`).",
    "413": "Too large.",
    "415": "Not JSON.",
    "422": "A field cannot be used (`field`, `rule`), or a rule of the desk says no (`rule`).",
    "429": "Too many wrong tokens. `Retry-After` says how long to wait.",
    "503": "The database does not answer. Nothing was changed.",
}
ALWAYS = ("401", "403", "429", "503")
UNSAFE = ("409", "413", "415", "422")

KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own, a UUID for example: the same call with the same key happens once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
}


def describe(spec: dict[str, Any] | str) -> dict[str, Any] | str:
    """Complete the description: one name for each schema, the bearer token, every refusal of every call."""
    if isinstance(spec, str):  # APIFlask would hand over YAML as text; the desk describes itself in JSON
        return spec
    spec["info"]["description"] = INTRODUCTION
    spec["servers"] = [{"url": "/"}]
    spec["security"] = [{"bearer": []}]
    spec["components"] = {
        "schemas": schemas(),
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "A person's token."}},
        "responses": {status: _refusal(status, said) for status, said in REFUSALS.items()},
    }
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            _name(path, operation)
            _tell_answers(path, method, operation)
            _tell_parameters(method, operation)
    spec["tags"] = [{"name": name} for name in sorted({path.split("/")[3] for path in spec["paths"]})]
    return spec


def schemas() -> dict[str, Any]:
    """Every model by its name: what is sent as it is validated, what is answered as it is written."""
    told_as_read: list[type[BaseModel]] = [*models(given), Problem]
    sent: list[Mode] = [(model, "validation") for model in told_as_read]
    answered: list[Mode] = [(model, "serialization") for model in models(shapes) if model is not Problem]
    _, found = models_json_schema([*sent, *answered], ref_template=REFS)
    return dict(sorted(found["$defs"].items()))


NOT_SENT = {given.Sent, given.Changes, given.Asked, Filters, shapes.Shape}


def models(room: ModuleType) -> list[type[BaseModel]]:
    """The models of all subjects of a room, but for those that others are made of."""
    subjects = [room, *(import_module(f"{room.__name__}.{found.name}") for found in iter_modules(room.__path__))]
    return [model for subject in subjects for model in _models(subject) if model not in NOT_SENT]


def _models(subject: ModuleType) -> list[type[BaseModel]]:
    known = (value for value in vars(subject).values() if isinstance(value, type) and issubclass(value, BaseModel))
    return [model for model in known if model.__module__ == subject.__name__]


def _refusal(status: str, said: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": REFS.format(model="Problem")}}}
    headers = {
        "401": {"WWW-Authenticate": {"schema": {"type": "string"}}},
        "429": {"Retry-After": {"schema": {"type": "integer"}}},
    }
    return {"description": said, "content": content} | ({"headers": headers[status]} if status in headers else {})


def _name(path: str, operation: dict[str, Any]) -> None:
    """A tag by the subject of the path, and an id made of the summary."""
    operation["tags"] = [path.split("/")[3]]
    operation["operationId"] = operation["summary"].lower().replace(" ", "_")


def _tell_answers(path: str, method: str, operation: dict[str, Any]) -> None:
    """What the view says about its success, and every refusal that can happen."""
    done = {status: told for status, told in operation["responses"].items() if status.startswith("2")}
    if "204" in done:
        done["204"].pop("content", None)
    refusals = {*ALWAYS, *(UNSAFE if method != "get" else ())}
    if "{" in path or "sources" in path:
        refusals.add("404")
    if any(parameter["in"] == "query" for parameter in operation["parameters"]):
        refusals.add("422")
    operation["responses"] = done | {
        status: {"$ref": f"#/components/responses/{status}"} for status in sorted(refusals)
    }


def _tell_parameters(method: str, operation: dict[str, Any]) -> None:
    """The bounds of ids, query parameters that are simply left out where a model says null, and the key."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter |= {"required": True, "schema": {"type": "integer", "minimum": 1, "maximum": given.LARGEST}}
            continue
        parameter["allowEmptyValue"] = True  # ?stage=&verdict= asks for nothing
        if "anyOf" in parameter["schema"]:
            parameter["schema"] = parameter["schema"]["anyOf"][0]
    if method != "get":
        operation["parameters"].append(KEY)
