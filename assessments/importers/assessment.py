"""The loader of assessments: a parsed file becomes a draft with its items in a bank, published with the whole folder."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.actions.drafting import discard_draft, draft_assessment, save_item
from assessments.actions.publishing import publish_assessment
from assessments.formats import AssessmentSpec
from assessments.importers.parse import parse_assessment
from assessments.models import Assessment, AssessmentVersion, Section, SectionItem
from content.packages import Fields, Loaded, Loading
from content.versions import State, Visibility
from curriculum.models import FrameworkVersion
from curriculum.queries import CodeBook, find_version


class AssessmentLoader:
    """`volet.assessment/1`. Same file twice: nothing changes; a changed file under a published label is refused."""

    format = "volet.assessment/1"
    order = 40

    def parse(self, fields: Fields) -> AssessmentSpec:
        return replace(parse_assessment(fields), digest=fields.document.digest)

    def load(self, parsed: AssessmentSpec, loading: Loading) -> Loaded | None:
        version = AssessmentVersion.objects.filter(assessment__slug=parsed.slug, label=parsed.label).first()
        if version is not None and version.digest == parsed.digest:
            if version.is_draft and loading.publish:
                _publish(version, parsed, loading)
            return Loaded("assessment", parsed.slug, parsed.label, "unchanged")
        assessment = _assessment(parsed, loading, version)
        framework = _framework(parsed, loading)
        if assessment is None or framework is None:
            return None
        if version is not None:
            discard_draft(version=version)
        draft = draft_assessment(assessment=assessment, spec=parsed, framework=framework)
        _fill(draft, parsed, loading)
        if loading.problems:
            return None
        if loading.publish:
            _publish(draft, parsed, loading)
        return Loaded("assessment", parsed.slug, parsed.label, "created")


def _assessment(spec: AssessmentSpec, loading: Loading, version: AssessmentVersion | None) -> Assessment | None:
    assessment = Assessment.objects.filter(slug=spec.slug).first()
    if assessment is None:
        visibility = Visibility.PUBLIC if loading.publish else Visibility.PRIVATE
        return Assessment.objects.create(
            slug=spec.slug, owner=loading.owner, purpose=spec.purpose, visibility=visibility
        )
    other = assessment.versions.filter(state=State.DRAFT).exclude(label=spec.label).first()
    reason = ""
    if assessment.owner_id != loading.owner.pk:
        reason = _("« %(slug)s » est déjà le nom d'un quiz d'un autre organisme : choisissez-en un autre")
    elif assessment.purpose != spec.purpose:
        reason = _("« %(slug)s » était un quiz d'une autre nature (entraînement ou épreuve) : donnez un autre nom")
    elif version is not None and not version.is_draft:
        reason = _("l'édition %(label)s est déjà publiée avec un autre contenu : donnez un nouveau numéro")
    elif other is not None:
        reason = _("un brouillon %(other)s attend déjà : publiez-le ou supprimez-le d'abord")
    if reason:
        names = {"slug": spec.slug, "label": spec.label, "other": other.label if other else ""}
        loading.refuse(spec.line, reason % names)
        return None
    return assessment


def _framework(spec: AssessmentSpec, loading: Loading) -> FrameworkVersion | None:
    name = spec.framework
    if name is None:
        return None
    framework = find_version(name.slug, name.label)
    if framework is None or framework.is_draft:
        loading.refuse(name.line, _("le référentiel « %(name)s » n'est pas publié ici") % {"name": name})
        return None
    return framework


def _fill(draft: AssessmentVersion, spec: AssessmentSpec, loading: Loading) -> None:
    book = CodeBook(draft.framework_version)
    for position, part in enumerate(spec.sections, start=1):
        try:
            competency, level = book.competency(part.competency), book.level(part.level)
        except LookupError as error:
            loading.refuse(part.target_line, str(error))
            continue
        section = Section.objects.create(
            version=draft,
            key=part.key,
            title=part.title,
            position=position,
            draw=part.draw,
            competency=competency,
            level=level,
        )
        for place, entry in enumerate(part.items, start=1):
            try:
                item = save_item(draft=draft, spec=entry, competency=competency, level=level)
            except ValidationError as error:
                loading.refuse(entry.line, " ".join(error.messages))
                continue
            SectionItem.objects.create(section=section, item=item, position=place, review=entry.review)


def _publish(version: AssessmentVersion, spec: AssessmentSpec, loading: Loading) -> None:
    try:
        publish_assessment(version=version, by=loading.by, at=loading.at)
    except ValidationError as error:
        for message in error.messages:
            loading.refuse(spec.line, message)
