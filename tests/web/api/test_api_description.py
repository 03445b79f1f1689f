"""The description of the API says what the API does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from factcheck.config import Settings
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.web.api.test_api_door import SAFE


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> APIFlask:
    folder: Path = tmp_path_factory.mktemp("desk")
    return create_app(Desk(Settings(_env_file=None, data=folder, database_url=f"sqlite:///{folder}/none.db")))


@pytest.fixture(scope="module")
def spec(app: APIFlask) -> dict[str, Any]:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return dict(answer.json or {})


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def everything(value: Any, name: str) -> Iterator[Any]:
    """Every value under this name, wherever it stands."""
    if isinstance(value, dict):
        for key, inside in value.items():
            if key == name:
                yield inside
            yield from everything(inside, name)
    elif isinstance(value, list):
        for inside in value:
            yield from everything(inside, name)


def test_every_route_is_described_and_nothing_else(app: APIFlask, spec: dict[str, Any]) -> None:
    routes = {
        (method, rule.rule.replace("<int:", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(method, path) for method, path, _ in operations(spec)} == routes


def test_it_is_openapi_and_every_reference_leads_somewhere(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    assert {"title", "version"} <= spec["info"].keys()
    for reference in everything(spec, "$ref"):
        place: Any = spec
        for part in reference.removeprefix("#/").split("/"):
            assert part in place, reference
            place = place[part]


def test_every_call_has_a_name_a_summary_and_its_parameters(spec: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(spec)]
    assert len(names) == len(set(names))
    for method, path, operation in operations(spec):
        assert operation["summary"]
        stated = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
        assert stated == {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        assert all(parameter["required"] for parameter in operation["parameters"] if parameter["in"] == "path")
        keyed = any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])
        assert keyed == (method not in SAFE)


def test_every_call_needs_a_token_and_says_how_it_refuses(spec: dict[str, Any]) -> None:
    assert spec["security"] == [{"bearer": []}]
    assert spec["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for method, path, operation in operations(spec):
        assert "security" not in operation
        wanted = {"401", "403", "429", "503"} | ({"409", "413", "415", "422"} if method not in SAFE else set())
        assert wanted <= operation["responses"].keys(), (method, path)
        assert [status for status in operation["responses"] if status.startswith("2")]
    for refusal in spec["components"]["responses"].values():
        assert list(refusal["content"]) == ["application/problem+json"]


def test_everything_sent_is_closed_and_has_examples(spec: dict[str, Any]) -> None:
    sent = {
        content["schema"]["$ref"].rsplit("/", 1)[1]
        for _, _, operation in operations(spec)
        for content in operation.get("requestBody", {}).get("content", {}).values()
    }
    assert len(sent) == 31
    schemas = spec["components"]["schemas"]
    for name in sent:
        assert schemas[name]["additionalProperties"] is False, name
    assert all("examples" in schemas[name] for name in ("NewArticle", "SourceGiven", "NewMove", "Problem"))


def test_the_description_is_open_and_says_nothing_of_the_pages(spec: dict[str, Any]) -> None:
    assert all(path.startswith("/api/v1/") for path in spec["paths"])
