"""volet.framework/1: one version of a competency framework."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from curriculum.formats.naming import LATER

FORMAT = "volet.framework/1"
IS_CHILD_OF = "isChildOf"
#: A path holds 33 levels of 6 characters (`Competency.path`); no real framework has more than 6.
DEPTH = 30
#: Levels of a scale, the lowest first.
RANKS = range(1, 101)


@dataclass(frozen=True)
class LevelSpec:
    rank: int
    code: str
    title: dict[str, str]
    band: dict[str, str]


@dataclass(frozen=True)
class AssociationSpec:
    """A relation as CASE has it: `origin` and `destination` are identifiers, of nodes of the file or of things outside.

    `origin_link` and `destination_link` are the file's `{title, identifier, uri, targetType}`, empty for our own;
    `extra` is what the file says beyond.
    """

    identifier: str
    kind: str
    origin: str
    destination: str
    uri: str = ""
    origin_link: dict[str, Any] = field(default_factory=dict)
    destination_link: dict[str, Any] = field(default_factory=dict)
    position: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class DefinitionSpec:
    """An entry of CASE's `CFDefinitions`, or a rubric: `kind` is the name of its list, `data` the entry, verbatim."""

    kind: str
    identifier: str
    data: dict[str, Any]


@dataclass(frozen=True)
class RungSpec:
    """A rung of another granularity: it holds the levels from rank `first` to rank `last`."""

    code: str
    title: dict[str, str]
    first: int
    last: int


@dataclass(frozen=True)
class ScaleSpec:
    """Another granularity of the levels: the 4 bands or the 6 letters of DigComp 3.0's 8 levels."""

    key: str
    title: dict[str, str]
    rungs: tuple[RungSpec, ...]


@dataclass(frozen=True)
class CompetencySpec:
    """A node and its children. `identifier` is always filled: the file's, else our UUIDv5.

    `edge` is the file's own association that hangs it on its parent; None where the tree alone says it.
    `type_label`, `uri` and `extra` are the source's, verbatim.
    """

    code: str
    kind: str
    title: dict[str, str]
    identifier: str
    children: tuple["CompetencySpec", ...] = ()
    line: int = field(default=1, compare=False)
    type_label: str = field(default="", metadata=LATER)
    uri: str = field(default="", metadata=LATER)
    description: dict[str, str] = field(default_factory=dict, metadata=LATER)
    extra: dict[str, Any] = field(default_factory=dict, metadata=LATER)
    edge: AssociationSpec | None = field(default=None, metadata=LATER)


@dataclass(frozen=True)
class FrameworkSpec:
    """`text_status` says for each language whether its titles are official; `line` is where the label stands.

    `identifier` is the source's for this version, or empty: then ours. `associations` are those beyond the tree.
    """

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
    identifier: str = field(default="", metadata=LATER)
    uri: str = field(default="", metadata=LATER)
    creator: str = field(default="", metadata=LATER)
    description: str = field(default="", metadata=LATER)
    adoption_status: str = field(default="", metadata=LATER)
    starts_on: datetime.date | None = field(default=None, metadata=LATER)
    ends_on: datetime.date | None = field(default=None, metadata=LATER)
    scales: tuple[ScaleSpec, ...] = field(default=(), metadata=LATER)
    associations: tuple[AssociationSpec, ...] = field(default=(), metadata=LATER)
    definitions: tuple[DefinitionSpec, ...] = field(default=(), metadata=LATER)
    extra: dict[str, Any] = field(default_factory=dict, metadata=LATER)

    def walk(self) -> Iterator[CompetencySpec]:
        """Every node, parents before children."""
        waiting = list(reversed(self.competencies))
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)
