"""What a try came to, and what to look at again."""

from collections import defaultdict
from dataclasses import dataclass

from assessments.formats import KeyItem
from assessments.models import Attempt, Score
from assessments.queries.frozen import key_of, paper_of
from assessments.queries.sitting import Place, sitting_of
from assessments.registries import Line
from assessments.scoring import score as score_item
from courses.models import Activity

REVIEWS = 3
#: Shares are kept with six decimals.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Review:
    """An activity to see again. `minutes` is the time it takes, `lost` the points missed on it."""

    key: str
    title: str
    minutes: int
    lost: float


@dataclass(frozen=True)
class SectionResult:
    title: str
    percent: int
    reached: bool


@dataclass(frozen=True)
class Corrected:
    """A question after the answer. `verdict` is right, partial, wrong or blank."""

    place: Place
    verdict: str
    lines: list[Line]
    feedback: str


def corrected(place: Place, item: KeyItem, *, full: bool) -> Corrected:
    """The teaching correction. Without `full`, only what was answered is commented: the solution may be asked again."""
    result = score_item(item.body, place.answer)
    verdict = "blank" if not result.given else "right" if result.share == 1 else "partial" if result.share else "wrong"
    lines = place.kind.correction(item.body, place.shown(), place.answer, full=full)
    return Corrected(place, verdict, lines, item.body.feedback)


def corrections_of(attempt: Attempt) -> list[Corrected]:
    """Of every question of a submitted try; full in practice only."""
    key = key_of(attempt.assessment_version_id)
    full = key.overall is None
    return [corrected(place, key.items[place.question.key], full=full) for place in sitting_of(attempt).places()]


def sections_of(attempt: Attempt, score: Score) -> list[SectionResult]:
    """Each section's share, and whether it reaches what the quiz asks."""
    paper, shares = paper_of(attempt.assessment_version_id), score.detail["sections"]
    threshold = (paper.section or 0.0) - TOLERANCE
    return [
        SectionResult(section.title, round(shares[section.key] * 100), shares[section.key] >= threshold)
        for section in paper.sections
        if section.key in shares
    ]


def reviews_of(attempt: Attempt, score: Score) -> list[Review]:
    """At most three activities of the trainee's course to see again, those that cost the most points first."""
    key = key_of(attempt.assessment_version_id)
    lost: dict[str, float] = defaultdict(float)
    for name, share in score.detail["items"].items():
        item = key.items[name]
        if item.review and share < 1:
            lost[item.review] += (1 - share) * item.points
    if not lost:
        return []
    activities = Activity.objects.non_polymorphic().filter(
        course_version=attempt.enrolment.cohort.course_version_id, key__in=lost
    )
    found = activities.order_by("position").values_list("key", "title", "minutes")
    reviews = [Review(name, title, minutes, round(lost[name], 6)) for name, title, minutes in found]
    return sorted(reviews, key=lambda review: -review.lost)[:REVIEWS]
