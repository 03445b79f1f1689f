"""How the API refuses."""

from typing import Any

from pydantic import ConfigDict, Field

from factcheck.web.api.shapes import Shape


class Problem(Shape):
    """A refusal, as RFC 9457 describes it. `rule` is stable for programs, `detail` is for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not yet",
                    "status": 422,
                    "detail": "Give a rationale of at least 10 characters.",
                    "rule": "answered",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What is wrong, in a sentence.")
    rule: str = Field(default="", description="The name of the rule that says no.")
    field: str = Field(default="", description="Which input is meant.")
    yours: dict[str, Any] = Field(default_factory=dict, description="409: what you sent.")
    theirs: dict[str, Any] = Field(default_factory=dict, description="409: what is there by now.")
    retry_after: int = Field(default=0, description="429: seconds to wait.")
