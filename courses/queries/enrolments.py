"""Enrolments: one's own, and those a trainer follows."""

from uuid import UUID

from django.db.models import F, QuerySet

from courses.models import Cohort, Enrolment, IdentityCheck
from courses.policies import RUNNERS
from people.models import Organisation, Person
from people.policies import Viewer, roles_of


def own_enrolments(person: Viewer) -> QuerySet[Enrolment]:
    """The sessions this person is in, the one they worked in last first."""
    if not isinstance(person, Person):
        return Enrolment.objects.none()
    mine = Enrolment.objects.filter(person=person, left_at=None)
    related = ("cohort__course_version__course", "cohort__organisation", "cohort__reference_version__reference")
    return mine.select_related(*related).order_by(F("seen_at").desc(nulls_last=True), "-joined_at")


def bodies_run_by(person: Viewer) -> QuerySet[Organisation]:
    """Training bodies in which this person prepares sessions."""
    return Organisation.objects.filter(pk__in=_bodies(person), trains=True)


def cohorts_visible_to(person: Viewer) -> QuerySet[Cohort]:
    """Sessions of the bodies where this person trains or administers."""
    cohorts = Cohort.objects.filter(organisation__in=_bodies(person))
    return cohorts.select_related("organisation", "course_version__course", "reference_version__reference")


def enrolments_visible_to(person: Viewer) -> QuerySet[Enrolment]:
    """Trainees of the sessions this person follows as trainer or administrator."""
    enrolments = Enrolment.objects.filter(cohort__organisation__in=_bodies(person))
    return enrolments.select_related("person", "cohort__organisation", "cohort__course_version__course")


def identity_of(enrolment: Enrolment) -> IdentityCheck | None:
    """The newest check: the name as on the document, how it was seen, by whom."""
    return IdentityCheck.objects.filter(enrolment=enrolment).select_related("by").order_by("-at", "-pk").first()


def _bodies(person: Viewer) -> set[UUID]:
    return {organisation for role, organisation in roles_of(person) if role in RUNNERS}
