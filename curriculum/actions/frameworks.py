"""Frameworks: a draft from what a file says, its publication, and the texts that come later."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from curriculum.actions.versions import next_number, publish
from curriculum.choices import TextStatus
from curriculum.formats import CompetencySpec, FrameworkSpec, searchable
from curriculum.models import Competency, CompetencyText, Framework, FrameworkVersion, ProficiencyLevel
from curriculum.signals import framework_version_published
from people.actions import record
from people.models import Organisation, Person


@transaction.atomic
def create_framework(
    *, spec: FrameworkSpec, digest: str, owner: Organisation, by: Person | None, at: datetime
) -> FrameworkVersion:
    """A draft version with its levels, competencies and texts; the framework too, if it is new."""
    framework, _made = Framework.objects.get_or_create(slug=spec.slug, defaults={"owner": owner, "name": spec.name})
    version = FrameworkVersion.objects.create(
        framework=framework,
        number=next_number(framework, FrameworkVersion, "framework"),
        label=spec.label,
        language=spec.language,
        digest=digest,
        title=spec.title,
        publisher=spec.publisher,
        source=spec.source,
        licence=spec.licence,
        adopted_on=spec.adopted_on,
    )
    ProficiencyLevel.objects.bulk_create(
        ProficiencyLevel(version=version, rank=level.rank, code=level.code, title=level.title, band=level.band)
        for level in spec.levels
    )
    nodes = list(_nodes(version, spec.competencies))
    Competency.objects.bulk_create((node for node, _spec in nodes), batch_size=500)
    CompetencyText.objects.bulk_create(
        (
            CompetencyText(competency=node, language=language, title=title, status=spec.text_status[language])
            for node, entry in nodes
            for language, title in entry.title.items()
        ),
        batch_size=500,
    )
    record(verb="created", noun=version, by=by, at=at, organisation=framework.owner, label=spec.label)
    return version


@transaction.atomic
def publish_framework(*, version: FrameworkVersion, by: Person | None, at: datetime) -> FrameworkVersion:
    """Freeze a draft and show it to everybody. The version published before is superseded and stays readable."""
    if not version.competencies.exists():
        raise ValidationError(_("« %(version)s » est vide : ajoutez au moins une compétence.") % {"version": version})
    publish(version, version.framework, "framework", by=by, at=at)
    framework_version_published.send(FrameworkVersion, version=version, at=at)
    return version


@transaction.atomic
def add_text(
    *,
    competency: Competency,
    language: str,
    title: str,
    status: str,
    by: Person | None,
    at: datetime,
    source: str = "",
) -> CompetencyText:
    """A new revision of a competency's title in one language: an erratum. The revisions before stay as they were."""
    title = title.strip()
    if not title:
        raise ValidationError(_("Écrivez l'intitulé de la compétence."))
    if status not in TextStatus.values:
        raise ValidationError(_("Dites si ce texte est officiel, non officiel ou un projet."))
    Competency.objects.select_for_update().get(pk=competency.pk)
    texts = CompetencyText.objects.filter(competency=competency, language=language)
    last = texts.aggregate(last=Max("revision"))["last"] or 0
    text = CompetencyText.objects.create(
        competency=competency, language=language, revision=last + 1, title=title, status=status, source=source
    )
    owner = competency.version.framework.owner
    record(verb="text-added", noun=competency, by=by, at=at, organisation=owner, language=language, revision=last + 1)
    return text


def _nodes(
    version: FrameworkVersion, specs: tuple[CompetencySpec, ...], parent: Competency | None = None
) -> Iterator[tuple[Competency, CompetencySpec]]:
    """Unsaved competencies, parents first. The path is the position at each depth, on five digits: it sorts as the tree."""
    for position, spec in enumerate(specs, start=1):
        step = f"{position:05d}"
        node = Competency(
            version=version,
            identifier=spec.identifier,
            code=spec.code,
            kind=spec.kind,
            parent=parent,
            position=position,
            path=f"{parent.path}.{step}" if parent else step,
            search_text=searchable(" ".join([spec.code, *spec.title.values()])),
        )
        yield node, spec
        yield from _nodes(version, spec.children, node)
