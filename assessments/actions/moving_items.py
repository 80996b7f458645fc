"""The questions of a quiz that moves to another framework version: new editions with the same body, so that what is known
of a question (`content_digest`) stays, and with new aims."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from assessments.actions.drafting import free_label
from assessments.models import AssessmentVersion, Item, ItemTarget, ItemVersion, SectionItem, item_models
from content.versions import State
from curriculum.queries.dependants import highest, ranks_of
from curriculum.registries import Aim, NewAim, Places

ITEM = "item"
SECTION = "section"


def own_targets(version: UUID) -> list[Aim]:
    """Aims of the questions that aren't those of their section. A frozen quiz names the editions of its questions."""
    found: dict[tuple[str, UUID], Aim] = {}
    for own in _own([version]):
        place, statement = f"{ITEM}:{own.key}", _("Question « %(key)s »") % {"key": own.key}
        found.setdefault((place, own.competency), Aim(place, statement, own.competency, own.level))
    return list(found.values())


def own_targets_counted(versions: Iterable[UUID]) -> Counter[UUID]:
    """How many of them each of these quizzes has."""
    return Counter(quiz for quiz, _key, _competency in {(own.quiz, own.key, own.competency) for own in _own(versions)})


def aim_items(old: AssessmentVersion, draft: AssessmentVersion, places: Places) -> None:
    """A new draft of each question that isn't yet aimed so; those that are stay as they are. The newest edition is taken:
    it is the one that publishing a quiz freezes. A question that somebody rewords just now stands in the way."""
    ranks = ranks_of(draft.framework_version)
    items = {entry.item_id: entry.item for entry in SectionItem.objects.filter(section__version=draft)}
    newest = _newest(items)
    for item_id, aims in _new_aims(old, places, newest).items():
        base, item = newest[item_id], items[item_id]
        wanted = highest(aims, ranks)
        aimed = {NewAim(target.competency_id, target.level_id) for target in base.targets.all()} == set(wanted)
        if aimed and (base.state != State.DRAFT or _holds_only_aims(base)):
            continue
        if base.state == State.DRAFT:
            reason = _("La question « %(key)s » a déjà un brouillon : publiez-le ou supprimez-le d'abord.")
            raise ValidationError(reason % {"key": item.key}, code="busy")
        number = (item.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        made = item_models[item.kind].objects.create(
            item=item,
            number=number,
            label=free_label(item, draft.label, number),
            language=base.language,
            body=base.body,
            content_digest=base.content_digest,
        )
        ItemTarget.objects.bulk_create(
            ItemTarget(item_version=made, competency_id=aim.competency, level_id=aim.level) for aim in wanted
        )


def forget_items(draft: AssessmentVersion) -> None:
    """Delete the drafts of questions that hold nothing but new aims, unless another quiz's draft counts on them."""
    entries = SectionItem.objects.filter(section__version__state=State.DRAFT)
    here, elsewhere = entries.filter(section__version=draft), entries.exclude(section__version=draft)
    drafts = ItemVersion.objects.filter(item__in=here.values("item"), state=State.DRAFT)
    for version in drafts.exclude(item__in=elsewhere.values("item")).order_by("pk"):
        if _holds_only_aims(version):
            version.targets.all().delete()
            version.delete()


def _holds_only_aims(draft: ItemVersion) -> bool:
    """A draft of a question with the same body as the edition before it."""
    before = draft.item.versions.exclude(pk=draft.pk).order_by("-number").first()
    return before is not None and before.content_digest == draft.content_digest


@dataclass(frozen=True)
class _Own:
    quiz: UUID
    key: str
    competency: UUID
    level: int | None


def _own(quizzes: Iterable[UUID]) -> list[_Own]:
    """The aims of these quizzes' questions, within their framework version, that aren't those of the section. One query."""
    target, section = "item_version__targets__", "section__"
    within = Q(**{f"{target}competency__version": F(f"{section}version__framework_version")})
    rows = SectionItem.objects.filter(within, section__version__in=list(quizzes)).order_by("section__position", "pk")
    found = rows.values_list(
        "section__version",
        "item__key",
        f"{target}competency",
        f"{target}level",
        "section__competency",
        "section__level",
    )
    return [_Own(quiz, key, *aim) for quiz, key, *aim, sections, level in found if aim != [sections, level]]


def _newest(items: Mapping[Any, Item]) -> dict[Any, ItemVersion]:
    every = (
        ItemVersion.objects.filter(item__in=items)
        .exclude(state=State.WITHDRAWN)
        .prefetch_related("targets__competency")
    )
    return {version.item_id: version for version in every.order_by("number")}


def _new_aims(old: AssessmentVersion, places: Places, newest: Mapping[Any, ItemVersion]) -> dict[Any, list[NewAim]]:
    """By question: what its section now aims at, or what was decided for its own aims; those of another framework stay."""
    found: dict[Any, list[NewAim]] = defaultdict(list)
    for entry in SectionItem.objects.filter(section__version=old).select_related("section", "item"):
        if entry.item_id in newest:
            found[entry.item_id].extend(_aims_of(entry, places, newest[entry.item_id], old.framework_version_id))
    return found


def _aims_of(entry: SectionItem, places: Places, version: ItemVersion, framework: UUID) -> Iterator[NewAim]:
    section = entry.section
    for target in version.targets.all():
        own = places.get((f"{ITEM}:{entry.item.key}", target.competency_id))
        if own is not None:
            yield from own
        elif target.competency.version_id == framework:
            yield from places.get((f"{SECTION}:{section.key}", section.competency_id), ())
        else:
            yield NewAim(target.competency_id, target.level_id)
