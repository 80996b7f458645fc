"""Reading assessments and tries. The viewer comes first; a page never reads a key before an answer."""

from assessments.queries.attempts import (
    CERTIFYING,
    answers_of,
    attempts_visible_to,
    current_score,
    has_passed,
    own_attempt,
    own_attempts,
    passed_attempts,
    published_version,
    tries_of,
)
from assessments.queries.frozen import key_of, model_answers, paper_of
from assessments.queries.results import Corrected, Review, corrected, corrections_of, reviews_of, sections_of
from assessments.queries.sitting import Place, Sitting, drawn_place, sitting_of

__all__ = [
    "CERTIFYING",
    "Corrected",
    "Place",
    "Review",
    "Sitting",
    "answers_of",
    "attempts_visible_to",
    "corrected",
    "corrections_of",
    "current_score",
    "drawn_place",
    "has_passed",
    "key_of",
    "model_answers",
    "own_attempt",
    "own_attempts",
    "paper_of",
    "passed_attempts",
    "published_version",
    "reviews_of",
    "sections_of",
    "sitting_of",
    "tries_of",
]
