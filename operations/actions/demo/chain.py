"""The whole chain, once, by the same actions as the screens: from the library to an annex, for `demo --check`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from certificates.actions import make_forms, sign_awards
from certificates.actions.forms import content_of
from certificates.choices import FormKind
from certificates.models import AchievementVersion, Award, TrainingRecord
from certificates.queries.annex import annex_context
from certificates.queries.covering import Coverage, coverage
from certificates.queries.issuing import issuer_document
from content.documents import render_pdf
from courses.actions import IdentityEntry, confirm_identities, join_cohort
from courses.choices import SeenAs
from courses.models import Cohort
from operations.actions.demo.certificates import offer_certificate
from operations.actions.demo.installation import Bodies, load_library, make_bodies
from operations.actions.demo.learning import certifying_quiz, learn, take_certifying_quiz
from operations.actions.demo.people import SESSION, Stage
from operations.actions.demo.records import add_to_new_record
from operations.actions.demo.session import open_session

#: Long, with accents of three languages: what breaks a certificate breaks here.
GIVEN_NAME, FAMILY_NAME = "Anne-Élisabeth", "de La Rochebrune-Çelik Trần"
#: Of the certificate that is withdrawn.
GIVEN_NAME_2, FAMILY_NAME_2 = "Yanis", "Morel-Diop"


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
    bodies: Bodies


def run_chain(*, at: datetime) -> Chain:
    """A session, one trainee from the code on the poster to the annex of their record. Needs an empty database."""
    load_library(at=at)
    bodies = make_bodies(at=at)
    version = offer_certificate(bodies=bodies, at=at)
    cohort = open_session(bodies=bodies, name=SESSION, starts_on=at.date() - timedelta(days=2), days=8, at=at)
    award, second = _awarded(bodies, version, cohort, at)
    enrolment = award.evidence.get().enrolment
    record = add_to_new_record(enrolment=enrolment, award=award, at=at).record
    return _papers(bodies, award, second, record, at)


def _awarded(bodies: Bodies, version: AchievementVersion, cohort: Cohort, at: datetime) -> list[Award]:
    """From the code on the poster to the signature: the award of the chain, and another that is withdrawn afterwards."""
    names = {(GIVEN_NAME, FAMILY_NAME), (GIVEN_NAME_2, FAMILY_NAME_2)}
    entries = []
    for given, family in sorted(names):
        joined = join_cohort(code=cohort.join_code, given_name=given, family_name=family, at=at)
        learn(enrolment=joined.enrolment, stage=Stage.WAITING_FOR_OPENING, at=at - timedelta(days=1))
        entries.append(IdentityEntry(joined.enrolment, given, family, SeenAs.DOCUMENT))
    enrolments = [entry.enrolment for entry in entries]
    take_certifying_quiz(
        enrolments=[(enrolment, Stage.READY) for enrolment in enrolments],
        activity_key=certifying_quiz(enrolments[0]),
        trainer=bodies.trainer,
        at=at - timedelta(hours=2),
    )
    confirm_identities(cohort=cohort, entries=entries, by=bodies.trainer, at=at - timedelta(hours=1))
    awards = sign_awards(achievement_version=version, enrolments=enrolments, by=bodies.signatory, at=at)
    if len(awards) != len(entries):
        raise LookupError(f"{len(awards)} certificates were signed, {len(entries)} were due")
    return sorted(awards, key=lambda award: award.holder.name != f"{GIVEN_NAME} {FAMILY_NAME}")


def _papers(bodies: Bodies, award: Award, second: Award, record: TrainingRecord, at: datetime) -> Chain:
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
        second=second,
        bodies=bodies,
    )
