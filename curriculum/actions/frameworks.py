"""Frameworks: a draft from what a file says, its publication, and the texts that come later."""

import dataclasses
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from curriculum.actions.filling import fill_framework
from curriculum.actions.versions import next_number, publish
from curriculum.choices import TextStatus
from curriculum.formats import FrameworkSpec, framework_identifier
from curriculum.models import Competency, CompetencyText, Framework, FrameworkVersion
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
        digest=digest,
        **facts_of(spec),
    )
    fill_framework(version, spec)
    record(verb="created", noun=version, by=by, at=at, organisation=framework.owner, label=spec.label)
    return version


def facts_of(spec: FrameworkSpec) -> dict[str, Any]:
    """What a file says of the version itself, by the names of the model's fields."""
    return {
        "label": spec.label,
        "language": spec.language,
        "title": spec.title,
        "publisher": spec.publisher,
        "source": spec.source,
        "licence": spec.licence,
        "adopted_on": spec.adopted_on,
        "identifier": spec.identifier or framework_identifier(spec.slug, spec.label),
        "uri": spec.uri,
        "creator": spec.creator,
        "description": spec.description,
        "adoption_status": spec.adoption_status,
        "starts_on": spec.starts_on,
        "ends_on": spec.ends_on,
        "scales": [dataclasses.asdict(scale) for scale in spec.scales],
        "extra": spec.extra,
    }


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
