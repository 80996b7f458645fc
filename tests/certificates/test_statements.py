"""The « sait … » lines of a draft: added, changed, put in order, removed."""

from typing import Any

import pytest
from django.urls import reverse

from certificates.actions import publish_achievement
from certificates.models import AchievementTarget, AchievementVersion
from curriculum.models import Competency
from tests.certificates.conftest import AT, LINES, World
from tests.certificates.screens import client_of, words_on

TOLD_LATE = "Une autre personne a modifié ce brouillon pendant que vous écriviez."


@pytest.fixture
def draft(world: World) -> AchievementVersion:
    client_of(world.certifier).post(reverse("achievement-open", args=[world.version.achievement.slug]))
    return AchievementVersion.objects.get(state="draft")


def send(world: World, draft: AchievementVersion, line: AchievementTarget | None = None, **data: Any) -> str:
    draft.refresh_from_db()
    name = "achievement-statement" if line else "achievement-statement-create"
    at = reverse(name, args=[draft.achievement.slug, *([line.pk] if line else [])])
    return words_on(client_of(world.certifier).post(at, {"edit_token": draft.edit_token, **data}, follow=True))


def change(world: World, draft: AchievementVersion, line: AchievementTarget, do: str, /, **data: Any) -> Any:
    draft.refresh_from_db()
    at = reverse("achievement-statements", args=[draft.achievement.slug])
    sent = {"edit_token": draft.edit_token, "line": line.pk, "do": do} | data
    return client_of(world.certifier).post(at, sent, follow=True)


def written(draft: AchievementVersion) -> list[tuple[str, str]]:
    return list(draft.targets.order_by("position").values_list("statement", "competency__code"))


def asked(draft: AchievementVersion, code: str = "2.6") -> dict[str, str]:
    level = draft.framework_version.levels.get()
    competency = Competency.objects.get(version=draft.framework_version, code=code)
    return {"competency": str(competency.pk), "level": str(level.pk), "statement": "  sait fermer\n un compte "}


def test_a_line_is_added_at_the_end(world: World, draft: AchievementVersion) -> None:
    page = send(world, draft, **asked(draft))
    assert "La ligne est enregistrée." in page
    assert written(draft) == [*LINES, ("sait fermer un compte", "2.6")]


def test_a_line_changes_its_words_its_competency_and_its_level(world: World, draft: AchievementVersion) -> None:
    line = draft.targets.get(position=2)
    send(world, draft, line, **asked(draft, "3.3"))
    assert written(draft) == [LINES[0], ("sait fermer un compte", "3.3"), *LINES[2:]]


def test_lines_go_up_and_down_and_away(world: World, draft: AchievementVersion) -> None:
    first, second, *_rest, last = draft.targets.order_by("position")
    change(world, draft, second, "up")
    change(world, draft, last, "down")
    change(world, draft, first, "remove")
    assert written(draft) == [LINES[1], *LINES[2:]]


def test_the_last_line_may_go_but_then_nothing_is_published(world: World, draft: AchievementVersion) -> None:
    for line in draft.targets.all():
        page = words_on(change(world, draft, line, "remove"))
    assert ("Aucune ligne pour l'instant" in page, draft.targets.count()) == (True, 0)
    with pytest.raises(Exception, match="Écrivez au moins une ligne"):
        publish_achievement(version=draft, by=world.certifier, at=AT)


def test_the_same_words_for_the_same_competency_are_refused(world: World, draft: AchievementVersion) -> None:
    twice = {**asked(draft, LINES[0][1]), "statement": f"  {LINES[0][0].capitalize()}."}
    page = send(world, draft, **twice)
    assert "Cette ligne y est déjà : la même phrase pour la même compétence." in page
    assert written(draft) == LINES
    assert twice["statement"].strip() in page


def test_a_line_saved_as_it_is_is_no_duplicate(world: World, draft: AchievementVersion) -> None:
    line = draft.targets.get(position=1)
    assert "La ligne est enregistrée." in send(
        world, draft, line, **{**asked(draft, LINES[0][1]), "statement": LINES[0][0]}
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"competency": "x"}, "Choisissez une compétence de la liste."),
        ({"competency": "b0f7dd7e-0000-4000-8000-000000000000"}, "Choisissez une compétence de la liste."),
        ({"level": "999"}, "Choisissez un niveau de la liste."),
        ({"statement": " "}, "Ce champ est obligatoire."),
        ({"statement": "x" * 401}, "Assurez-vous que cette valeur comporte au plus 400 caractères"),
    ],
)
def test_a_wrong_line_is_refused_with_a_sentence(
    world: World, draft: AchievementVersion, wrong: dict[str, str], said: str
) -> None:
    assert said in send(world, draft, **{**asked(draft), **wrong})
    assert written(draft) == LINES


def test_the_second_author_is_told_and_keeps_what_was_typed(world: World, draft: AchievementVersion) -> None:
    page = send(world, draft, **asked(draft), edit_token="vieux")
    assert (TOLD_LATE in page, "sait fermer" in page, written(draft)) == (True, True, LINES)
    moved = words_on(change(world, draft, draft.targets.get(position=2), "up", edit_token="vieux"))
    assert (TOLD_LATE in moved, written(draft)) == (True, LINES)


def test_a_published_line_is_not_found_here(world: World, draft: AchievementVersion) -> None:
    frozen = world.version.targets.get(position=1)
    assert change(world, draft, frozen, "remove").status_code == 404
    slug = draft.achievement.slug
    client = client_of(world.certifier)
    assert client.get(reverse("achievement-statement", args=[slug, frozen.pk])).status_code == 404
    publish_achievement(version=draft, by=world.certifier, at=AT)
    assert client.get(reverse("achievement-statements", args=[slug])).status_code == 404
    assert written(draft) == LINES


@pytest.mark.parametrize("data", [{"line": "x"}, {"line": "9" * 15}, {"do": "burn"}])
def test_an_invented_change_is_not_found(world: World, draft: AchievementVersion, data: dict[str, str]) -> None:
    assert change(world, draft, draft.targets.get(position=1), "up", **data).status_code == 404


def test_the_list_says_of_which_version_and_looking_for_a_word_narrows_it(
    world: World, draft: AchievementVersion
) -> None:
    page = send(world, draft, look="1", find="droits", statement="sait citer")
    assert ("3.3 Droits d'auteur" in page, "2.6 Gérer son identité" in page) == (True, False)
    assert ("sait citer" in page, "Compétences de DigComp 2.2." in page, "obligatoire" in page) == (True, True, False)
    kept = send(world, draft, look="1", find="droits", **{**asked(draft), "statement": "sait citer"})
    assert ("2.6 Gérer son identité" in kept, written(draft)) == (True, LINES)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_as_much_for_three_lines_as_for_one(
    world: World, draft: AchievementVersion, lines: int, django_assert_num_queries: Any
) -> None:
    draft.targets.filter(position__gt=lines).delete()
    client, at = client_of(world.certifier), reverse("achievement-statements", args=[draft.achievement.slug])
    client.get(at)
    with django_assert_num_queries(5):
        client.get(at)
