"""Scoring: what a question holds, what an answer to it may be, and how many points the answer gets.

Pure: no Django, no database, no clock. A kind of question is one module of `scoring.bodies`, found by itself. The rules
are those of docs/reference/library-format.md (volet.assessment/1).
"""

from assessments.scoring.bodies import body_kinds, normalise_answer, paper_of, parse_body, right_answer, score
from assessments.scoring.body import Answer, Body, BodyError, Flaw, ItemScore, Part, Question

__all__ = [
    "Answer",
    "Body",
    "BodyError",
    "Flaw",
    "ItemScore",
    "Part",
    "Question",
    "body_kinds",
    "normalise_answer",
    "paper_of",
    "parse_body",
    "right_answer",
    "score",
]
