"""What the two papers of the end of a training print. Neither is the certificate: the « attestation de fin de formation »
says what was aimed at and reached, the « certificat de réalisation » which hours were followed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.choices import Verdict
from assessments.models import Outcome
from assessments.queries.jury import jury_decisions_of
from certificates.queries.words import day
from content.documents import display_family
from courses.choices import Frame
from courses.models import Enrolment, Meeting
from courses.queries import Hours, abilities, hours_of, identity_of
from people.policies import Viewer

#: Points of type by length: a name of 120 letters still stands on two lines.
NAME_SIZES: Final = ((30, 22), (50, 17), (80, 13))
SMALLEST_NAME: Final = 11


@dataclass(frozen=True)
class Reached:
    """A competency the person was assessed on, in words, and whether it is validated."""

    text: str
    code: str
    achieved: bool


def hours_followed(enrolment: Enrolment) -> Hours | None:
    """None where no attendance sheet names this person: then there is nothing to certify."""
    return hours_of([enrolment]).get(enrolment.pk)


def has_realisation(enrolment: Enrolment) -> bool:
    """The « certificat de réalisation » belongs to professional training only."""
    return enrolment.cohort.frame == Frame.PROFESSIONAL


def attestation_context(enrolment: Enrolment, at: datetime) -> dict[str, Any]:
    """For `certificates/attestation_pdf.html`: objectives, nature, duration, results."""
    cohort = enrolment.cohort
    decision = jury_decisions_of([enrolment]).get(enrolment.pk)
    return _common(enrolment, at) | {
        "objectives": abilities(cohort.course_version, cohort.course_version.language),
        "reached": _reached(enrolment),
        "decision": decision,
        "decided_on": day(decision.sat_on) if decision else "",
        "document_title": _("Attestation de fin de formation"),
    }


def realisation_context(enrolment: Enrolment, at: datetime) -> dict[str, Any]:
    """For `certificates/realisation_pdf.html`: the meetings this person was at, and their sum."""
    meetings = Meeting.objects.filter(attendances__enrolment=enrolment, attendances__present=True)
    return _common(enrolment, at) | {
        "meetings": [(day(meeting.day), meeting.title, meeting.minutes) for meeting in meetings],
        "document_title": _("Certificat de réalisation"),
    }


def _common(enrolment: Enrolment, at: datetime) -> dict[str, Any]:
    cohort, identity = enrolment.cohort, identity_of(enrolment)
    name = identity.name if identity else enrolment.person.display_name
    return {
        "cohort": cohort,
        "course": cohort.course_version,
        "reference": cohort.reference_version,
        "hours": hours_followed(enrolment),
        "starts": day(cohort.starts_on),
        "ends": day(cohort.ends_on),
        "name": name,
        "name_checked": identity is not None,
        "name_family": display_family(name),
        "name_size": next((size for limit, size in NAME_SIZES if len(name) <= limit), SMALLEST_NAME),
        "made_on": day(at.astimezone(ZoneInfo(cohort.organisation.time_zone)).date()),
        "demo": settings.VOLET_DEMO or cohort.organisation.is_demo,
    }


def _reached(enrolment: Enrolment) -> list[Reached]:
    """By competency, the best verdict in force; in the words of the course where it has some for that competency."""
    language = enrolment.cohort.course_version.language
    words = {line["competency"]: line["text"] for line in abilities(enrolment.cohort.course_version, language)}
    rows = Outcome.objects.filter(enrolment=enrolment, superseded_by=None).select_related("competency", "level")
    best: dict[str, Reached] = {}
    for row in rows.prefetch_related("competency__texts").order_by("competency__position", "competency__code", "pk"):
        code, achieved = row.competency.code, row.verdict == Verdict.ACHIEVED
        if code not in best or (achieved and not best[code].achieved):
            texts = {text.language: text.title for text in row.competency.texts.all()}
            title = words.get(code) or texts.get(language) or next(iter(texts.values()), code)
            best[code] = Reached(str(title), f"{code}, {_('niveau')} {row.level.code}", achieved)
    return list(best.values())


def own_enrolment_papers(person: Viewer) -> list[Enrolment]:
    """Sessions of one's own that are over, newest first: those whose papers one can fetch."""
    mine = Enrolment.objects.filter(person=person.pk).select_related("cohort__organisation", "cohort__course_version")
    return list(mine.order_by("-cohort__ends_on", "-joined_at"))
