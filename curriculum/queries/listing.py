"""Finding a framework in the list, by its name, its titles, its publisher."""

from curriculum.formats import searchable
from curriculum.models import FrameworkVersion


def matches(version: FrameworkVersion, asked: str) -> bool:
    """Whether every word asked for is in what the list says of the version, accents and case ignored."""
    about = [str(version), version.publisher, version.framework.slug, *version.title.values()]
    text = searchable(" ".join(about))
    return all(word in text for word in searchable(asked).split())
