"""The course as a file says it (`volet.course/1`): what the parser makes, before any look at the database.

Each part keeps the line where it stands, so that what the database refuses can be named too. `own` is what the kind of
the activity parsed of its own keys.
"""

from dataclasses import dataclass
from typing import Any

from content.packages import VersionName


@dataclass(frozen=True)
class TargetSpec:
    """A competency by its code in the course's framework, at the rank of a level."""

    competency: str
    level: int
    line: int


@dataclass(frozen=True)
class StatementSpec:
    """A « sait faire » line of the certificate."""

    text: str
    target: TargetSpec


@dataclass(frozen=True)
class CertificateSpec:
    """What can be earned: the activity that must be passed, and what it then says."""

    slug: str
    label: str
    title: str
    summary: str
    activity: str
    needs_supervision: bool
    statements: list[StatementSpec]
    line: int

    def as_json(self) -> dict[str, Any]:
        """As `CourseVersion.certificate` keeps it: the keys of the file."""
        return {
            "slug": self.slug,
            "label": self.label,
            "title": self.title,
            "summary": self.summary,
            "activity": self.activity,
            "needs_supervision": self.needs_supervision,
            "statements": [
                {"text": entry.text, "competency": entry.target.competency, "level": entry.target.level}
                for entry in self.statements
            ],
        }


@dataclass(frozen=True)
class ActivitySpec:
    key: str
    kind: str
    title: str
    minutes: int
    protected: bool
    targets: list[TargetSpec]
    own: Any
    line: int


@dataclass(frozen=True)
class ModuleSpec:
    key: str
    title: str
    activities: list[ActivitySpec]
    line: int


@dataclass(frozen=True)
class CourseSpec:
    slug: str
    label: str
    language: str
    title: str
    summary: str
    licence: str
    authors: list[str]
    framework: VersionName | None
    modules: list[ModuleSpec]
    certificate: CertificateSpec | None
    digest: str
    line: int

    def targets(self) -> list[TargetSpec]:
        """Every competency the file names, certificate included."""
        aimed = [target for module in self.modules for entry in module.activities for target in entry.targets]
        certified = [entry.target for entry in self.certificate.statements] if self.certificate else []
        return aimed + certified
