"""Reading certificates; the viewer first where one asks in somebody's name."""

from certificates.queries.achievements import achievements_visible_to, authorisations_visible_to, title_of
from certificates.queries.awards import (
    award_by_public_id,
    awards_visible_to,
    did_document_of,
    issuers,
    own_awards,
    published_by,
    register_visible_to,
)
from certificates.queries.candidates import Candidate, candidates, candidates_among
from certificates.queries.checking import Finding, check_file, check_link, check_number
from certificates.queries.checks import Check
from certificates.queries.covering import Coverage, coverage
from certificates.queries.foreign import ForeignReading, read_foreign
from certificates.queries.naming import name_corresponds
from certificates.queries.queue import QueueLine, signing_queue
from certificates.queries.records import own_records
from certificates.queries.standing import handed_out, verdict_of
from certificates.queries.words import Words, words_of

__all__ = [
    "Candidate",
    "Check",
    "Coverage",
    "Finding",
    "ForeignReading",
    "QueueLine",
    "Words",
    "achievements_visible_to",
    "authorisations_visible_to",
    "award_by_public_id",
    "awards_visible_to",
    "candidates",
    "candidates_among",
    "check_file",
    "check_link",
    "check_number",
    "coverage",
    "did_document_of",
    "handed_out",
    "issuers",
    "name_corresponds",
    "own_awards",
    "own_records",
    "published_by",
    "read_foreign",
    "register_visible_to",
    "signing_queue",
    "title_of",
    "verdict_of",
    "words_of",
]
