"""What becomes of a file: its version is made, is there already, or is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.packages import Loaded, Loading
from content.versions import Thing, Version

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True)
class Arrival:
    """A version that a file brings: `line` is where its label stands, `digest` that of what the file says, `earlier` those
    of what it said before under the same label: an installation that has published one of these keeps it."""

    noun: str
    slug: str
    label: str
    line: int
    digest: str
    earlier: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        return {"slug": self.slug, "label": self.label}


def settle(
    arrival: Arrival,
    loading: Loading,
    *,
    thing: Thing | None,
    version: AnyVersion | None,
    create: Callable[[], AnyVersion],
    publish: Callable[[AnyVersion], AnyVersion],
) -> Loaded | None:
    """Create the version unless its label is there; publish it if this is asked. Refusals are noted in `loading`."""
    refusal = _refusal(arrival, loading, thing, version)
    if refusal:
        loading.refuse(arrival.line, refusal)
        return None
    if version is not None and not (loading.publish and version.is_draft):
        return Loaded(arrival.noun, arrival.slug, arrival.label, "unchanged")
    try:
        made = version or create()
        if loading.publish:
            publish(made)
    except ValidationError as error:
        loading.refuse(arrival.line, " ".join(error.messages))
        return None
    return Loaded(arrival.noun, arrival.slug, arrival.label, "created")


def _refusal(arrival: Arrival, loading: Loading, thing: Thing | None, version: Version | None) -> str:
    if version is not None and version.digest not in (arrival.digest, *arrival.earlier):
        reason = _("%(slug)s %(label)s existe déjà avec un autre contenu : donnez un nouveau numéro de version")
        return reason % arrival.names
    touched = version is None or version.is_draft
    if touched and thing is not None and thing.owner_id != loading.owner.pk:
        return _("« %(slug)s » appartient à un autre organisme : choisissez un autre nom court") % arrival.names
    return ""
