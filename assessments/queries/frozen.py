"""The frozen halves of published versions. Immutable, so each process reads each of them once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from assessments.formats import Key, Paper
from assessments.models import AssessmentVersion
from assessments.scoring import right_answer
from content.versions import State


@lru_cache(maxsize=64)
def paper_of(version: UUID) -> Paper:
    """What trainees may see of a published version. Pages need nothing more."""
    return Paper.from_json(_published(version, "paper"))


@lru_cache(maxsize=64)
def key_of(version: UUID) -> Key:
    """How a published version is scored: for starting, submitting and corrections, never for a page before an answer."""
    return Key.from_json(_published(version, "key"))


def _published(version: UUID, half: str) -> Any:
    versions = AssessmentVersion.objects.exclude(state=State.DRAFT).filter(pk=version)
    return versions.values_list(half, flat=True).get()


def model_answers(version: UUID, items: Iterable[str] | None = None) -> dict[str, Any]:
    """The answers that get all the points, by item key: for demonstrations and tests."""
    key = key_of(version)
    return {name: right_answer(key.items[name].body) for name in (key.items if items is None else items)}
