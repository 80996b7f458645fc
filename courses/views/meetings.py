"""Meetings of a session and their attendance sheets, for its trainers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions import add_meeting, note_attendance, remove_meeting
from courses.forms.meetings import MeetingForm
from courses.models import Cohort
from courses.queries import cohorts_visible_to, hours_of, meetings_of, meetings_visible_to, sheet_of
from courses.queries.enrolments import enrolments_visible_to
from people.policies import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_meetings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The half-days, their sheets, and the hours each trainee followed; a POST adds a half-day."""
    cohort: Cohort = get_object_or_404(cohorts_visible_to(request.user), pk=pk)
    form = MeetingForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_meeting(
                cohort=cohort,
                day=data["day"],
                title=data["title"],
                minutes=data["total"],
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error("day", error)
        else:
            return redirect("cohort-meetings", pk=cohort.pk)
    trainees = list(enrolments_visible_to(request.user).filter(cohort=cohort, left_at=None))
    hours = hours_of(trainees)
    followed = [(trainee, hours[trainee.pk]) for trainee in trainees if trainee.pk in hours]
    context = {
        "cohort": cohort,
        "meetings": meetings_of(cohort),
        "form": form,
        "followed": sorted(followed, key=lambda pair: (pair[0].person.family_name, pair[0].person.given_name)),
    }
    return render(request, "courses/cohort_meetings.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was there: one box each, all ticked at first, since absences are few."""
    meeting = get_object_or_404(meetings_visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            present = {UUID(value) for value in request.POST.getlist("present")}
            count = note_attendance(meeting=meeting, present=present, by=signed_in(request.user), at=timezone.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        except ValueError:
            messages.error(request, _("La feuille n'est pas arrivée entière. Rien n'est noté : recommencez."))
        else:
            words = ngettext("%(count)d personne présente.", "%(count)d personnes présentes.", count)
            messages.success(request, words % {"count": count})
            return redirect("cohort-meetings", pk=meeting.cohort_id)
    context = {"meeting": meeting, "cohort": meeting.cohort, "sheet": sheet_of(meeting)}
    return render(request, "courses/meeting_attendance.html", context)


@login_required
@require_POST
def meeting_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = get_object_or_404(meetings_visible_to(request.user), pk=pk)
    try:
        remove_meeting(meeting=meeting, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("cohort-meetings", pk=meeting.cohort_id)
