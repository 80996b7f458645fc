"""What authors of strands read: their own, what can be reused, what stands in the way of publishing."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from content.versions import State
from curriculum.models import DigitalStrandVersion, StrandLine
from curriculum.policies import drafting_organisations
from curriculum.queries.visible import strand_versions_visible_to
from people.policies import Viewer


@dataclass(frozen=True)
class Balance:
    """The minutes of the lines against the hours that the strand announces."""

    expected: int
    minutes: int

    @property
    def missing(self) -> int:
        return max(0, self.expected - self.minutes)

    @property
    def beyond(self) -> int:
        return max(0, self.minutes - self.expected)


def strand_versions_written_by(person: Viewer) -> QuerySet[DigitalStrandVersion]:
    """The versions, in any state, of the strands of this person's organisations."""
    owners = drafting_organisations(person)
    return strand_versions_visible_to(person).filter(strand__owner__in=owners).select_related("strand__owner")


def balance_of(version: DigitalStrandVersion, *, instead_of: StrandLine | None = None, minutes: int = 0) -> Balance:
    """Where the minutes stand; with `minutes`, where they would with such a line, new or in the place of another."""
    lines = version.lines.exclude(pk=instead_of.pk) if instead_of else version.lines.all()
    return Balance(version.hours * 60, (lines.aggregate(total=Sum("minutes"))["total"] or 0) + minutes)


def speaks_for_another(version: DigitalStrandVersion) -> bool:
    """Whether an adapted draft still presents itself in the words of the body it was taken from."""
    origin = version.forked_from
    if origin is None or origin.strand_id == version.strand_id:
        return False
    return bool(origin.introduction) and origin.introduction in version.introduction


def strand_obstacles(version: DigitalStrandVersion) -> list[str]:
    """Why a draft can't be published, in sentences; empty when it can. One query beyond the version's own relations.

    An equivalence without its text and date is not among them: the database holds none.
    """
    minutes, asked = balance_of(version).minutes, version.hours * 60
    names = {"version": version, "minutes": minutes, "expected": asked}
    found = []
    if not minutes:
        found.append(_("« %(version)s » est vide : ajoutez au moins une ligne.") % names)
    elif minutes != asked:
        found.append(_("Les lignes font %(minutes)d minutes en tout ; il en faut %(expected)d.") % names)
    for pointed in (version.reference_version, version.framework_version):
        if pointed.state in {State.DRAFT, State.WITHDRAWN}:
            found.append(_("« %(version)s » n'est pas publié.") % {"version": pointed})
    return found
