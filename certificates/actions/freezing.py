"""What an award keeps for its readers of 2046: every title, level, date and sentence of today, and no name of a person.

The payload (format `volet.award/2`) is stored with the award and never changed; every form is made from it. Awards of before
(`volet.award/1`) lack `criteria_tree`, `signatories` and `badge`, and always have `assessment` and `conditions`.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import Attempt
from certificates.models import AchievementTarget, AchievementVersion
from certificates.queries.awards import did_of
from certificates.queries.criteria import sentence, tree_of
from certificates.queries.issuing import issuer_id, key_in_use
from certificates.queries.situation import Case, taken_on
from certificates.queries.weighing import Reading
from courses.models import IdentityCheck
from people.models import Organisation

FORMAT = "volet.award/2"


class Freezer:
    """The payloads of one achievement version; what is common to a batch is read once."""

    def __init__(self, version: AchievementVersion) -> None:
        self.version = version
        with override(version.language):
            self.tree = tree_of(version)
            self.common = self._common()

    def payload(self, case: Case, identity: IdentityCheck) -> dict[str, Any]:
        """JSON values only. Sentences are in the version's language. Without an attempt (a jury), `assessment` and
        `conditions` are None and `decided_on` says since when all was met."""
        cohort, attempt = case.enrolment.cohort, case.attempt
        course = cohort.course_version
        with override(self.version.language):
            return {
                **self.common,
                "criteria": self._criteria(case),
                "criteria_tree": _met(case.reading),
                "organisation": _organisation(cohort.organisation),
                "course": {"slug": course.course.slug, "label": course.label, "title": course.title},
                "assessment": _assessment(attempt) if attempt else None,
                "conditions": {"kind": attempt.conditions, "on": taken_on(attempt).isoformat()} if attempt else None,
                "decided_on": case.met_on.isoformat() if case.met_on else None,
                "identity": {"seen_as": identity.seen_as, "on": cohort.today(identity.at).isoformat()},
                "demo": settings.VOLET_DEMO or cohort.organisation.is_demo or self.version.achievement.owner.is_demo,
            }

    def _common(self) -> dict[str, Any]:
        version, framework = self.version, self.version.framework_version
        owner = version.achievement.owner
        return {
            "format": FORMAT,
            "language": version.language,
            "title": version.title,
            "summary": version.summary,
            "limits": _(
                "Ce certificat n'est ni le BAFA, ni un diplôme, ni une unité de diplôme. Il peut être présenté à un "
                "organisme ou à un jury, qui en décide."
            ),
            "achievement": {
                "slug": version.achievement.slug,
                "label": version.label,
                "version_id": str(version.pk),
                "validity_months": version.validity_months,
            },
            "framework": {"slug": framework.framework.slug, "name": framework.framework.name, "label": framework.label},
            "issuer": {**_organisation(owner), "did": _issuer_of(owner)},
            "signatories": [{"name": one.name, "function": one.function} for one in version.signatories.all()],
            "badge": version.badge,
            "statements": [self._statement(target) for target in _targets(version)],
        }

    def _statement(self, target: AchievementTarget) -> dict[str, Any]:
        competency, level, language = target.competency, target.level, self.version.language
        framework = f"{competency.version.framework.name} {competency.version.label}"
        names = {"framework": framework, "level": level.code if level else ""}
        return {
            "text": target.statement,
            "level_text": _("%(framework)s, niveau %(level)s") % names if level else framework,
            "competency": {
                "id": str(competency.pk),
                "identifier": competency.identifier,
                "code": competency.code,
                "title": _text(competency.texts.all(), language) or competency.code,
                "url": f"{settings.VOLET_BASE_URL}{competency.get_absolute_url()}",
            },
            "level": {"rank": level.rank, "code": level.code, "title": level.title, "band": level.band}
            if level
            else None,
            "framework": {"slug": competency.version.framework.slug, "label": competency.version.label},
        }

    def criteria(self) -> str:
        """What the tree asks, in a sentence."""
        return sentence(self.tree)

    def _criteria(self, case: Case) -> str:
        if self.tree.row is not None or case.attempt is None:
            return self.criteria()
        course = case.enrolment.cohort.course_version
        names = {"assessment": case.attempt.assessment_version.title, "course": course.title, "label": course.label}
        return _("Avoir réussi « %(assessment)s » à la fin du parcours « %(course)s », version %(label)s.") % names


def _met(reading: Reading) -> dict[str, Any]:
    """The tree as it was met: what was asked, and what of it this award rests on."""
    entry: dict[str, Any] = {"kind": reading.node.kind, "met": reading.met}
    if reading.node.is_group:
        return {**entry, "of": [_met(child) for child in reading.children]}
    return {**entry, "text": reading.text, "on": reading.fact.on.isoformat() if reading.fact else None}


def _organisation(organisation: Organisation) -> dict[str, str]:
    public = f"{settings.VOLET_BASE_URL}/issuers/{organisation.slug}/" if organisation.certifies else ""
    return {
        "id": str(organisation.pk),
        "slug": organisation.slug,
        "name": organisation.name,
        "city": organisation.city,
        "url": public,
    }


def _issuer_of(owner: Organisation) -> str:
    """Under which name it signs; before its first key, the name that its site gives it."""
    key = key_in_use(owner)
    return issuer_id(owner, key) if key else did_of(owner)


def _assessment(attempt: Attempt) -> dict[str, str]:
    version = attempt.assessment_version
    return {"id": str(version.pk), "title": version.title, "label": version.label, "paper_digest": version.paper_digest}


def _targets(version: AchievementVersion) -> list[AchievementTarget]:
    return list(
        version.targets.select_related("competency__version__framework", "level").prefetch_related("competency__texts")
    )


def _text(texts: Any, language: str) -> str:
    """The newest title in this language, else in any: `texts` come newest revision first within a language."""
    rows = list(texts)
    for row in [row for row in rows if row.language == language] or rows:
        return str(row.title)
    return ""
