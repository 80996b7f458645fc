"""What a digital strand asks, unit by unit; what a competency is asked for."""

from dataclasses import dataclass, field

from content.versions import State
from curriculum.models import Competency, DigitalStrandVersion, ReferenceUnit, StrandLine
from curriculum.queries.visible import strand_versions_visible_to
from people.policies import Viewer


@dataclass
class UnitLines:
    """The lines that a strand version puts into one unit, in the strand's order."""

    unit: ReferenceUnit
    lines: list[StrandLine] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)


def strand_lines(version: DigitalStrandVersion) -> list[UnitLines]:
    """The lines of a version by unit, in the order of the training reference. One query, or two."""
    lines = StrandLine.objects.filter(version=version).select_related("unit", "competency", "level")
    groups: dict[object, UnitLines] = {}
    for line in lines.order_by("unit__position", "position"):
        line.competency.version = line.level.version = version.framework_version
        groups.setdefault(line.unit_id, UnitLines(line.unit)).lines.append(line)
    return list(groups.values())


def lines_asking_for(person: Viewer, competency: Competency) -> list[StrandLine]:
    """The lines of current strands that ask for a competency, with all a page shows of them. One query."""
    strands = strand_versions_visible_to(person).filter(state=State.PUBLISHED)
    lines = StrandLine.objects.filter(competency=competency, version__in=strands.order_by().values("pk"))
    related = ("unit", "level", "version__strand", "version__reference_version__reference")
    return list(lines.select_related(*related).order_by("version__title", "position"))
