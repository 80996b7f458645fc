"""What reading a file of another standard gives, and what an import reports: shared by parsers, commands and screens."""

from dataclasses import asdict, dataclass, field
from typing import Any

from curriculum.formats.framework import FrameworkSpec


@dataclass(frozen=True)
class Remark:
    """Something to say of the file: `where` is a line, a row, an element or an identifier; `reason` is for the reader."""

    where: str
    reason: str


@dataclass
class Parsed:
    """A file read without the database. With errors there is nothing to import; warnings say what was changed or dropped."""

    format: str
    spec: FrameworkSpec | None = None
    warnings: list[Remark] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)


@dataclass
class ImportReport:
    """What an import did, or would do (`dry_run`). `framework` and `version` are the slug and label that export takes."""

    format: str
    framework: str = ""
    version: str = ""
    items: int = 0
    associations: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dry_run: bool = False
    warnings: list[Remark] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """For `--json`: the caller knows whether it asked for a dry run."""
        return {key: value for key, value in asdict(self).items() if key != "dry_run"}


#: What people call the formats. They are names: they are not translated.
FORMAT_NAMES = {
    "case": "CASE (JSON)",
    "skos-ttl": "SKOS (Turtle)",
    "skos-jsonld": "SKOS (JSON-LD)",
    "moodle-csv": "Moodle (CSV)",
}
