"""volet.framework/1: one version of a competency framework."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

FORMAT = "volet.framework/1"


@dataclass(frozen=True)
class LevelSpec:
    rank: int
    code: str
    title: dict[str, str]
    band: dict[str, str]


@dataclass(frozen=True)
class CompetencySpec:
    """A node and its children. `identifier` is always filled: the file's, else our UUIDv5."""

    code: str
    kind: str
    title: dict[str, str]
    identifier: str
    children: tuple["CompetencySpec", ...] = ()
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class FrameworkSpec:
    """`text_status` says for each language whether its titles are official; `line` is where the label stands."""

    slug: str
    label: str
    language: str
    name: str
    title: dict[str, str]
    publisher: str
    source: str
    licence: str
    adopted_on: datetime.date | None
    text_status: dict[str, str]
    levels: tuple[LevelSpec, ...]
    competencies: tuple[CompetencySpec, ...]
    line: int = field(default=1, compare=False)

    def walk(self) -> Iterator[CompetencySpec]:
        """Every node, parents before children."""
        waiting = list(reversed(self.competencies))
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)
