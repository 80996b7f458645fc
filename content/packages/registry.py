"""The loaders: one per format, added by the rooms in `AppConfig.ready`.

A loader parses without the database (`parse`: fields → a dataclass of the room's `formats`), then loads inside the one
transaction of the whole folder (`load`). What it refuses it notes in `loading.refuse(line, reason)`; if anything was noted
anywhere, the transaction rolls back. A dry run is the same, rolled back on purpose.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from content.packages.documents import Document, Problem
from content.packages.fields import Fields

if TYPE_CHECKING:
    from people.models import Organisation, Person


@dataclass(frozen=True)
class Loaded:
    """What became of one document: `outcome` is created or unchanged."""

    noun: str
    slug: str
    label: str
    outcome: str


@dataclass
class Loading:
    """The circumstances of one document's loading. `publish` says whether what is made is published at once."""

    document: Document
    owner: "Organisation"
    by: "Person | None"
    at: datetime
    publish: bool
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.document.name, line, reason))


class Loader(Protocol):
    """`order` says which formats go first: frameworks 10, crosswalks 15, references 20, strands 30, assessments 40, courses
    50."""

    format: str
    order: int

    def parse(self, fields: Fields) -> Any: ...

    def load(self, parsed: Any, loading: Loading) -> Loaded | None: ...


@runtime_checkable
class Arranging(Protocol):
    """A loader whose files may name one another: it says in which order those of one folder load, else by their names."""

    def arrange(self, work: list[tuple[Document, Any]]) -> list[tuple[Document, Any]]: ...


loaders: dict[str, Loader] = {}
