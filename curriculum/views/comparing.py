"""Two framework versions side by side: what became of each competency."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.versions import State
from curriculum.choices import Verdict
from curriculum.comparing import Comparison, Entry
from curriculum.exporters import comparison_csv, shown_entry
from curriculum.formats import searchable
from curriculum.models import FrameworkVersion
from curriculum.queries import compare_versions, crosswalk_to_follow, framework_versions_visible_to
from curriculum.templatetags.curriculum import reader_language

PER_PAGE = 100
#: The drawing's width, in its own units.
WIDTH = 1000


@require_safe
def framework_compare(request: HttpRequest) -> HttpResponse:
    """`?a=slug@label&b=slug@label`; `show` is a verdict, `q` words to find, `format=csv` the whole for a spreadsheet."""
    every = list(framework_versions_visible_to(request.user).exclude(state=State.WITHDRAWN))
    versions = {f"{version.framework.slug}@{version.label}": version for version in every}
    names = request.GET.get("a", ""), request.GET.get("b", "")
    old, new = versions.get(names[0]), versions.get(names[1])
    context: dict[str, Any] = {"versions": versions, "a": names[0], "b": names[1], "old": old, "new": new}
    if old is None or new is None:
        context |= {"pairs": _pairs(versions), "unknown": any(name and name not in versions for name in names)}
        return render(request, "curriculum/framework_compare.html", context)
    crosswalk = crosswalk_to_follow(request.user, old, new)
    found = compare_versions(old, new, crosswalk)
    if request.GET.get("format") == "csv":
        return _spreadsheet(found, old, new)
    context |= {"crosswalk": crosswalk, "figures": _figures(found), "total": len(found.entries)}
    context |= {"levels": found.levels, "levels_changed": any(step.verdict != "same" for step in found.levels)}
    context |= _table(request, found, (reader_language(), old.language, new.language))
    return render(request, "curriculum/framework_compare.html", context)


def _pairs(versions: dict[str, FrameworkVersion]) -> list[tuple[str, str, FrameworkVersion, FrameworkVersion]]:
    """Each framework's two newest published versions, the older first: what people come to compare."""
    newest: dict[object, list[tuple[str, FrameworkVersion]]] = {}
    for name, version in versions.items():
        if not version.is_draft:
            newest.setdefault(version.framework_id, []).append((name, version))
    return [(two[1][0], two[0][0], two[1][1], two[0][1]) for two in newest.values() if len(two) > 1]


def _figures(found: Comparison) -> list[dict[str, object]]:
    """Each verdict with its count and its place in the drawn bar."""
    figures, at = [], 0
    total = len(found.entries) or 1
    for verdict in Verdict:
        count = found.summary[verdict]
        end = at + count
        x, stop = round(at * WIDTH / total), round(end * WIDTH / total)
        figures.append({"verdict": verdict, "label": verdict.label, "count": count, "x": x, "width": stop - x})
        at = end
    return figures


def _table(request: HttpRequest, found: Comparison, languages: tuple[str, ...]) -> dict[str, object]:
    show, asked = request.GET.get("show", ""), request.GET.get("q", "").strip()[:100]
    words = searchable(asked).split()
    kept = [entry for entry in found.entries if show in ("", entry.verdict) and _says(entry, words)]
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    rows = [shown_entry(entry, languages) for entry in page]
    return {"page": page, "rows": rows, "show": show, "asked": asked}


def _says(entry: Entry, words: list[str]) -> bool:
    if not words:
        return True
    every = " ".join(" ".join((row.code, *row.titles.values())) for row in (*entry.old, *entry.new))
    text = searchable(every)
    return all(word in text for word in words)


def _spreadsheet(found: Comparison, old: FrameworkVersion, new: FrameworkVersion) -> HttpResponse:
    content = comparison_csv(found, old=str(old), new=str(new), language=reader_language())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{old.framework.slug}-{old.label}-{new.framework.slug}-{new.label}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
