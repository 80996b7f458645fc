"""The record of a trainee of the demonstration."""

from datetime import datetime

from certificates import actions
from certificates.models import Annex, Award
from courses.models import Enrolment


def add_to_new_record(*, enrolment: Enrolment, award: Award, at: datetime) -> Annex | None:
    """Open the record of the training that the session belongs to, and add the certificate to it."""
    strand = enrolment.cohort.strand_version
    if strand is None or not hasattr(actions, "open_record"):
        return None
    record = actions.open_record(person=enrolment.person, strand_version=strand, at=at, file_number="")
    return actions.add_to_record(record=record, award=award, at=at)
