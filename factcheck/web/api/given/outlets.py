"""What is sent about outlets."""

from typing import Annotated

from pydantic import ConfigDict, Field

from factcheck.web.api.given import Line, Sent, Words

Address = Annotated[Words, Field(max_length=2000)]


class NewOutlet(Sent):
    """An outlet whose feed is to be read."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Herald", "feed_url": "https://herald.example/feed"}]}
    )

    name: Line
    feed_url: Address
    site: Address = ""
    owner: Line = ""


class OutletGiven(Sent):
    """Who owns an outlet; empty where nobody knows."""

    owner: Line


class Switched(Sent):
    """Whether the feed is read."""

    active: bool
