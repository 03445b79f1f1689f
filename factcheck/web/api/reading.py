"""How the API reads what is sent: JSON and query strings into plain models, every refusal with its field and rule."""

from typing import Any, TypeVar

from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request, abort
from pydantic import BaseModel, ValidationError

from factcheck.domain.errors import Invalid

Model = TypeVar("Model", bound=BaseModel)

REFS = "#/components/schemas/{model}"


def body(request: Request, model: type[Model]) -> Model:
    """The JSON body as the model; nothing sent is an empty object. Invalid names the field, 415 for another type.

    The parser of Pydantic itself reads the bytes: it ends on deep nesting, endless numbers and lone surrogates,
    where the one of the standard library raises something else or lets them in.
    """
    raw = request.get_data()
    if raw and not request.is_json:
        abort(415)
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        raise refusal(error) from None


def query(request: Request, model: type[Model]) -> Model:
    """The query string as the model; a name without a value counts as not given."""
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Invalid(twice[0], "twice", f"{twice[0]} is given twice.")
    try:
        return model.model_validate({name: value for name, value in request.args.items() if value})
    except ValidationError as error:
        raise refusal(error) from None


def refusal(error: ValidationError) -> Invalid:
    """The first thing that is wrong, as the desk says it."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    return Invalid(field, RULES.get(first["type"], first["type"]), _sentence(field, first["type"], first["msg"]))


RULES = {"extra_forbidden": "unknown_field", "json_invalid": "json", "model_type": "object"}


def _sentence(field: str, kind: str, message: str) -> str:
    if kind == "missing":
        return f"{field} is missing."
    if kind == "extra_forbidden":
        return f"There is no {field[:80]} here that could be set."
    return f"{field[:80]}: {message}."


class Reads(PydanticAdapter):
    """What APIFlask's @input and @output do with a model: read it as above, and describe it under its own name."""

    def validate_input(self, request: Request, location: str, **kwargs: Any) -> BaseModel:
        return (body if location == "json" else query)(request, self.model_class)

    def get_openapi_schema(self, **kwargs: Any) -> dict[str, Any]:
        schema = self.model_class.model_json_schema(ref_template=REFS)
        schema.pop("$defs", None)  # description.py names them all once
        return schema
