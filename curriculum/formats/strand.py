"""volet.strand/1: a digital strand put into one version of a training reference."""

import datetime
from dataclasses import dataclass, field

from curriculum.formats.naming import LATER

FORMAT = "volet.strand/1"


@dataclass(frozen=True)
class LineSpec:
    """A unit (by code) asks a competency (by code) at a level (by rank)."""

    unit: str
    competency: str
    level: int
    minutes: int
    statement: str
    effect: str
    legal_basis: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class StrandSpec:
    """`reference` and `framework` are (slug, label); the lines `*_line` are where the file names them."""

    slug: str
    label: str
    language: str
    title: str
    author: str
    standing: str
    reference: tuple[str, str]
    framework: tuple[str, str]
    hours: int
    introduction: str
    lines: tuple[LineSpec, ...]
    line: int = field(default=1, compare=False)
    reference_line: int = field(default=1, compare=False)
    framework_line: int = field(default=1, compare=False)
    legal_basis: str = field(default="", metadata=LATER)
    standing_on: datetime.date | None = field(default=None, metadata=LATER)
