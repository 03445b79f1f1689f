"""What an editor's amendment changes of a submitted claim besides the answer: its wording and its sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from factcheck.domain.evidence import NewSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """`changes` has new values for fields of attached sources, by the number of the source; `without` are taken off.

    An empty statement leaves the wording as it is.
    """

    statement: str = ""
    changes: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    without: frozenset[int] = frozenset()
    added: tuple[NewSource, ...] = ()
