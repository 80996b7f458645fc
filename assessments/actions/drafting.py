"""Drafts of assessments and of their items."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.formats import AssessmentSpec, ItemSpec
from assessments.models import (
    Assessment,
    AssessmentVersion,
    Bank,
    Item,
    ItemTarget,
    ItemVersion,
    SectionItem,
    item_models,
)
from assessments.scoring import Body
from content.versions import State
from curriculum.models import Competency, FrameworkVersion, ProficiencyLevel


@transaction.atomic
def draft_assessment(*, assessment: Assessment, spec: AssessmentSpec, framework: FrameworkVersion) -> AssessmentVersion:
    """A new draft edition, still without sections, and the bank that will hold its items."""
    Bank.objects.get_or_create(
        slug=assessment.slug,
        defaults={"owner": assessment.owner, "title": spec.title, "visibility": assessment.visibility},
    )
    last = assessment.versions.aggregate(last=Max("number"))["last"] or 0
    return AssessmentVersion.objects.create(
        assessment=assessment,
        framework_version=framework,
        number=last + 1,
        label=spec.label,
        language=spec.language,
        title=spec.title,
        introduction=spec.introduction,
        feedback=spec.feedback,
        pass_rule=spec.pass_rule,
        digest=spec.digest,
    )


@transaction.atomic
def save_item(
    *, draft: AssessmentVersion, spec: ItemSpec, competency: Competency, level: ProficiencyLevel | None
) -> Item:
    """The item of the bank that holds `spec`, with a version of exactly this body: the newest one, or a new draft."""
    bank = Bank.objects.get(slug=draft.assessment.slug)
    item, _made = Item.objects.get_or_create(bank=bank, key=spec.key, defaults={"kind": spec.kind})
    if item.kind != spec.kind:
        reason = _("« %(key)s » était une autre sorte de question (%(kind)s) : donnez-lui une autre clé")
        raise ValidationError(reason % {"key": spec.key, "kind": item.kind})
    digest = content_digest(spec.body)
    newest = item.versions.order_by("-number").first()
    if newest is not None and newest.content_digest == digest:
        _aim(newest, competency, level)
        return item
    if newest is not None and newest.state == State.DRAFT:
        ItemTarget.objects.filter(item_version=newest).delete()
        newest.delete()
    number = (item.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = item_models[spec.kind].objects.create(
        item=item,
        number=number,
        label=free_label(item, draft.label, number),
        language=draft.language,
        body=spec.body.to_json(),
        content_digest=digest,
    )
    _aim(version, competency, level)
    return item


def free_label(item: Item, label: str, number: int) -> str:
    """The label of the assessment, unless a version of the item already has it."""
    return f"{label[:14]}-{number}" if item.versions.filter(label=label).exists() else label


@transaction.atomic
def discard_draft(*, version: AssessmentVersion) -> None:
    """Remove a draft and its sections; its items stay in their bank. The database refuses a published version."""
    SectionItem.objects.filter(section__version=version).delete()
    version.sections.all().delete()
    version.delete()


def content_digest(body: Body) -> str:
    """SHA-256 of what an item holds, targets left out: the same question aimed at a new framework keeps its statistics."""
    text = json.dumps({"kind": body.kind, **body.to_json()}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _aim(version: ItemVersion, competency: Competency, level: ProficiencyLevel | None) -> None:
    """Only a draft's targets can be written; a frozen version keeps those it was published with."""
    if version.state == State.DRAFT:
        ItemTarget.objects.update_or_create(item_version=version, competency=competency, defaults={"level": level})
