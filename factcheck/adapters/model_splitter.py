"""A splitter that asks a language model behind any OpenAI-compatible chat-completions endpoint. Off by default."""

from pydantic import Field

from factcheck.adapters.model_answer import Read, read_answer
from factcheck.adapters.model_chat import ChatSettings, chat
from factcheck.adapters.model_prompt import INSTRUCTIONS, RESPONSE_FORMAT, material
from factcheck.domain.claims import ArticleText, Split, Splitter
from factcheck.domain.plugins import Caller
from factcheck.domain.texts import say


class ModelSettings(ChatSettings):
    """The server, and how much of articles it is given."""

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
        return settings.destination

    def most_characters(self, settings: ModelSettings) -> int:
        return settings.per_article

    def splitter(self, settings: ModelSettings, caller: Caller) -> Splitter:
        return ModelSplitter(settings, caller)


class ModelSplitter:
    """Implements Splitter, but for raising NoUsableAnswer, FetchFailed and HostBusy. It sends the text away."""

    def __init__(self, settings: ModelSettings, caller: Caller) -> None:
        self._settings = settings
        self._caller = caller

    def split(self, article: ArticleText) -> Split:
        answer = self._caller.call(chat(self._settings, INSTRUCTIONS, material(article), RESPONSE_FORMAT))
        read = read_answer(answer.body, article)
        return Split(
            read.claims,
            article.language,
            note=_left_out(read),
            splitter=f"{self._settings.model} at {self._settings.server}",
        )


def _left_out(read: Read) -> str:
    """What of the answer was not used, in words; empty when all of it was."""
    parts = [
        say("%(claims)s whose words do not stand in the article", claims=read.not_verbatim)
        if read.not_verbatim
        else "",
        say("%(claims)s that could not be read", claims=read.malformed) if read.malformed else "",
        say("%(claims)s that repeated another", claims=read.repeated) if read.repeated else "",
    ]
    said = ", ".join(part for part in parts if part)
    return say("left out of the model's answer: %(parts)s", parts=said) if said else ""
