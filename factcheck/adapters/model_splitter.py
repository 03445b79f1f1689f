"""A splitter that asks a language model behind any OpenAI-compatible chat-completions endpoint. Off by default."""

from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from factcheck.adapters.model_answer import Read, read_answer
from factcheck.adapters.model_prompt import request_body
from factcheck.domain.claims import ArticleText, Split, Splitter
from factcheck.domain.plugins import Call, Caller

MOST_ANSWER_BYTES = 2_000_000


class ModelSettings(BaseModel):
    """What an admin fills in. The time-out stays under the time that a worker's task may take."""

    model_config = ConfigDict(frozen=True)

    address: str = Field(
        title="Address of the server",
        description="The base of its API, such as https://api.example.org/v1. What is on your own network must stand "
        "in FACTCHECK_PRIVATE_HOSTS as well.",
        json_schema_extra={"format": "uri"},
    )
    model: str = Field(title="Model", description="As the server names it.", max_length=200)
    key: SecretStr = Field(SecretStr(""), title="API key", description="Leave it empty if the server wants none.")
    seconds: int = Field(45, ge=5, le=60, title="Time-out in seconds", description="For one article, from 5 to 60.")
    per_article: int = Field(
        20_000,
        ge=200,
        le=200_000,
        title="Characters per article",
        description="Longer articles are not sent: the desk's own rules split them.",
    )
    per_day: int = Field(
        500_000,
        ge=0,
        le=100_000_000,
        title="Characters per day",
        description="What is over is split by the desk's own rules. The day begins at midnight UTC.",
    )
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


class ModelSplitterPlugIn:
    """Implements SplitterPlugIn."""

    title = "Language model (OpenAI-compatible)"
    about = (
        "Splits articles by a language model behind a chat-completions endpoint, a provider's or your own. While it is "
        "on, the text of every article goes there. Claims whose words do not stand in the article are left out and "
        "counted; where the model does not answer well, the desk splits by its own rules and says so."
    )
    settings = ModelSettings

    def destination(self, settings: ModelSettings) -> str:
        return f"{urlsplit(settings.address).netloc} (model {settings.model})"

    def most_characters(self, settings: ModelSettings) -> int:
        return settings.per_article

    def splitter(self, settings: ModelSettings, caller: Caller) -> Splitter:
        return ModelSplitter(settings, caller)


class ModelSplitter:
    """Implements Splitter, but for raising SplitFailed, FetchFailed and HostBusy. It sends the text away."""

    def __init__(self, settings: ModelSettings, caller: Caller) -> None:
        self._settings = settings
        self._caller = caller

    def split(self, article: ArticleText) -> Split:
        answer = self._caller.call(self._call(article))
        read = read_answer(answer.body, article)
        return Split(
            read.claims,
            article.language,
            note=_left_out(read),
            splitter=f"{self._settings.model} at {urlsplit(self._settings.address).netloc}",
        )

    def _call(self, article: ArticleText) -> Call:
        chosen = self._settings
        further: dict[str, Any] = {chosen.answer_limit: chosen.answer_tokens, "temperature": chosen.temperature}
        key = chosen.key.get_secret_value()
        return Call(
            f"{chosen.address}/chat/completions",
            headers={"authorization": f"Bearer {key}"} if key else {},
            body=request_body(article, chosen.model, further),
            seconds=chosen.seconds,
            most_bytes=MOST_ANSWER_BYTES,
        )


def _left_out(read: Read) -> str:
    """What of the answer was not used, in words; empty when all of it was."""
    parts = [
        f"{read.not_verbatim} whose words do not stand in the article" if read.not_verbatim else "",
        f"{read.malformed} that could not be read" if read.malformed else "",
        f"{read.repeated} that repeated another" if read.repeated else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"left out of the model's answer: {said}" if said else ""
