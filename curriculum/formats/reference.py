"""volet.reference/1: one dated text of an existing training."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from curriculum.formats.naming import LATER

FORMAT = "volet.reference/1"


@dataclass(frozen=True)
class FactSpec:
    """A statement shown to people; unless `verified` it is shown « à vérifier »."""

    key: str
    label: str
    value: str
    source: str
    verified: bool


@dataclass(frozen=True)
class RegistryCodeSpec:
    registry: str
    code: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    source: str
    verified: bool
    status: str = field(default="", metadata=LATER)
    delivery_until: datetime.date | None = field(default=None, metadata=LATER)


@dataclass(frozen=True)
class HostSpec:
    """A training that a complementary certificate can be added to; `slug` where Volet holds its reference."""

    name: str
    slug: str
    source: str
    verified: bool
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class UnitSpec:
    """A step, unit, block, option or task. `choose` is how many of the children are needed; `hours` may be unknown."""

    code: str
    kind: str
    title: str
    hours: int | None
    note: str
    verified: bool
    choose: int | None
    children: tuple["UnitSpec", ...] = ()
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class ReferenceSpec:
    """`predecessor` is the (slug, label) of the text this one replaces; `line` is where the label stands.

    `earlier` are the digests of what a file said under this label before: where that was published, it stays.
    """

    slug: str
    label: str
    language: str
    abbreviation: str
    title: str
    kind: str
    legal_text: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    predecessor: tuple[str, str] | None
    facts: tuple[FactSpec, ...]
    codes: tuple[RegistryCodeSpec, ...]
    units: tuple[UnitSpec, ...]
    line: int = field(default=1, compare=False)
    predecessor_line: int = field(default=1, compare=False)
    hosts: tuple[HostSpec, ...] = field(default=(), metadata=LATER)
    earlier: tuple[str, ...] = field(default=(), compare=False)

    def walk(self) -> Iterator[UnitSpec]:
        """Every unit, parents before children."""
        waiting = list(reversed(self.units))
        while waiting:
            unit = waiting.pop()
            yield unit
            waiting += reversed(unit.children)
