"""The catalogue and free reading, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.models import CourseVersion
from courses.queries import abilities, activity_of, outline, place_of, published_courses, readable_version
from courses.registries import kinds
from curriculum.queries.panels import left_behind


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/course_list.html", {"versions": published_courses()})


@require_safe
def course_detail(request: HttpRequest, slug: str) -> HttpResponse:
    version = _version(request, slug)
    modules = outline(version)
    context = {
        "version": version,
        "modules": modules,
        "minutes": sum(module.minutes for module in modules),
        "first": next((module.activities[0] for module in modules if module.activities), None),
        "abilities": abilities(version, get_language() or version.language),
        "tail": _tail(version),
        "behind": left_behind(request.user, version.course, version, version.framework_version),
    }
    return render(request, "courses/course_detail.html", context)


@require_safe
def course_activity(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Reading one activity. A protected one says what it is, and nothing of what it holds."""
    version = _version(request, slug)
    place = place_of(outline(version), key)
    activity = activity_of(version, key) if place else None
    if place is None or activity is None:
        raise Http404
    kind = kinds[activity.kind]
    context = {"version": version, "place": place, "activity": activity, "kind": kind, "enrolment": None}
    context["easy"] = request.GET.get("lecture") == "facile"
    context["edition"] = _tail(version)
    context["tail"] = context["edition"] or ("?lecture=facile" if context["easy"] else "")
    if not activity.protected:
        context |= kind.page(activity, request=request, enrolment=None)
    return render(request, "courses/course_activity.html", context)


def _tail(version: CourseVersion) -> str:
    """What addresses carry on while a draft is read."""
    return f"?{urlencode({'edition': version.label})}" if version.is_draft else ""


def _version(request: HttpRequest, slug: str) -> CourseVersion:
    edition = request.GET.get("edition", "")[:20].replace("\0", "")
    version = readable_version(request.user, slug, edition)
    if version is None:
        raise Http404
    return version
