"""The trainee's screens: what comes next, the whole course, one activity."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.actions import complete_activity, start_activity
from courses.models import Enrolment
from courses.queries import Journey, Step, activity_of, journey, own_enrolments, place_of
from courses.registries import kinds

EASY = "facile"
trainee_only = login_required(login_url="person-return")


@trainee_only
@never_cache
@require_safe
def trainee_home(request: HttpRequest) -> HttpResponse:
    """The session they worked in last, what comes next in it, and the others by name."""
    enrolments = list(own_enrolments(request.user))
    current = journey(enrolments[0]) if enrolments else None
    context = {"journey": current, "enrolment": current and current.enrolment, "others": enrolments[1:]}
    return render(request, "courses/trainee_home.html", context)


@trainee_only
@never_cache
@require_safe
def enrolment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    enrolment = get_object_or_404(own_enrolments(request.user), pk=pk)
    return render(request, "courses/enrolment_detail.html", {"journey": journey(enrolment), "enrolment": enrolment})


@trainee_only
@never_cache
@require_safe
def activity_open(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """One activity; a protected one that isn't open says who will open it. Reading changes nothing."""
    current, step = _step(request, pk, key)
    context = {"journey": current, "enrolment": current.enrolment, "step": step, "opening": step.opening}
    context |= {"place": place_of(current.modules, key), "progress": step.progress}
    if step.closed:
        return render(request, "courses/activity_closed.html", context)
    activity = activity_of(current.enrolment.cohort.course_version, key)
    if activity is None:
        raise Http404
    kind = kinds[activity.kind]
    context |= {"activity": activity, "kind": kind, "easy": request.GET.get("lecture") == EASY}
    context |= kind.page(activity, request=request, enrolment=current.enrolment)
    return render(request, "courses/activity_open.html", context)


@trainee_only
@require_POST
def activity_start(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """« Continuer »: remembers that they began, and goes there."""
    current, step = _step(request, pk, key)
    if not step.closed:
        start_activity(enrolment=current.enrolment, activity_key=key, at=timezone.now())
    return _to(request, current.enrolment, key)


@trainee_only
@require_POST
def activity_done(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """« J'ai terminé, la suite ». Twice is once; the next activity is started."""
    current, step = _step(request, pk, key)
    if step.closed or not step.activity.manual:
        return _to(request, current.enrolment, key)
    now = timezone.now()
    complete_activity(enrolment=current.enrolment, activity_key=key, at=now)
    following = journey(current.enrolment).after(key)
    if following is None:
        messages.success(request, _("Bravo, vous avez tout terminé."))
        return redirect("trainee-home")
    if not following.closed:
        start_activity(enrolment=current.enrolment, activity_key=following.activity.key, at=now)
    return _to(request, current.enrolment, following.activity.key)


def _step(request: HttpRequest, pk: UUID, key: str) -> tuple[Journey, Step]:
    enrolment = get_object_or_404(own_enrolments(request.user), pk=pk)
    current = journey(enrolment)
    step = current.step(key)
    if step is None:
        raise Http404
    return current, step


def _to(request: HttpRequest, enrolment: Enrolment, key: str) -> HttpResponse:
    """The page of an activity, in the register the trainee reads."""
    easy = f"?lecture={EASY}" if request.POST.get("lecture") == EASY else ""
    return redirect(reverse("activity-open", args=[enrolment.pk, key]) + easy)
