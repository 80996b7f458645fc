"""What a person may see: everybody what was published, the owner's authors and certifiers their drafts."""

from django.db.models import Count, Prefetch, Q, QuerySet

from content.versions import State, Visibility
from curriculum.models import (
    Competency,
    CompetencyText,
    CrosswalkVersion,
    DigitalStrandVersion,
    FrameworkVersion,
    TrainingReferenceVersion,
)
from curriculum.policies import READABLE, drafting_organisations
from people.models import Organisation
from people.policies import Viewer


def framework_versions_visible_to(person: Viewer) -> QuerySet[FrameworkVersion]:
    versions = FrameworkVersion.objects.select_related("framework")
    return versions.filter(_visible(person, "framework")).order_by("framework__slug", "-number")


def framework_versions_counted(person: Viewer) -> QuerySet[FrameworkVersion]:
    """The same, each with `areas`, `competences` and `rungs`: how many it has."""
    nodes = {
        name: Count("competencies", filter=Q(competencies__kind=kind), distinct=True)
        for name, kind in (("areas", "area"), ("competences", "competence"))
    }
    return framework_versions_visible_to(person).annotate(**nodes, rungs=Count("levels", distinct=True))


def competencies_visible_to(person: Viewer) -> QuerySet[Competency]:
    """Nodes with all their texts, the last revision first."""
    texts = CompetencyText.objects.order_by("language", "-revision")
    return (
        Competency.objects.select_related("version__framework", "parent")
        .prefetch_related(Prefetch("texts", texts))
        .filter(_visible(person, "version__framework", "version__"))
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
