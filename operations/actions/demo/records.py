"""The record of a trainee of the demonstration."""

from datetime import datetime

from certificates.actions.records import add_to_record, open_record
from certificates.models import Annex, Award
from courses.models import Enrolment


def add_to_new_record(*, enrolment: Enrolment, award: Award, at: datetime) -> Annex:
    """Open the record of the training that the session belongs to, and add the certificate to it."""
    strand = enrolment.cohort.strand_version
    if strand is None:
        raise LookupError("the session has no digital strand")
    record = open_record(person=enrolment.person, strand_version=strand, at=at)
    return add_to_record(record=record, award=award, at=at)
