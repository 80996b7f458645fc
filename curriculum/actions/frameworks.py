"""Frameworks: a draft from what a file says, and its publication."""

import dataclasses
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from content.versions import State
from curriculum.actions.filling import fill_framework
from curriculum.actions.versions import next_number, publish
from curriculum.formats import FrameworkSpec, digest_of, framework_identifier
from curriculum.models import Framework, FrameworkVersion
from curriculum.queries import framework_spec, publication_problems
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
    if problems := publication_problems(version):
        raise ValidationError(problems)
    if not version.digest:  # written here: the file that it exports is then the file that it came from
        version.digest = digest_of(framework_spec(version))
        FrameworkVersion.objects.filter(pk=version.pk, state=State.DRAFT).update(digest=version.digest)
    publish(version, version.framework, "framework", by=by, at=at)
    framework_version_published.send(FrameworkVersion, version=version, at=at)
    return version
