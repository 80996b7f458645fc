"""The whole chain, once, by the same actions as the screens: from the library to an annex, for `demo --check`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from certificates.actions import make_forms, sign_awards
from certificates.actions.forms import content_of
from certificates.choices import FormKind
from certificates.models import Award, TrainingRecord
from certificates.queries.annex import annex_context
from certificates.queries.covering import Coverage, coverage
from certificates.queries.issuing import issuer_document
from content.documents import render_pdf
from courses.actions import IdentityEntry, confirm_identities, join_cohort
from courses.choices import SeenAs
from operations.actions.demo.certificates import offer_certificate
from operations.actions.demo.installation import Bodies, load_library, make_bodies
from operations.actions.demo.learning import certifying_quiz, learn, take_certifying_quiz
from operations.actions.demo.people import SESSION, Stage
from operations.actions.demo.records import add_to_new_record
from operations.actions.demo.session import open_session

#: Long, with accents of three languages: what breaks a certificate breaks here.
GIVEN_NAME, FAMILY_NAME = "Anne-Élisabeth", "de La Rochebrune-Çelik Trần"


@dataclass(frozen=True)
class Chain:
    """What came of it, as bytes that somebody else can check."""

    award: Award
    name: str
    certificate: bytes
    credential: bytes
    annex: bytes
    did_document: dict[str, object]
    coverage: Coverage
    second: Award


def run_chain(*, at: datetime) -> Chain:
    """A session, one trainee from the code on the poster to the annex of their record. Needs an empty database."""
    load_library(at=at)
    bodies = make_bodies(at=at)
    version = offer_certificate(bodies=bodies, at=at)
    cohort = open_session(bodies=bodies, name=SESSION, starts_on=at.date() - timedelta(days=2), days=8, at=at)
    joined = join_cohort(code=cohort.join_code, given_name=GIVEN_NAME, family_name=FAMILY_NAME, at=at)
    enrolment = joined.enrolment
    learn(enrolment=enrolment, stage=Stage.WAITING_FOR_OPENING, at=at - timedelta(days=1))
    take_certifying_quiz(
        enrolments=[(enrolment, Stage.READY)],
        activity_key=certifying_quiz(enrolment),
        trainer=bodies.trainer,
        at=at - timedelta(hours=2),
    )
    seen = IdentityEntry(enrolment, GIVEN_NAME, FAMILY_NAME, SeenAs.DOCUMENT)
    confirm_identities(cohort=cohort, entries=[seen], by=bodies.trainer, at=at - timedelta(hours=1))
    second = _second(bodies, cohort, at)
    awards = sign_awards(achievement_version=version, enrolments=[enrolment], by=bodies.signatory, at=at)
    if len(awards) != 1:
        raise LookupError(f"{len(awards)} certificates were signed, 1 was due")
    record = add_to_new_record(enrolment=enrolment, award=awards[0], at=at).record
    return _papers(bodies, awards[0], record, at)


def _papers(bodies: Bodies, award: Award, record: TrainingRecord, at: datetime) -> Chain:
    files = {form.form: content_of(form) for form in make_forms(award=award, at=at)}
    covered = coverage(record)
    context = annex_context(record, covered, at)
    annex = render_pdf(
        template="certificates/annex_pdf.html",
        context=context,
        title=context["document_title"],
        language=record.strand_version.language,
    )
    return Chain(
        award=award,
        name=f"{GIVEN_NAME} {FAMILY_NAME}",
        certificate=files[FormKind.PDF],
        credential=files[FormKind.CREDENTIAL],
        annex=annex,
        did_document=issuer_document(bodies.certifier, award.payload["issuer"]["did"]),
        coverage=covered,
    )
