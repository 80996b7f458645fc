"""What a trainer reads of each person's way to a certificate, criterion by criterion, and what they can do next."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from certificates.models import Authorisation, Criterion
from certificates.queries.progress import PersonProgress, progress_of
from courses.models import Attendance, Cohort, Enrolment, Meeting
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_criteria import ask, jury, known


def person(world: World) -> PersonProgress:
    cohort = Cohort.objects.select_related("organisation", "course_version__course").get(pk=world.cohort.pk)
    [certificate] = progress_of(cohort, AT)
    return certificate.people[0]


def steps(world: World) -> list[tuple[str, str, str, str]]:
    return [(step.title, step.state, step.detail, step.todo) for step in person(world).steps]


def meet(world: World, enrolment: Enrolment, *present: bool | None) -> None:
    for day, there in enumerate(present, 23):
        facts = {"cohort": world.cohort, "title": "Séance", "created_at": AT, "minutes": 180}
        meeting = Meeting.objects.create(day=date(2026, 2, day), **facts)
        if there is not None:
            Attendance.objects.create(meeting=meeting, enrolment=enrolment, present=there, by=world.trainer, at=AT)


def page_of(world: World) -> str:
    return words_on(client_of(world.trainer).get(reverse("cohort-certificates", args=[world.cohort.pk])))


def test_attendance_is_told_in_meetings_with_those_still_to_note(world: World) -> None:
    ask(world, "all", {"kind": "attendance", "share": 80})
    enrolment = known(world)
    meet(world, enrolment, None, None)
    assert steps(world) == [
        (
            "Présence à 80 % des séances",
            "missing",
            "aucune présence notée ; 2 séances restent à noter",
            "cohort-meetings",
        )
    ]
    meet(world, enrolment, True, True, True, False)
    [(_title, state, detail, _todo)] = steps(world)
    assert (state, detail) == (
        "missing",
        "présent à 3 séances sur 4 notées, soit 75 % des heures ; 2 séances restent à noter",
    )


def test_a_jury_s_decision_is_missing_then_said_then_met(world: World) -> None:
    ask(world, "all", {"kind": "jury"})
    enrolment = known(world)
    assert steps(world) == [("Décision du jury", "missing", "pas encore de décision", "cohort-jury")]
    first = jury(world, enrolment, "adjourned")
    assert steps(world)[0][1:] == ("missing", "« reporté », décision du 2 mars 2026", "cohort-jury")
    jury(world, enrolment, "admitted", first)
    assert steps(world) == [("Décision du jury", "met", "décision favorable, le 2 mars 2026", "")]


def test_of_one_of_these_the_others_are_needless_once_one_is_met(world: World) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "any", {"kind": "jury"}, leaf)
    enrolment = known(world)
    assert [one[1] for one in steps(world)] == ["heading", "missing", "missing"]
    jury(world, enrolment, "admitted")
    assert [(one[1], one[3]) for one in steps(world)] == [("heading", ""), ("met", ""), ("needless", "")]


def test_a_group_inside_another_says_what_goes_together(world: World) -> None:
    ask(world, "any", {"kind": "jury"}, {"kind": "all"})
    group = Criterion.objects.get(kind="all")
    assert [(step.title, step.depth) for step in _with_child(world, group)] == [
        ("L'un de ceux-ci suffit :", 0),
        ("Décision du jury", 1),
        ("Tout ceci ensemble :", 1),
    ]


def _with_child(world: World, group: Criterion) -> list[Any]:
    assert group.parent is not None
    known(world)
    return person(world).steps


def test_an_exam_passed_alone_is_said_where_the_room_is_asked(world: World) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "all", leaf, {"kind": "jury"}, needs_supervision=True)
    world.passed("Inès Benali", in_room=False)
    [exam, _jury] = steps(world)
    assert exam[1:] == ("missing", "réussie sans surveillance : à repasser dans la salle", "cohort-detail")


def test_states_go_from_on_the_way_to_awarded(world: World) -> None:
    enrolment = world.enrol("Inès Benali")
    assert (person(world).state, steps(world)) == (
        "ahead",
        [("Épreuve", "missing", "pas encore réussie", "cohort-detail")],
    )
    world.attempt(enrolment)
    assert (person(world).state, person(world).blocked) == ("blocked", "identity")
    world.identify(enrolment, "Inès Benali")
    assert person(world).state == "ready"
    [award] = world.sign(enrolment)
    assert (person(world).state, person(world).standing) == ("awarded", "valid")
    world.revoke(award)
    assert (person(world).state, person(world).standing) == ("awarded", "revoked")


def test_the_page_is_found_from_the_session_and_says_what_to_do(world: World) -> None:
    world.passed("Mickey Souris", identified=False)
    session = words_on(client_of(world.trainer).get(reverse("cohort-detail", args=[world.cohort.pk])))
    assert reverse("cohort-certificates", args=[world.cohort.pk]) in session
    page = page_of(world)
    for piece in ("Mickey Souris", "Il reste à confirmer son identité", "Confirmer l'identité", "À voir"):
        assert piece in page
    Authorisation.objects.all().delete()
    assert "n'est pas habilité aujourd'hui" in page_of(world)


def test_an_empty_session_and_a_course_without_certificate_say_so(world: World) -> None:
    assert "Personne n'est encore arrivé" in page_of(world)
    world.version.state = "withdrawn"
    world.version.save()
    assert "Ce parcours ne mène à aucun certificat" in page_of(world)


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_for_one_or_three(
    world: World, people: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    every: list[Any] = [leaf, {"kind": "jury"}, {"kind": "course", "course": world.course}]
    every += [{"kind": "attendance", "share": 50}, {"kind": "achievement", "achievement": world.version.achievement}]
    framework = world.version.framework_version
    assert framework is not None
    outcome = {"competency": framework.competencies.first(), "level": framework.levels.first()}
    ask(world, "any", *every, {"kind": "outcome", **outcome})
    for number in range(people):
        world.sign(world.passed(f"Signée {number}x"))
        world.passed(f"Prête {number}x")
        world.enrol(f"En chemin {number}x")
    client = client_of(world.trainer)
    with django_assert_num_queries(12):
        client.get(reverse("cohort-certificates", args=[world.cohort.pk]))


def test_a_course_is_told_in_steps(world: World) -> None:
    ask(world, "all", {"kind": "course", "course": world.course})
    known(world)
    assert steps(world) == [
        (f"Parcours « {world.version.title} »", "missing", "0 sur 0 étapes faites", "enrolment-view")
    ]
