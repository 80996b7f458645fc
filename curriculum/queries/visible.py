"""What a person may see: everybody what was published, the owner's authors and certifiers their drafts."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from content.versions import State, Version, Visibility
from curriculum.models import (
    Competency,
    CompetencyText,
    CrosswalkVersion,
    DigitalStrandVersion,
    Framework,
    FrameworkVersion,
    ProficiencyLevel,
    TrainingReferenceVersion,
)
from curriculum.policies import READABLE, drafting_organisations
from people.models import AuditEvent, Organisation
from people.policies import Viewer


def framework_versions_visible_to(person: Viewer) -> QuerySet[FrameworkVersion]:
    versions = FrameworkVersion.objects.select_related("framework")
    return versions.filter(_visible(person, "framework")).order_by("framework__slug", "-number")


def framework_versions_counted(person: Viewer) -> QuerySet[FrameworkVersion]:
    """The same, each with `areas`, `competences`, `statements` and `rungs`: how many it has."""
    levels = ProficiencyLevel.objects.filter(version=OuterRef("pk"))
    counts = {"areas": _counted("area"), "competences": _counted("competence"), "statements": _counted("statement")}
    return framework_versions_visible_to(person).annotate(**counts, rungs=_number(levels, "version"))


def framework_versions_sized(person: Viewer) -> QuerySet[FrameworkVersion]:
    """The same, each with `size`: how many nodes it has."""
    nodes = Competency.objects.filter(version=OuterRef("pk"))
    return framework_versions_visible_to(person).annotate(size=_number(nodes, "version"))


def framework_history(person: Viewer, framework: Framework) -> list[FrameworkVersion]:
    """Its versions, the last first, each with the one it was made from. One query."""
    versions = framework_versions_visible_to(person).filter(framework=framework)
    return list(versions.select_related("framework", "forked_from__framework").order_by("-number"))


def withdrawal_reason(version: Version) -> str:
    """Why a withdrawn version was withdrawn, as its owner wrote it; nothing for another state, and no query."""
    if version.state != State.WITHDRAWN:
        return ""
    events = AuditEvent.objects.filter(verb="withdrawn", noun=version._meta.label_lower, noun_id=str(version.pk))
    event = events.order_by("-at").first()
    return str(event.detail.get("reason", "")) if event else ""


def _counted(kind: str) -> Coalesce:
    return _number(Competency.objects.filter(version=OuterRef("pk"), kind=kind), "version")


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)


def competencies_visible_to(person: Viewer) -> QuerySet[Competency]:
    """Nodes with all their texts, the last revision first."""
    texts = CompetencyText.objects.select_related("erratum").order_by("language", "-revision")
    return (
        Competency.objects.select_related("version__framework", "parent")
        .prefetch_related(Prefetch("texts", texts))
        .filter(_visible(person, "version__framework", "version__"))
    )


def competencies_addressed(person: Viewer) -> QuerySet[Competency]:
    """The same, each with `has_levels`, and the `label` of the version in force of its framework as `label_in_force`."""
    levels = ProficiencyLevel.objects.filter(version=OuterRef("version"))
    in_force = FrameworkVersion.objects.filter(framework=OuterRef("version__framework"), state=State.PUBLISHED)
    return competencies_visible_to(person).annotate(
        has_levels=Exists(levels), label_in_force=Subquery(in_force.order_by("-number").values("label")[:1])
    )


def reference_versions_visible_to(person: Viewer) -> QuerySet[TrainingReferenceVersion]:
    """With the digital strands this person may see, in `visible_strands`."""
    strands = strand_versions_visible_to(person).exclude(state=State.WITHDRAWN)
    return (
        TrainingReferenceVersion.objects.select_related("reference", "predecessor__reference")
        .prefetch_related(Prefetch("strands", strands, to_attr="visible_strands"))
        .filter(_visible(person, "reference"))
        .order_by("reference__abbreviation", "-number")
    )


def strand_versions_visible_to(person: Viewer) -> QuerySet[DigitalStrandVersion]:
    versions = DigitalStrandVersion.objects.select_related(
        "strand", "reference_version__reference", "framework_version__framework"
    )
    return versions.filter(_visible(person, "strand")).order_by("title", "-number")


def crosswalk_versions_visible_to(person: Viewer) -> QuerySet[CrosswalkVersion]:
    versions = CrosswalkVersion.objects.select_related("crosswalk", "source__framework", "target__framework")
    return versions.filter(_visible(person, "crosswalk")).order_by("title", "-number")


def writing_organisations(person: Viewer) -> QuerySet[Organisation]:
    """The organisations in whose name this person writes frameworks, references, crosswalks and strands."""
    return Organisation.objects.filter(pk__in=drafting_organisations(person)).order_by("name")


def _visible(person: Viewer, thing: str, version: str = "") -> Q:
    public = Q(**{f"{version}state__in": READABLE, f"{thing}__visibility": Visibility.PUBLIC})
    return public | Q(**{f"{thing}__owner__in": drafting_organisations(person)})
