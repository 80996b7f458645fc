"""What the registries say of a training (RNCP, RS): open data of France compétences, Licence Ouverte 2.0."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from curriculum.formats.exchange import ImportReport, Remark


@dataclass(frozen=True)
class BlockSheet:
    """A block of a sheet: `RNCP509BC01`. Its title may be missing in the registry."""

    code: str
    title: str


@dataclass(frozen=True)
class Sheet:
    """One sheet. An empty text, a `None` and an empty tuple say that this export is silent, not that there is nothing.

    `ends_on` closes new entries; `delivery_until` is the last day of delivery to those in course, and only the XML has it.
    No export tells since when a sheet is active: `effective_on` is the date of effect of the decision, where there is one.
    """

    code: str
    title: str = ""
    diploma: str = ""
    diploma_short: str = ""
    level: str = ""
    active: bool | None = None
    registration: str = ""
    journal_on: datetime.date | None = None
    decided_on: datetime.date | None = None
    effective_on: datetime.date | None = None
    published_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    delivery_until: datetime.date | None = None
    certifiers: tuple[tuple[str, str], ...] = ()  # (SIRET, name)
    blocks: tuple[BlockSheet, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()  # NSF
    jobs: tuple[str, ...] = ()  # ROME
    fields: tuple[str, ...] = ()  # Formacode
    agreements: tuple[str, ...] = ()  # collective agreements
    ways: tuple[str, ...] = ()  # how one gets there
    partners: int | None = None

    @property
    def registry(self) -> str:
        return registry_of(self.code)

    @property
    def number(self) -> int:
        return int(self.code.removeprefix(self.registry))


@dataclass
class RegistryExport:
    """A file of the registry, read for some codes. `total` counts all its sheets, `exported_on` is the day it tells of."""

    format: str
    exported_on: datetime.date | None = None
    total: int = 0
    sheets: dict[str, Sheet] = field(default_factory=dict)
    warnings: list[Remark] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class ReferenceOutcome:
    """What became of one code: `outcome` is created, updated or unchanged; `changes` are sentences for the reader."""

    code: str
    slug: str
    label: str
    outcome: str
    title: str = ""
    units: int = 0
    changes: tuple[str, ...] = ()


@dataclass
class ReferencesReport(ImportReport):
    """What an import of references did, or would do. `items` counts units, `created`… count references.

    In JSON, `framework` and `version` name the training and its text where there is one only; `references` has them all.
    """

    references: list[ReferenceOutcome] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        named = ("slug", "label", "code", "outcome")
        only = self.references[0] if len(self.references) == 1 else None
        return {
            **super().to_json(),
            "framework": only.slug if only else "",
            "version": only.label if only else "",
            "references": [{name: getattr(entry, name) for name in named} for entry in self.references],
        }


def registry_of(code: str) -> str:
    return "RS" if code.startswith("RS") else "RNCP"
