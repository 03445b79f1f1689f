"""Plug-ins are found by their entry points, their forms are made from their models, their secrets are sealed."""

from enum import StrEnum
from importlib.metadata import EntryPoint
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, SecretStr

from factcheck.adapters.plugin_forms import ModelForm
from factcheck.adapters.plugins import EntryPointPlugIns
from factcheck.adapters.sealing import FernetSealer
from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.plugins import FieldKind, PlugInKind

GROUP = PlugInKind.SPLITTER.group


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_the_desk_s_own_plug_ins_are_found() -> None:
    found = EntryPointPlugIns()
    assert not found.broken
    assert found.named("language-model").kind is PlugInKind.SPLITTER
    assert "language-model" in {each.name for each in found.of_kind(PlugInKind.SPLITTER)}


def test_one_that_does_not_load_is_named_and_the_others_work() -> None:
    good = point("good", "factcheck.adapters.model_splitter:ModelSplitterPlugIn")
    found = EntryPointPlugIns([point("gone", "no.such.module:Thing"), point("odd", "json:dumps"), good])
    assert [each.name for each in found.all()] == ["good"]
    assert set(found.broken) == {"gone", "odd"}
    assert "ModuleNotFoundError" in found.broken["gone"]
    with pytest.raises(NotFound):
        found.named("gone")


def test_of_two_with_one_name_the_first_counts() -> None:
    value = "factcheck.adapters.model_splitter:ModelSplitterPlugIn"
    found = EntryPointPlugIns([point("twin", value), point("twin", value)])
    assert len(found.all()) == len(found.broken) == 1


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Model(BaseModel):
    address: str = Field(title="Address", description="Where it is.", json_schema_extra={"format": "uri"})
    key: SecretStr
    spare: SecretStr = SecretStr("")
    how_many: int = Field(3, ge=1, le=9)
    share: float = 0.5
    loud: bool = False
    mode: Literal["fast", "slow"] = "fast"
    colour: Colour = Colour.RED
    remark: str | None = None


FORM = ModelForm(Model)


def test_a_form_shows_each_field_as_what_it_is() -> None:
    kinds = {field.name: field.kind for field in FORM.fields}
    assert kinds == {
        "address": FieldKind.ADDRESS, "key": FieldKind.SECRET, "spare": FieldKind.SECRET, "how_many": FieldKind.NUMBER,
        "share": FieldKind.NUMBER, "loud": FieldKind.SWITCH, "mode": FieldKind.CHOICE, "colour": FieldKind.CHOICE,
        "remark": FieldKind.TEXT,
    }  # fmt: skip
    named = {field.name: field for field in FORM.fields}
    assert (named["address"].label, named["address"].help, named["address"].required) == (
        "Address",
        "Where it is.",
        True,
    )
    assert (named["how_many"].label, named["how_many"].default) == ("How many", "3")
    assert (named["how_many"].least, named["how_many"].most) == (1, 9)
    assert (named["mode"].choices, named["colour"].choices) == (("fast", "slow"), ("red", "blue"))
    assert named["colour"].default == "red"


def test_what_is_typed_becomes_plain_values_without_the_secrets() -> None:
    given = {"address": " https://api.example.org/v1/ ", "how_many": "7", "loud": "1", "key": "hush", "colour": "blue"}
    assert FORM.checked(given) == {
        "address": "https://api.example.org/v1", "how_many": 7, "share": 0.5, "loud": True, "mode": "fast",
        "colour": "blue", "remark": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "https://jana:hush@api.example.org"}, "address"),
        ({"address": "https://api.example.org/?key=hush"}, "address"),
        ({"how_many": "10"}, "how_many"),
        ({"how_many": "many"}, "how_many"),
        ({"mode": "sideways"}, "mode"),
        ({"remark": "x" * 4001}, "remark"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        FORM.checked({"address": "https://api.example.org"} | wrong)
    assert refused.value.field == field
    assert "hush" not in str(refused.value)


def test_settings_are_complete_only_with_the_secrets_they_need() -> None:
    values = FORM.checked({"address": "https://api.example.org"})
    with pytest.raises(Invalid, match="Key: it is needed"):
        FORM.filled(values, {})
    filled: Any = FORM.filled(values, {"key": "hush"})
    assert filled.key.get_secret_value() == "hush"
    assert "hush" not in repr(filled)


def test_a_secret_is_read_only_with_the_key_it_was_sealed_under() -> None:
    sealer = FernetSealer(b"the desk's key")
    sealed = sealer.seal("hush ä")
    assert "hush" not in sealed
    assert sealed != sealer.seal("hush ä")
    assert FernetSealer(b"the desk's key").opened(sealed) == "hush ä"
    for other, text in ((FernetSealer(b"another key"), sealed), (sealer, sealed[:-4] + "AAA="), (sealer, "ä")):
        with pytest.raises(Refused):
            other.opened(text)
