"""Who earns a certificate that asks for more than one thing: each kind alone, and together."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from assessments.choices import JuryVerdict
from assessments.choices import Verdict as OutcomeVerdict
from assessments.models import JuryDecision, Outcome
from certificates.actions import sign_awards
from certificates.models import Achievement, AchievementVersion, Criterion, IssuerKey
from certificates.queries import candidates, words_of
from certificates.queries.candidates import Candidate
from certificates.queries.criteria import sentence, tree_of
from content.versions import State
from courses.choices import ProgressState
from courses.models import Activity, Attendance, Enrolment, LessonActivity, Meeting, Module, Progress
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on


def ask(world: World, root: str, *leaves: dict[str, Any], **fields: Any) -> None:
    """Publishes a second version of the world's certificate, decided by this tree."""
    old = world.version
    targets = list(old.targets.all())
    if old.state == State.PUBLISHED:
        AchievementVersion.objects.filter(pk=old.pk).update(state=State.SUPERSEDED)
    else:
        old.delete()
    version = AchievementVersion.objects.create(
        achievement=old.achievement,
        number=2,
        label="2.0",
        framework_version=old.framework_version,
        course=old.course,
        activity_key=old.activity_key,
        title=old.title,
        **fields,
    )
    for target in targets:
        target.pk, target.version = None, version
        target.save(force_insert=True)
    top = Criterion.objects.create(version=version, position=1, kind=root)
    for position, leaf in enumerate(leaves, 1):
        Criterion.objects.create(version=version, parent=top, position=position, **leaf)
    version.state, version.published_at = State.PUBLISHED, AT
    version.save()
    world.version = version


def line(world: World) -> Candidate:
    return candidates(world.cohort, world.version, AT)[0]


def jury(world: World, enrolment: Enrolment, verdict: str, supersedes: JuryDecision | None = None) -> JuryDecision:
    return JuryDecision.objects.create(
        enrolment=enrolment,
        verdict=verdict,
        reason="Vu le dossier",
        sat_on=AT.date(),
        members=[],
        supersedes=supersedes,
        by=world.trainer,
        at=AT,
    )


def known(world: World, name: str = "Inès Benali") -> Enrolment:
    enrolment = world.enrol(name)
    world.identify(enrolment, name)
    return enrolment


def test_a_version_without_a_tree_asks_for_its_assessment(world: World) -> None:
    assert sentence(tree_of(world.version)) == "Il faut réussir l'épreuve « epreuve »."


def test_a_jury_alone_decides_and_its_newest_decision_counts(world: World) -> None:
    ask(world, "all", {"kind": "jury"})
    enrolment = known(world)
    assert line(world).on_the_way is True
    first = jury(world, enrolment, JuryVerdict.ADMITTED)
    assert line(world).ready is True
    jury(world, enrolment, JuryVerdict.ADJOURNED, first)
    assert line(world).on_the_way is True


def test_an_award_of_a_jury_says_what_was_asked_and_has_no_assessment(world: World) -> None:
    ask(world, "all", {"kind": "jury"})
    enrolment = known(world)
    decision = jury(world, enrolment, JuryVerdict.ADMITTED)
    [award] = sign_awards(achievement_version=world.version, enrolments=[enrolment], by=world.certifier, at=AT)
    assert (award.payload["format"], award.payload["assessment"]) == ("volet.award/2", None)
    assert words_of(award).conditions == "Il faut être admis par le jury."
    assert award.payload["criteria_tree"]["of"] == [
        {"kind": "jury", "met": True, "text": "être admis par le jury", "on": "2026-03-02"}
    ]
    details = [row.detail for row in award.evidence.order_by("pk")]
    assert details[1] == {"kind": "jury", "decision": decision.pk, "sat_on": "2026-03-02"}
    again = sign_awards(achievement_version=world.version, enrolments=[enrolment], by=world.certifier, at=AT)
    assert again == []


def test_attendance_is_the_share_of_the_minutes_whose_sheet_was_filled_in(world: World) -> None:
    ask(world, "all", {"kind": "attendance", "share": 75})
    enrolment = known(world)

    def meet(day: int, minutes: int, present: bool | None) -> None:
        facts = {"cohort": world.cohort, "title": "Séance", "created_at": AT}
        meeting = Meeting.objects.create(day=date(2026, 2, day), minutes=minutes, **facts)
        if present is not None:
            note = {"enrolment": enrolment, "present": present, "by": world.trainer, "at": AT}
            Attendance.objects.create(meeting=meeting, **note)

    meet(24, 180, True)
    meet(25, 60, False)
    assert line(world).ready is True
    meet(27, 300, None)
    assert line(world).ready is True
    meet(26, 10, False)
    assert line(world).on_the_way is True


def outcome(world: World, enrolment: Enrolment, rank: int, **attempt: Any) -> Outcome:
    target = world.version.targets.select_related("competency__version").order_by("position")[0]
    level, _made = target.competency.version.levels.get_or_create(
        rank=rank, defaults={"code": str(rank), "title": {}, "band": {}}
    )
    return Outcome.objects.create(
        enrolment=enrolment,
        attempt=world.attempt(enrolment, **attempt),
        competency=target.competency,
        level=level,
        verdict=OutcomeVerdict.ACHIEVED,
        share=0.9,
        at=AT,
    )


