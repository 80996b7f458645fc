"""Work outside the request: ids in, action out."""

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from certificates.actions import issue_for, issue_in_session, make_forms
from certificates.actions.decisions import follow_status
from certificates.actions.posting import post_files
from certificates.models import Award
from certificates.queries import handed_out, own_awards
from courses.models import Cohort, Enrolment
from people.models import Person


@task()
def make_award_forms(award_id: str) -> int:
    """The files of one award. Run twice, it makes nothing new."""
    return len(make_forms(award=Award.objects.select_related("issuer").get(pk=award_id), at=timezone.now()))


@task()
def issue_awards(enrolment_id: str) -> int:
    """Certificates that leave by themselves. Somebody whose data was erased meanwhile gets none."""
    related = Enrolment.objects.select_related("cohort__course_version__course")
    enrolment = related.filter(pk=enrolment_id).first()
    return len(issue_for(enrolment=enrolment, at=timezone.now())) if enrolment is not None else 0


@task()
def issue_session_awards(cohort_id: str) -> int:
    """The same for everybody of a session."""
    cohort = Cohort.objects.select_related("course_version__course").get(pk=cohort_id)
    return len(issue_in_session(cohort=cohort, at=timezone.now()))


@task()
def post_award_files(award_id: str, person_id: str) -> str:
    """The files of an award, to their holder. An award withdrawn meanwhile isn't sent."""
    person = Person.objects.get(pk=person_id)
    award = own_awards(person).get(pk=award_id)
    if not handed_out(award, timezone.now()):
        return ""
    with override(person.language or "fr"):
        return post_files(award=award, person=person, at=timezone.now())


@task()
def follow_award_status(award_id: str) -> int:
    """The records that hold an award, after its status changed. Run twice, it does nothing more."""
    return follow_status(award=Award.objects.get(pk=award_id), at=timezone.now())
