"""The client of any OpenAI-compatible chat-completions server: its settings, one request, and what the model wrote.

Whatever a server answers becomes either the JSON object that the model wrote, or NoUsableAnswer.
"""

import json
import re
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from factcheck.domain.plugins import Call, NoUsableAnswer
from factcheck.domain.texts import later

MOST_ANSWER_BYTES = 2_000_000

_FENCED = re.compile(r"\A\s*```[\w-]*\s*\n(.*?)\n?\s*```\s*\Z", re.S)  # "```json\n{...}\n```"

ENDED_EARLY = {
    "length": later("its answer was cut off at its greatest length"),
    "content_filter": later("its answer was withheld by a filter of the server"),
    "error": later("its server broke off"),
}


class ChatSettings(BaseModel):
    """What an admin fills in for a server. The time-out stays under the time that a worker's task may take."""

    model_config = ConfigDict(frozen=True)

    address: str = Field(
        title="Address of the server",
        description="The base of its API, such as https://api.example.org/v1. What is on your own network must stand "
        "in FACTCHECK_PRIVATE_HOSTS as well.",
        json_schema_extra={"format": "uri"},
    )
    model: str = Field(title="Model", description="As the server names it.", max_length=200)
    key: SecretStr = Field(SecretStr(""), title="API key", description="Leave it empty if the server wants none.")
    seconds: int = Field(45, ge=5, le=60, title="Time-out in seconds", description="For one call, from 5 to 60.")
    answer_tokens: int = Field(
        8_000, ge=500, le=100_000, title="Tokens per answer", description="An answer that is cut off is not used."
    )
    answer_limit: Literal["max_tokens", "max_completion_tokens"] = Field(
        "max_tokens",
        title="Name of that limit",
        description="Most servers know max_tokens; some models of OpenAI want max_completion_tokens.",
    )
    temperature: float = Field(
        0.0, ge=0, le=2, title="Temperature", description="0 for the steadiest answers; some models take only 1."
    )

    @property
    def server(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def destination(self) -> str:
        return f"{self.server} (model {self.model})"


def chat(settings: ChatSettings, instructions: str, material: str, shape: dict[str, Any]) -> Call:
    """POST /chat/completions, as the OpenAI API describes it and compatible servers take it.

    `shape` is the response_format (see `shape_of`).
    """
    key = settings.key.get_secret_value()
    body = {
        "model": settings.model,
        "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": material}],
        "response_format": shape,
        settings.answer_limit: settings.answer_tokens,
        "temperature": settings.temperature,
    }
    return Call(
        f"{settings.address}/chat/completions",
        headers={"authorization": f"Bearer {key}"} if key else {},
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        seconds=settings.seconds,
        most_bytes=MOST_ANSWER_BYTES,
    )


def shape_of(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """The response_format that holds an answer to this JSON schema."""
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": closed(properties)}}


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object as strict structured output wants it: every property required, no other allowed."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def written(body: bytes) -> dict[str, Any]:
    """The JSON object that the model wrote, in fences or not. NoUsableAnswer where it refused, broke off or chatted."""
    content = _content(_parsed(body, later("its answer is not JSON")))
    fenced = _FENCED.match(content)
    found = _parsed(fenced[1] if fenced else content, later("what it wrote is not JSON"))
    if not isinstance(found, dict):
        raise NoUsableAnswer(OTHER_SHAPE)
    return found


OTHER_SHAPE = later("what it wrote has another shape than was asked for")


def _parsed(text: bytes | str, otherwise: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NoUsableAnswer(otherwise) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _content(answer: Any) -> str:
    """The text of the first choice, where the model has finished it and did not refuse."""
    choices = answer.get("choices") if isinstance(answer, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise NoUsableAnswer("its answer holds no choice")
    if message.get("refusal"):
        raise NoUsableAnswer("it refused to answer")
    if ended := ENDED_EARLY.get(str(choice.get("finish_reason"))):
        raise NoUsableAnswer(ended)
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise NoUsableAnswer("its answer is empty")
    return content
