"""Finding a strand among those a person may see."""

from content.versions import State
from curriculum.formats import searchable
from curriculum.models import DigitalStrandVersion
from curriculum.queries.visible import strand_versions_visible_to
from people.policies import Viewer


def find_strands(
    person: Viewer,
    *,
    words: str = "",
    training: str = "",
    standing: str = "",
    drafts: bool = False,
    among: list[DigitalStrandVersion] | None = None,
) -> list[DigitalStrandVersion]:
    """The strands in force, and the drafts this person writes: narrowed down by words (accents ignored), by the slug of a
    training and by standing. One query; none with `among`, what was found before."""
    if among is None:
        current = strand_versions_visible_to(person).filter(state__in=(State.PUBLISHED, State.DRAFT))
        among = list(current.defer("introduction", "framework_version__extra", "framework_version__description"))
    asked = searchable(words).split()
    return [
        version
        for version in among
        if (not training or version.reference_version.reference.slug == training)
        and (not standing or version.standing == standing)
        and (not drafts or version.is_draft)
        and all(word in _text(version) for word in asked)
    ]


def _text(version: DigitalStrandVersion) -> str:
    reference, framework = version.reference_version, version.framework_version
    named = (reference.reference.abbreviation, reference.title, framework.framework.name)
    return searchable(" ".join((version.title, version.author, *named)))
