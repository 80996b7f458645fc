"""Shapes that travel: the file `volet.assessment/1` as parsed, and the two frozen halves of a published version.

`Paper` is what trainees may see and `Key` how it is scored. Both are read from JSON once and are immutable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from assessments.scoring import Body, Question, paper_of, parse_body
from assessments.scoring.drawing import Drawable, Pool
from content.packages import VersionName


@dataclass(frozen=True)
class ItemSpec:
    """An item of a file. `line` is where it starts."""

    key: str
    kind: str
    body: Body
    review: str
    line: int


@dataclass(frozen=True)
class SectionSpec:
    key: str
    title: str
    competency: str
    level: int
    target_line: int
    draw: int | None
    items: tuple[ItemSpec, ...]


@dataclass(frozen=True)
class AssessmentSpec:
    """A file of `volet.assessment/1`."""

    slug: str
    label: str
    language: str
    title: str
    purpose: str
    framework: VersionName | None
    introduction: str
    feedback: str
    pass_rule: dict[str, float]
    sections: tuple[SectionSpec, ...]
    line: int
    digest: str = ""


@dataclass(frozen=True)
class PaperSection:
    key: str
    title: str


@dataclass(frozen=True)
class Paper:
    """`size` is the number of questions each person gets; `overall` and `section` the shares that pass, None in practice."""

    title: str
    introduction: str
    purpose: str
    feedback: str
    size: int
    overall: float | None
    section: float | None
    sections: tuple[PaperSection, ...]
    questions: Mapping[str, Question]

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "introduction": self.introduction,
            "purpose": self.purpose,
            "feedback": self.feedback,
            "size": self.size,
            "overall": self.overall,
            "section": self.section,
            "sections": [{"key": section.key, "title": section.title} for section in self.sections],
            "questions": [question.to_json() for question in self.questions.values()],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        questions = [Question.from_json(entry) for entry in data["questions"]]
        return cls(
            title=data["title"],
            introduction=data["introduction"],
            purpose=data["purpose"],
            feedback=data["feedback"],
            size=data["size"],
            overall=data["overall"],
            section=data["section"],
            sections=tuple(PaperSection(**entry) for entry in data["sections"]),
            questions={question.key: question for question in questions},
        )

    @property
    def after_each(self) -> bool:
        return self.feedback == "after_each"


@dataclass(frozen=True)
class KeyItem:
    """An item with its solution. `version` is the id of its frozen version, `review` the activity to see again."""

    key: str
    section: str
    kind: str
    body: Body
    points: int
    review: str
    version: str


@dataclass(frozen=True)
class KeySection:
    """What a section is about: ids of the competency and of the level (None in practice)."""

    key: str
    competency: str
    level: int | None
    draw: int | None


@dataclass(frozen=True)
class Key:
    """`overall` and `section` are the shares that pass; both are None in practice."""

    overall: float | None
    section: float | None
    sections: tuple[KeySection, ...]
    items: Mapping[str, KeyItem]

    def to_json(self) -> dict[str, Any]:
        items = [
            {
                "key": item.key,
                "section": item.section,
                "kind": item.kind,
                "body": item.body.to_json(),
                "points": item.points,
                "review": item.review,
                "version": item.version,
            }
            for item in self.items.values()
        ]
        sections = [
            {"key": entry.key, "competency": entry.competency, "level": entry.level, "draw": entry.draw}
            for entry in self.sections
        ]
        return {"overall": self.overall, "section": self.section, "sections": sections, "items": items}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        items = [KeyItem(**{**entry, "body": parse_body(entry["kind"], entry["body"])}) for entry in data["items"]]
        return cls(
            overall=data["overall"],
            section=data["section"],
            sections=tuple(KeySection(**entry) for entry in data["sections"]),
            items={item.key: item for item in items},
        )

    @cached_property
    def pools(self) -> tuple[Pool, ...]:
        """What a draw takes from."""
        return tuple(
            Pool(
                section.key, tuple(_drawable(i) for i in self.items.values() if i.section == section.key), section.draw
            )
            for section in self.sections
        )


def _drawable(item: KeyItem) -> Drawable:
    return Drawable(item.key, paper_of(item.body).part_ids, item.body.never_order())
