"""A quiz as an activity of a course: to practise, or to certify."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.choices import AttemptState, Purpose
from assessments.models import Assessment, AssessmentVersion, QuizActivity
from assessments.policies import needs_opening, why_not_start
from assessments.queries import current_score, key_of, paper_of, published_version, tries_of
from content.packages import Fields, Loading, VersionName
from content.versions import State
from courses.models import Activity, Enrolment
from courses.registries import ActivityKind, Dumped
from curriculum.models import FrameworkVersion


class QuizKind(ActivityKind):
    """The file names an edition; publishing the course freezes it. Completion comes from `submit_attempt`."""

    name = "quiz"
    label = gettext_lazy("quiz")
    icon = "quiz"
    model = QuizActivity
    template = "assessments/activities/quiz.html"
    manual = False

    def parse(self, fields: Fields) -> VersionName | None:
        name = fields.version_name("assessment")
        if name is None:
            fields.refuse("assessment", _("« %(key)s » manque") % {"key": "assessment"})
        return name

    def load(
        self, parsed: VersionName | None, *, base: dict[str, Any], loading: Loading, line: int
    ) -> QuizActivity | None:
        if parsed is None:
            return None
        version = published_version(parsed.slug, parsed.label)
        if version is None:
            reason = _("le quiz « %(name)s » n'est pas publié ici") % {"name": parsed}
            loading.refuse(parsed.line, reason)
            return None
        return QuizActivity.objects.create(**base, assessment=version.assessment, version=version)

    def check(self, activity: Activity) -> list[str]:
        quiz = cast(QuizActivity, activity)
        names = {"title": quiz.title}
        version_id = quiz.version_id or _current(quiz.assessment)
        if version_id is None:
            return [_("le quiz « %(title)s » n'est pas encore publié") % names]
        if quiz.version_id is None and (behind := _behind(version_id, quiz.course_version.framework_version)):
            return [
                _("le quiz « %(title)s » vise encore %(old)s : mettez-le d'abord à jour vers %(new)s")
                % {**names, "old": behind, "new": quiz.course_version.framework_version}
            ]
        keys = Activity.objects.non_polymorphic().filter(course_version=quiz.course_version_id)
        known = set(keys.values_list("key", flat=True))
        wanted = {item.review for item in key_of(version_id).items.values() if item.review}
        problems = [
            _("le quiz « %(title)s » renvoie à « %(key)s », qui n'est pas dans ce parcours") % {**names, "key": key}
            for key in sorted(wanted - known)
        ]
        if paper_of(version_id).purpose == Purpose.CERTIFYING and not quiz.protected:
            problems.append(_("l'épreuve « %(title)s » doit porter « protected: true »") % names)
        return problems

    def freeze(self, activity: Activity, *, at: Any) -> None:
        quiz = cast(QuizActivity, activity)
        if quiz.version_id is None:
            quiz.version_id = _current(quiz.assessment)
            quiz.save(update_fields=["version"])

    def page(
        self, activity: Activity, *, request: HttpRequest | None = None, enrolment: Enrolment | None = None
    ) -> dict[str, Any]:
        quiz = cast(QuizActivity, activity)
        if quiz.version_id is None:
            return {"paper": None}
        paper = paper_of(quiz.version_id)
        certifying = paper.purpose == Purpose.CERTIFYING
        context: dict[str, Any] = {"paper": paper, "certifying": certifying}
        if enrolment is None:
            return {**context, "free": not needs_opening(quiz, paper.purpose)}
        return context | _standing(quiz, enrolment, certifying=certifying)

    def copy(self, activity: Activity, *, base: dict[str, Any]) -> QuizActivity:
        """Without a version: publishing the copy freezes the edition then in force."""
        return QuizActivity.objects.create(**base, assessment=cast(QuizActivity, activity).assessment)

    def dump(self, activity: Activity) -> Dumped:
        quiz = cast(QuizActivity, activity)
        version = quiz.version or AssessmentVersion.objects.get(pk=_current(quiz.assessment))
        return Dumped({"assessment": {"slug": quiz.assessment.slug, "label": version.label}})


def _current(assessment: Assessment) -> Any:
    """The id of the edition in force."""
    return assessment.versions.filter(state=State.PUBLISHED).values_list("pk", flat=True).first()


def _behind(version_id: Any, framework: FrameworkVersion) -> FrameworkVersion | None:
    """The version of the course's framework that the quiz aims at, where that is another one."""
    aimed = AssessmentVersion.objects.select_related("framework_version__framework").get(pk=version_id)
    aimed_at: FrameworkVersion = aimed.framework_version
    same_line = aimed_at.framework_id == framework.framework_id
    return aimed_at if same_line and aimed_at.pk != framework.pk else None


def _standing(quiz: QuizActivity, enrolment: Enrolment, *, certifying: bool) -> dict[str, Any]:
    """Where a trainee stands with this quiz: the try in course, the last result, and whether a new one can start.

    The page is shown only while the quiz is open to them, or done: there is no opening to look up."""
    tries = tries_of(enrolment, quiz.key)
    sent = next((attempt for attempt in tries if attempt.state == AttemptState.SUBMITTED), None)
    score = current_score(sent) if sent else None
    passed = certifying and bool(score and score.passed)
    current = tries[0] if tries and tries[0].state == AttemptState.OPEN else None
    reason = "" if current else why_not_start(enrolment, waits=False, passed=passed)
    return {"current": current, "last": sent, "score": score, "reason": reason, "passed": passed}
