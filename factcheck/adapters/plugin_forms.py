"""Makes a form of a plug-in's settings model: labels and help from its fields, checks from its types."""

from collections.abc import Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from factcheck.domain.articles import checked_address
from factcheck.domain.errors import Invalid
from factcheck.domain.plugins import FieldKind, SettingField
from factcheck.domain.texts import later, say

LONGEST = 4000
"""Characters of one setting."""


class ModelForm:
    """Implements SettingsForm for a pydantic model.

    `title` and `description` of a field are its label and help. SecretStr is a secret, bool a switch, Literal or an
    enum a choice, int and float a number; a text with json_schema_extra={"format": "uri"} is an address of the web.
    """

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model
        self.fields = tuple(_field(name, info) for name, info in model.model_fields.items())

    def checked(self, given: Mapping[str, str]) -> dict[str, Any]:
        secrets = {field.name for field in self.fields if field.kind is FieldKind.SECRET}
        typed = {field.name: _read(field, given) for field in self.fields if field.name not in secrets}
        chosen = {name: value for name, value in typed.items() if value != ""}
        # A secret is checked when it is put in; here something stands in for it.
        made = self._made(chosen | dict.fromkeys(secrets, "x"))
        return made.model_dump(mode="json", exclude=secrets)

    def filled(self, values: Mapping[str, Any], secrets: Mapping[str, str]) -> Any:
        return self._made({**values, **secrets})

    def _made(self, values: Mapping[str, Any]) -> BaseModel:
        try:
            return self._model.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise self._invalid(str((first["loc"] or ("",))[0]), first) from None

    def _invalid(self, name: str, error: ErrorDetails) -> Invalid:
        label = next((field.label for field in self.fields if field.name == name), name)
        return Invalid(name, "setting", "%(label)s: %(said)s.", label=say(label), said=_said(error))


RULES = {
    "missing": later("it is needed"),
    "greater_than_equal": later("at least %(ge)s"),
    "less_than_equal": later("at most %(le)s"),
    "int_parsing": later("a whole number is needed"),
    "float_parsing": later("a number is needed"),
    "string_too_long": later("at most %(max_length)s characters"),
    "literal_error": later("one of these is needed: %(expected)s"),
}
"""What the rules of a settings model say in the desk's words; others speak in those of pydantic or of the plug-in."""


def _said(error: ErrorDetails) -> str:
    rule = RULES.get(error["type"])
    if rule is not None:
        return say(rule, **error.get("ctx", {}))
    words = error["msg"].removeprefix("Value error, ")
    return words[:1].lower() + words[1:]


def _read(field: SettingField, given: Mapping[str, str]) -> Any:
    text = given.get(field.name, "").strip()
    if len(text) > LONGEST:
        raise Invalid(
            field.name, "too_long", "%(label)s: at most %(most)s characters.", label=say(field.label), most=LONGEST
        )
    if field.kind is FieldKind.SWITCH:
        return text.lower() in {"1", "on", "true", "yes"}
    if field.kind is FieldKind.ADDRESS and text:
        return _address(field, text)
    return text


def _address(field: SettingField, text: str) -> str:
    """A base address carries no name, password or query: a key belongs into its own field, where it is sealed."""
    try:
        plain = checked_address(text).rstrip("/")
    except Invalid as wrong:
        raise Invalid(
            field.name, "address", "%(label)s: %(wrong)s", label=say(field.label), wrong=wrong.sentence
        ) from wrong
    parts = urlsplit(plain)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Invalid(
            field.name,
            "address",
            "%(label)s: leave out what stands before @ and behind ?: keys have own fields.",
            label=say(field.label),
        )
    return plain


def _field(name: str, info: FieldInfo) -> SettingField:
    kind, choices = _kind(info)
    default = info.get_default(call_default_factory=False) if not info.is_required() else ""
    return SettingField(
        name=name,
        label=info.title or name.replace("_", " ").capitalize(),
        help=info.description or "",
        kind=kind,
        default="" if kind is FieldKind.SECRET or default is None else _words(default),
        required=info.is_required(),
        choices=choices,
        least=_bound(info, "ge"),
        most=_bound(info, "le"),
    )


def _kind(info: FieldInfo) -> tuple[FieldKind, tuple[str, ...]]:
    annotation = _without_none(info.annotation)
    if annotation is SecretStr:
        return FieldKind.SECRET, ()
    if annotation is bool:
        return FieldKind.SWITCH, ()
    if annotation in (int, float):
        return FieldKind.NUMBER, ()
    if get_origin(annotation) is Literal:
        return FieldKind.CHOICE, tuple(str(choice) for choice in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return FieldKind.CHOICE, tuple(str(choice.value) for choice in annotation)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return (FieldKind.ADDRESS if extra.get("format") == "uri" else FieldKind.TEXT), ()


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    rest = [part for part in get_args(annotation) if part is not NoneType]
    return rest[0] if len(rest) == 1 else annotation


def _bound(info: FieldInfo, name: str) -> float | None:
    return next((getattr(bound, name) for bound in info.metadata if hasattr(bound, name)), None)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value.value) if isinstance(value, Enum) else str(value)
