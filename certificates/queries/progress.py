"""For the trainer of a session: person by person, what each certificate asks for, what is there, what they can do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.choices import JuryVerdict
from certificates.choices import Block, CriterionKind, Standing
from certificates.models import AchievementVersion, Award
from certificates.queries.criteria import Node, trees_of
from certificates.queries.situation import Case, Situation, rests_elsewhere, situation_of
from certificates.queries.standing import standing_of
from certificates.queries.waiting import versions_of, with_periods
from certificates.queries.weighing import Reading
from certificates.queries.words import day
from courses.models import Cohort


@dataclass(frozen=True)
class Step:
    """A criterion or a heading over some. `state`: met, missing, needless (another one of the group is met) or heading.
    `todo` is a URL name of a page of the session where the trainer can do something about it, "" where they can't."""

    title: str
    state: str
    detail: str = ""
    todo: str = ""
    depth: int = 0


@dataclass(frozen=True)
class PersonProgress:
    """`award` is the newest one, `blocked` what is missing to who met every criterion."""

    case: Case
    steps: list[Step]
    award: Award | None
    standing: Standing | None
    blocked: Block | None

    @property
    def state(self) -> str:
        """awarded, ready, blocked or ahead."""
        if self.award is not None:
            return "awarded"
        return "ahead" if not self.case.met else "blocked" if self.blocked else "ready"

    @property
    def missing(self) -> list[Step]:
        return [step for step in self.steps if step.state == "missing"]


@dataclass(frozen=True)
class CertificateProgress:
    version: AchievementVersion
    authorised: bool
    people: list[PersonProgress]


def progress_of(cohort: Cohort, at: datetime) -> list[CertificateProgress]:
    """As many queries as `situation_of` and one, whatever the number of people; `cohort.organisation` should be loaded."""
    read = with_periods(versions_of(cohort.course_version.course), cohort)
    versions = [version for version, _periods in read]
    trees, within = trees_of(versions), Q(cohort=cohort, left_at=None)
    known = {(version.achievement_id, cohort.organisation_id): found for version, found in read if found}
    periods = None if rests_elsewhere(versions, trees) else known
    situation = situation_of(versions, within, at, statuses=False, identities=False, trees=trees, periods=periods)
    today = cohort.today(at)
    return [
        CertificateProgress(
            version,
            situation.authorised(version.achievement_id, cohort.organisation_id, today),
            sorted(_people(version, situation, at), key=_order),
        )
        for version in versions
    ]


def _people(version: AchievementVersion, situation: Situation, at: datetime) -> Iterator[PersonProgress]:
    for key, case in situation.cases[version.pk].items():
        award = situation.award(version, key)
        standing = standing_of(award, situation.last[award.pk], at) if award else None
        steps = list(_steps(version, case, case.reading))
        yield PersonProgress(case, steps, award, standing, situation.block_of(version, case))


def _order(one: PersonProgress) -> tuple[str, str, str]:
    person = one.case.enrolment.person
    return person.family_name.casefold(), person.given_name.casefold(), str(one.case.enrolment.pk)


def _steps(
    version: AchievementVersion, case: Case, reading: Reading, depth: int = 0, needless: bool = False
) -> Iterator[Step]:
    """The root's own « tout ce qui suit » goes without saying."""
    node = reading.node
    if not node.is_group:
        state = "met" if reading.met else "needless" if needless else "missing"
        detail, todo = _met(reading) if reading.met else _missing(version, case, node)
        yield Step(_title(node), state, detail, todo if state == "missing" else "", depth)
        return
    shown = node.kind == CriterionKind.ANY or depth > 0
    if shown:
        said = _("L'un de ceux-ci suffit :") if node.kind == CriterionKind.ANY else _("Tout ceci ensemble :")
        yield Step(said, "heading", depth=depth)
    spare = needless or (node.kind == CriterionKind.ANY and reading.met)
    for child in reading.children:
        yield from _steps(version, case, child, depth + shown, spare)


def _title(node: Node) -> str:
    names = {"name": node.name, "level": node.level, "share": node.share}
    if node.row is None:
        return _("Épreuve")
    return {
        CriterionKind.ASSESSMENT: _("Épreuve « %(name)s »"),
        CriterionKind.OUTCOME: _("« %(name)s » au niveau %(level)s"),
        CriterionKind.COURSE: _("Parcours « %(name)s »"),
        CriterionKind.ATTENDANCE: _("Présence à %(share)s %% des séances"),
        CriterionKind.JURY: _("Décision du jury"),
        CriterionKind.ACHIEVEMENT: _("Certificat « %(name)s »"),
    }[CriterionKind(node.kind)] % names


def _met(reading: Reading) -> tuple[str, str]:
    if reading.fact is None:
        return "", ""
    on = {"day": day(reading.fact.on)}
    return {
        CriterionKind.ASSESSMENT: _("réussie le %(day)s"),
        CriterionKind.OUTCOME: _("validée le %(day)s"),
        CriterionKind.COURSE: _("terminé le %(day)s"),
        CriterionKind.ATTENDANCE: _("c'est atteint, à la séance du %(day)s"),
        CriterionKind.JURY: _("décision favorable, le %(day)s"),
        CriterionKind.ACHIEVEMENT: _("obtenu le %(day)s"),
    }[CriterionKind(reading.node.kind)] % on, ""


def _missing(version: AchievementVersion, case: Case, node: Node) -> tuple[str, str]:
    """What is there so far, and the page of the session where it goes on."""
    row: Any = case.enrolment
    here = node.course_id == version.course_id
    if node in case.alone:
        return _("réussie sans surveillance : à repasser dans la salle"), "cohort-detail"
    if node.kind == CriterionKind.ATTENDANCE:
        return _attendance(row), "cohort-meetings"
    if node.kind == CriterionKind.JURY:
        return _jury(row), "cohort-jury"
    if node.kind == CriterionKind.COURSE:
        done = {"done": row.done, "asked": row.asked}
        return (_("%(done)s sur %(asked)s étapes faites") % done if here else _("pas encore terminé")), (
            "enrolment-view" if here else ""
        )
    if node.kind == CriterionKind.ASSESSMENT:
        return (_("pas encore réussie"), "cohort-detail") if here else (_("à réussir dans un autre parcours"), "")
    if node.kind == CriterionKind.OUTCOME:
        return _("pas encore validée à ce niveau"), "enrolment-view"
    return _("pas encore obtenu, ou plus en cours de validité"), ""


def _attendance(row: Any) -> str:
    """« présent à 3 séances sur 4 notées, soit 70 % des heures ; 2 séances restent à noter »."""
    left = row.planned_meetings - row.held_meetings
    later = ngettext("%(left)s séance reste à noter", "%(left)s séances restent à noter", left) % {"left": left}
    if not row.held_minutes:
        return _("aucune présence notée ; %(later)s") % {"later": later} if left > 0 else _("aucune présence notée")
    share = {
        "present": row.present_meetings,
        "held": row.held_meetings,
        "share": 100 * row.present_minutes // row.held_minutes,
    }
    said = (
        ngettext(
            "présent à %(present)s séance sur %(held)s notées, soit %(share)s %% des heures",
            "présent à %(present)s séances sur %(held)s notées, soit %(share)s %% des heures",
            row.present_meetings,
        )
        % share
    )
    return f"{said} ; {later}" if left > 0 else said


def _jury(row: Any) -> str:
    if row.jury_verdict is None:
        return _("pas encore de décision")
    names = {"verdict": JuryVerdict(row.jury_verdict).label, "day": day(row.jury_on)}
    return _("« %(verdict)s », décision du %(day)s") % names