def outcome_leaf(world: World) -> dict[str, Any]:
    target = world.version.targets.order_by("position")[0]
    return {"kind": "outcome", "competency": target.competency, "level": target.level}


def test_an_outcome_counts_at_its_level_or_above_and_while_it_stands(world: World) -> None:
    ask(world, "all", outcome_leaf(world))
    enrolment = known(world)
    first = outcome(world, enrolment, 3)
    assert line(world).ready is True
    Outcome.objects.create(
        enrolment=enrolment,
        attempt=first.attempt,
        competency=first.competency,
        level=first.level,
        verdict=OutcomeVerdict.NOT_YET,
        share=0.1,
        supersedes=first,
        at=AT,
    )
    assert line(world).on_the_way is True


def test_with_supervision_an_outcome_of_a_try_alone_blocks(world: World) -> None:
    ask(world, "all", outcome_leaf(world), needs_supervision=True)
    enrolment = known(world)
    outcome(world, enrolment, 3, in_room=False)
    assert str(line(world).blocked) == "supervision"
    outcome(world, enrolment, 3, at=AT + timedelta(hours=1))
    assert line(world).ready is True


def test_a_course_is_completed_when_every_activity_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    version = world.cohort.course_version
    draft = type(version).objects.create(
        course=version.course, number=2, label="1.1.0", framework_version=version.framework_version, title="Images"
    )
    module = Module.objects.create(course_version=draft, key="m", title="M", position=1)
    for place, key in enumerate(("un", "deux"), 1):
        LessonActivity.objects.create(
            course_version=draft, module=module, key=key, kind="lesson", title=key, minutes=5, position=place
        )
    world.cohort.course_version = draft
    world.cohort.save()
    ask(world, "all", {"kind": "course", "course": world.course})
    enrolment = known(world)
    done = {"state": ProgressState.COMPLETED, "started_at": AT, "completed_at": AT, "updated_at": AT}
    Progress.objects.create(enrolment=enrolment, activity_key="un", **done)
    assert (Activity.objects.count(), line(world).on_the_way) == (2, True)
    Progress.objects.create(enrolment=enrolment, activity_key="deux", **done)
    assert line(world).ready is True


def test_another_certificate_counts_while_it_is_valid(world: World) -> None:
    award = world.award("Inès Benali")
    other = Achievement.objects.create(slug="autre", owner=world.certifier_body)
    earlier = world.version
    world.version = AchievementVersion.objects.create(
        achievement=other,
        number=1,
        label="1.0",
        framework_version=earlier.framework_version,
        course=earlier.course,
        activity_key="epreuve",
        title="Suite",
    )
    ask(world, "all", {"kind": "achievement", "achievement": earlier.achievement})
    other.authorisations.create(organisation=world.training_body, starts_on=date(2026, 1, 1), by=world.certifier, at=AT)
    assert line(world).ready is True
    world.revoke(award, "Fraude")
    assert line(world).on_the_way is True


@pytest.mark.parametrize(("root", "ready"), [("all", False), ("any", True)])
def test_all_asks_for_everything_and_any_for_one(world: World, root: str, ready: bool) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, root, leaf, {"kind": "jury"})
    world.passed("Inès Benali")
    assert line(world).ready is ready
    assert [(one.text, one.met) for one in line(world).criteria] == [
        ("réussir l'épreuve « epreuve »", True),
        ("être admis par le jury", False),
    ]


def test_an_empty_group_is_met_by_nobody(world: World) -> None:
    ask(world, "all")
    world.passed("Inès Benali")
    assert line(world).on_the_way is True


def test_the_sentence_reads_in_plain_words(world: World) -> None:
    ask(world, "all", {"kind": "jury"}, {"kind": "attendance", "share": 80}, {"kind": "any"})
    group = Criterion.objects.get(kind="any")
    assert sentence(tree_of(world.version)) == (
        "Il faut : être admis par le jury ; être présent à au moins 80 % des séances ; et (groupe vide)."
    )
    assert group.parent is not None


@pytest.mark.parametrize("people", [1, 3])
def test_the_queue_of_a_tree_stays_within_twelve_queries(
    world: World, people: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    other = Achievement.objects.create(slug="autre", owner=world.certifier_body)
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    every = [leaf, {"kind": "jury"}, {"kind": "course", "course": world.course}, outcome_leaf(world)]
    every += [{"kind": "attendance", "share": 50}, {"kind": "achievement", "achievement": other}]
    ask(world, "any", *every)
    for number in range(people):
        world.passed(f"Prête {number}x")
        world.enrol(f"En chemin {number}x")
    client = client_of(world.certifier)
    IssuerKey.objects.update(backed_up_at=AT)
    client.get(reverse("certifier-home"))
    with django_assert_num_queries(12):
        page = words_on(client.get(reverse("certifier-home")))
    assert f"{people} prêt" in page
