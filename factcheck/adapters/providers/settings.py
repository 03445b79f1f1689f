"""The settings that every provider has."""

from pydantic import BaseModel, ConfigDict, Field


class Bounded(BaseModel):
    """A provider with a budget and a time-out."""

    model_config = ConfigDict(frozen=True)

    per_day: int = Field(
        500,
        ge=0,
        le=100_000,
        title="Asks per day",
        description="What is over waits for the next day, which begins at midnight UTC.",
    )
    seconds: int = Field(15, ge=2, le=40, title="Time-out in seconds", description="For one ask, from 2 to 40.")
