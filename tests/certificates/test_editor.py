"""A draft beyond its words: conditions, terms, checks, who would earn it, the next version, throwing it away."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from certificates.actions import add_criterion, publish_achievement
from certificates.actions.carrying import AchievementDependant
from certificates.models import Achievement, AchievementVersion, Criterion
from certificates.queries.criteria import sentence, tree_of
from certificates.queries.forecast import forecast
from certificates.queries.readiness import problems_of
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on


@pytest.fixture
def draft(world: World) -> AchievementVersion:
    slug = world.version.achievement.slug
    client_of(world.certifier).post(reverse("achievement-open", args=[slug]))
    return AchievementVersion.objects.get(state="draft")


def address(draft: AchievementVersion, name: str = "achievement-criteria", query: str = "") -> str:
    return reverse(name, args=[draft.achievement.slug]) + query


def add(world: World, draft: AchievementVersion, kind: str, **data: Any) -> str:
    draft.refresh_from_db()
    client = client_of(world.certifier)
    sent = {"edit_token": draft.edit_token, **data}
    return words_on(client.post(address(draft, query=f"?add={kind}"), sent, follow=True))


def test_the_next_version_says_what_the_one_in_force_says(world: World, draft: AchievementVersion) -> None:
    assert (draft.label, draft.targets.count(), draft.title) == ("1.1", 5, world.version.title)
    client_of(world.certifier).post(reverse("achievement-open", args=[draft.achievement.slug]))
    assert draft.achievement.versions.count() == 2


def test_a_first_condition_stands_beside_the_assessment(world: World, draft: AchievementVersion) -> None:
    page = add(world, draft, "jury")
    assert "Il faut : réussir l'épreuve « epreuve » ; et être admis par le jury." in page
    assert [row.kind for row in draft.criteria.order_by("pk")] == ["all", "assessment", "jury"]


def test_conditions_are_moved_turned_and_removed(world: World, draft: AchievementVersion) -> None:
    add(world, draft, "attendance", share="80")
    client = client_of(world.certifier)
    for do, kind in (("up", "attendance"), ("turn", "all"), ("remove", "assessment")):
        draft.refresh_from_db()
        row = draft.criteria.get(kind=kind)
        client.post(address(draft), {"edit_token": draft.edit_token, "criterion": row.pk, "do": do})
    rows = [(row.kind, row.share) for row in draft.criteria.order_by("parent", "position")]
    assert sorted(rows, key=str) == [("any", None), ("attendance", 80)]


def test_a_stale_token_changes_nothing(world: World, draft: AchievementVersion) -> None:
    page = words_on(
        client_of(world.certifier).post(address(draft, query="?add=jury"), {"edit_token": "vieux"}, follow=True)
    )
    assert ("Une autre personne a modifié" in page, draft.criteria.count()) == (True, 0)


@pytest.mark.parametrize("data", [{"share": "0"}, {"share": "101"}, {"share": "x"}, {}])
def test_a_share_out_of_bounds_is_refused(world: World, draft: AchievementVersion, data: dict[str, str]) -> None:
    assert "Ajouter une condition" in add(world, draft, "attendance", **data)
    assert draft.criteria.count() == 0


@pytest.mark.parametrize("data", [{"criterion": "x"}, {"criterion": "9999", "do": "up"}, {"do": "nonsense"}])
def test_an_invented_change_is_not_found(world: World, draft: AchievementVersion, data: dict[str, str]) -> None:
    response = client_of(world.certifier).post(address(draft), {"edit_token": draft.edit_token, **data})
    assert response.status_code == 404


def test_terms_and_signatories_are_kept_and_frozen(world: World, draft: AchievementVersion) -> None:
    data = {
        "validity": "date",
        "valid_until": "2030-12-31",
        "renewal": "retake",
        "renewal_days": "60",
        "issuing": "by_session",
        "name-1": "Camille Roux",
        "function-1": "Présidente",
        "edit_token": draft.edit_token,
    }
    client = client_of(world.certifier)
    refused = client.post(address(draft, "achievement-terms"), {**data, "function-1": ""})
    assert (refused.status_code, draft.signatories.count()) == (200, 0)
    client.post(address(draft, "achievement-terms"), data)
    draft.refresh_from_db()
    assert (str(draft.valid_until), draft.renewal, draft.renewal_days) == ("2030-12-31", "retake", 60)
    publish_achievement(version=draft, by=world.certifier, at=AT)
    world.version = draft
    award = world.award()
    assert (str(award.valid_until), award.payload["signatories"]) == (
        "2030-12-31",
        [{"name": "Camille Roux", "function": "Présidente"}],
    )


def test_an_empty_group_a_past_date_and_a_circle_stop_publishing(world: World, draft: AchievementVersion) -> None:
    add(world, draft, "any")
    other = Achievement.objects.create(slug="autre", owner=world.certifier_body)
    back = AchievementVersion.objects.create(
        achievement=other,
        number=1,
        label="1.0",
        framework_version=draft.framework_version,
        course=draft.course,
        activity_key="epreuve",
        title="Suite",
    )
    Criterion.objects.create(version=back, position=1, kind="achievement", achievement=draft.achievement)
    draft.refresh_from_db()
    named = {"edit_token": draft.edit_token, "by": world.certifier, "at": AT}
    subject = {"achievement_id": str(other.pk)}
    add_criterion(version=draft, kind="achievement", parent=None, subject=subject, **named)
    draft.refresh_from_db()
    draft.valid_until = AT.date()
    draft.save()
    texts = [problem.text for problem in problems_of(draft, AT.date()) if problem.blocking]
    assert texts == [
        "Un groupe de conditions est vide : ajoutez-y quelque chose, ou enlevez-le.",
        "Aucune version publiée du parcours n'a l'épreuve « epreuve ».",
        "« Suite » demande lui-même ce certificat : personne ne l'aurait.",
        "La date de fin de validité est passée.",
    ]
    with pytest.raises(ValidationError):
        publish_achievement(version=draft, by=world.certifier, at=AT)
    page = words_on(client_of(world.certifier).get(address(draft, "achievement-check")))
    assert ("Un groupe de conditions est vide" in page, "Personne ne signe" in page) == (True, True)


def test_the_forecast_names_who_would_have_it_and_who_would_not(world: World, draft: AchievementVersion) -> None:
    world.passed("Inès Benali")
    world.passed("Mickey Souris", identified=False)
    world.enrol("Noé Petit")
    [line] = forecast(draft, AT).lines
    assert (line.ready, [name for name, _block in line.blocked], line.ahead) == (["Inès Benali"], ["Mickey Souris"], 1)
    add(world, draft, "jury")
    found = forecast(draft, AT)
    assert (found.more, found.fewer) == ([], ["Inès Benali", "Mickey Souris"])
    page = words_on(client_of(world.certifier).get(address(draft, "achievement-forecast")))
    assert "Ne l'auraient plus" in page


def test_a_draft_is_discarded_with_all_that_hangs_on_it(world: World, draft: AchievementVersion) -> None:
    add(world, draft, "jury")
    client_of(world.certifier).post(address(draft, "achievement-discard"))
    assert (AchievementVersion.objects.count(), Criterion.objects.count()) == (1, 0)


def test_carrying_takes_criteria_terms_and_badge_along(world: World, draft: AchievementVersion) -> None:
    target = draft.targets.order_by("position")[0]
    add(world, draft, "outcome", competency=str(target.competency_id), level=str(target.level_id))
    draft.refresh_from_db()
    draft.criteria.filter(kind="assessment").delete()
    draft.badge, draft.valid_until = {"shape": "round"}, AT.date().replace(year=2030)
    draft.save()
    draft.signatories.create(position=1, name="Camille Roux", function="Présidente")
    publish_achievement(version=draft, by=world.certifier, at=AT)
    dependant, framework = AchievementDependant(), draft.framework_version
    aims = dependant.aims(draft.pk)
    places = {(aim.place, aim.competency): [aim] for aim in aims}
    carried = dependant.carry(draft.pk, framework=framework, places=places, by=world.certifier, at=AT)  # type: ignore[arg-type]
    copy = AchievementVersion.objects.get(state="draft")
    assert (carried.label, copy.badge, copy.valid_until) == ("1.2", draft.badge, draft.valid_until)
    assert sentence(tree_of(copy)) == sentence(tree_of(draft))
    assert [str(one) for one in copy.signatories.all()] == ["Camille Roux, Présidente"]
    dependant.discard(copy.pk, by=world.certifier, at=AT)
    assert AchievementVersion.objects.filter(state="draft").count() == 0
