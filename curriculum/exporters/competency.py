"""A competency as JSON: what a machine gets at its lasting address."""

from collections.abc import Iterable
from typing import Any

from curriculum.models import Competency, ProficiencyLevel


def competency_document(
    competency: Competency,
    *,
    children: Iterable[Competency],
    levels: Iterable[ProficiencyLevel],
    base_url: str,
    after: int | None = None,
) -> dict[str, Any]:
    """Texts by language, each with its status, source and erratum; relatives by address. `competency` has its texts and
    version. With `after`, there are more children, and `next` says where."""
    version = competency.version

    def address(of: Any) -> str:
        return base_url.rstrip("/") + str(of.get_absolute_url())

    if (parent := competency.parent) is not None:
        parent.version = version
    more = {} if after is None else {"next": f"{address(competency)}?format=json&after={after}"}
    return {
        "uri": address(competency),
        "identifier": competency.identifier,
        "code": competency.code,
        "kind": competency.kind,
        "title": _titles(competency),
        "framework": {
            "uri": address(version),
            "slug": version.framework.slug,
            "label": version.label,
            "title": version.title,
            "state": version.state,
            "publisher": version.publisher,
            "source": version.source,
            "licence": version.licence,
            "adopted_on": version.adopted_on.isoformat() if version.adopted_on else None,
        },
        "parent": address(parent) if parent else None,
        "children": [address(child) for child in children],
        **more,
        "levels": [{"rank": level.rank, "code": level.code, "title": level.title} for level in levels],
    }


def _titles(competency: Competency) -> dict[str, dict[str, Any]]:
    """The last revision of each language."""
    titles: dict[str, dict[str, Any]] = {}
    for text in competency.texts.all():
        about = {"text": text.title, "status": text.status, "revision": text.revision, "source": text.source}
        if text.erratum:
            about["erratum"] = text.erratum.number
        known = titles.get(text.language)
        if known is None or known["revision"] < text.revision:
            titles[text.language] = about
    return titles
