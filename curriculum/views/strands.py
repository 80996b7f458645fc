"""Reading digital strands: the list, one of them, two side by side, where its minutes go."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content import richtext
from content.versions import State
from curriculum.exporters.library import dump_strand
from curriculum.exporters.strand_table import strand_csv
from curriculum.forms.strands import FindForm
from curriculum.models import DigitalStrandVersion, FrameworkVersion
from curriculum.policies import can_edit, drafting_organisations
from curriculum.queries import strand_spec, strand_versions_visible_to
from curriculum.queries.strand_comparison import comparable_strands, compare_strands
from curriculum.queries.strand_crossing import cross_strand, frameworks_within_reach
from curriculum.queries.strand_finding import find_strands
from curriculum.queries.strand_reading import matrix_of, read_strand
from curriculum.templatetags.curriculum import reader_language

PAGE = 50


@require_safe
def strand_list(request: HttpRequest) -> HttpResponse:
    every = find_strands(request.user)
    trainings = {version.reference_version.reference for version in every}
    options = sorted((reference.slug, reference.abbreviation) for reference in trainings)
    form = FindForm(request.GET, trainings=options)
    found = find_strands(
        request.user,
        words=form.asked("q"),
        training=form.asked("training"),
        standing=form.asked("standing"),
        drafts=bool(form.asked("mine")),
        among=every,
    )
    writes = bool(drafting_organisations(request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "any": bool(every), "writes": writes, "narrowed": len(found) != len(every)}
    return render(request, "curriculum/strand_list.html", context)


@require_safe
def strand_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """One strand. `?at=digcomp@3.0` reads it at another framework version, where a published crosswalk leads."""
    version = _visible(request, slug, label)
    reading = read_strand(version, reader_language())
    reach = frameworks_within_reach(request.user, version)
    target = _target(request, reach)
    crossing = cross_strand(version, reading.groups, target, reading.language) if target else None
    crossed = crossing.lines if crossing else {}
    comparable = comparable_strands(request.user, version)
    versions = [other for other in comparable if other.strand_id == version.strand_id]
    in_force = next((other for other in versions if other.state == State.PUBLISHED), None)
    context = {
        "version": version,
        "introduction": richtext.render(version.introduction),
        "reading": reading,
        "groups": [
            (group, [(line, node, crossed.get(line.pk)) for line, node in pairs]) for group, pairs in reading.shown
        ],
        "matrix": matrix_of(reading),
        "reach": reach,
        "crossing": crossing,
        "current": None if version.state == State.PUBLISHED else in_force,
        "versions": versions,
        "comparable": bool(comparable),
        "editable": can_edit(request.user, version.strand),
        "writes": bool(drafting_organisations(request.user)),
    }
    return render(request, "curriculum/strand_version.html", context)


@require_safe
def strand_coverage(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The matrix; `?open=2` opens the second area into its competencies, `?open=all` all of them; `?format=csv`: a file."""
    reading = read_strand(_visible(request, slug, label), reader_language())
    if request.GET.get("format") == "csv":
        content = strand_csv(reading.groups, reading.nodes, matrix_of(reading))
        return _file(content, f"{slug}-{label}.csv", "text/csv; charset=utf-8")
    asked = set(request.GET.getlist("open"))
    areas = list(enumerate(reading.nodes.areas, start=1))
    opened = {place for place, _area in areas if "all" in asked or str(place) in asked}
    paths = frozenset(area.competency.path for place, area in areas if place in opened)
    context = {
        "version": reading.version,
        "reading": reading,
        "matrix": matrix_of(reading, paths, detailed=True),
        "areas": [(place, area, place in opened, "&".join(_opening(opened ^ {place}))) for place, area in areas],
        "all_open": len(opened) == len(areas),
    }
    return render(request, "curriculum/strand_coverage.html", context)


@require_safe
def strand_compare(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """`?with=volet-bafa@1.0`: what has become of that one here. Without it, or with one that can't be compared: a choice."""
    version = _visible(request, slug, label)
    others = comparable_strands(request.user, version)
    asked = request.GET.get("with", "")
    other = next((other for other in others if f"{other.strand.slug}@{other.label}" == asked), None)
    context = {
        "version": version,
        "others": others,
        "other": other,
        "comparison": compare_strands(other, version) if other else None,
    }
    return render(request, "curriculum/strand_compare.html", context)


@require_safe
def strand_file(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The strand in the library format: what another installation loads."""
    version = _visible(request, slug, label)
    return _file(dump_strand(strand_spec(version)), f"{slug}-{label}.yaml", "application/yaml")


def _visible(request: HttpRequest, slug: str, label: str) -> DigitalStrandVersion:
    return get_object_or_404(strand_versions_visible_to(request.user), strand__slug=slug, label=label)


def _target(request: HttpRequest, reach: list[FrameworkVersion]) -> FrameworkVersion | None:
    asked = request.GET.get("at", "")
    if not asked:
        return None
    found = next((entry for entry in reach if f"{entry.framework.slug}@{entry.label}" == asked), None)
    if found is None:
        raise Http404
    return found


def _opening(places: set[int]) -> list[str]:
    return [f"open={place}" for place in sorted(places)]


def _file(content: bytes, name: str, mime: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
