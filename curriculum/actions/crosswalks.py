"""Crosswalks: a draft from what a file says, and its publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.typography import figure
from content.versions import State
from curriculum.actions.versions import hold, next_number, publish
from curriculum.choices import AlignmentBasis, AlignmentState
from curriculum.formats import AlignmentSpec, CrosswalkSpec, crosswalk_digest
from curriculum.models import Alignment, Competency, Crosswalk, CrosswalkVersion, FrameworkVersion
from curriculum.queries import crosswalk_spec
from people.actions import record
from people.models import Organisation, Person

BATCH = 500


@dataclass(frozen=True)
class AlignmentPlace:
    """The two versions, and each alignment of the file beside the competencies its codes were found to mean."""

    source: FrameworkVersion
    target: FrameworkVersion
    alignments: Sequence[tuple[AlignmentSpec, Competency, Competency | None]]


@transaction.atomic
def create_crosswalk(
    *,
    spec: CrosswalkSpec,
    digest: str,
    place: AlignmentPlace,
    owner: Organisation,
    by: Person | None,
    at: datetime,
) -> CrosswalkVersion:
    """A draft version with its alignments, which nobody has reviewed; the crosswalk too, if it is new."""
    crosswalk, _made = Crosswalk.objects.get_or_create(slug=spec.slug, defaults={"owner": owner})
    version = CrosswalkVersion.objects.create(
        crosswalk=crosswalk,
        number=next_number(crosswalk, CrosswalkVersion, "crosswalk"),
        label=spec.label,
        language=spec.language,
        digest=digest,
        source=place.source,
        target=place.target,
        title=spec.title,
        author=spec.author,
        introduction=spec.introduction,
    )
    Alignment.objects.bulk_create(
        (
            Alignment(
                version=version,
                origin=origin,
                destination=destination,
                kind=entry.kind,
                rationale=entry.rationale,
                state=AlignmentState.ACCEPTED,
                basis=AlignmentBasis.FILE,
            )
            for entry, origin, destination in place.alignments
        ),
        batch_size=BATCH,
    )
    record(verb="created", noun=version, by=by, at=at, organisation=crosswalk.owner, label=spec.label)
    return version


def missing_before_publishing(version: CrosswalkVersion) -> list[str]:
    """Every reason why a draft can't be published yet, each a sentence for its author."""
    reasons = [
        _("« %(version)s » est encore un brouillon : une table publiée ne peut pas y renvoyer.") % {"version": pointed}
        for pointed in (version.source, version.target)
        if pointed.state == State.DRAFT
    ]
    reasons += [
        _("« %(version)s » a été retiré : une nouvelle table ne peut plus y renvoyer.") % {"version": pointed}
        for pointed in (version.source, version.target)
        if pointed.state == State.WITHDRAWN
    ]
    states = list(version.alignments.values_list("state", flat=True))
    if AlignmentState.ACCEPTED not in states:
        reasons.append(_("Rien n'est encore gardé : gardez au moins une correspondance."))
    if waiting := states.count(AlignmentState.PROPOSED):
        reasons.append(_("Correspondances encore à relire : %(number)s.") % {"number": figure(waiting)})
    return reasons


@transaction.atomic
def publish_crosswalk(*, version: CrosswalkVersion, by: Person | None, at: datetime) -> CrosswalkVersion:
    """Freeze a draft and show it to everybody. Both versions it joins must be published: they will be read for years."""
    hold(version)
    if reasons := missing_before_publishing(version):
        raise ValidationError(reasons)
    if not version.digest:
        version.digest = crosswalk_digest(crosswalk_spec(version))
        version.save(update_fields=["digest"])
    publish(version, version.crosswalk, "crosswalk", by=by, at=at)
    return version
