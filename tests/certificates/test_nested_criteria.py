"""A tree of more than one storey: how it is built, moved, said, printed and asked for."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates.actions import publish_achievement
from certificates.models import Achievement, AchievementVersion, Criterion
from certificates.queries.criteria import Node, sentence, tree_of
from certificates.queries.readiness import problems_of
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on

DEEP = (
    "Il faut : réussir l'épreuve « epreuve » ; et soit être admis par le jury, "
    "soit terminer le parcours « Images et données des publics : protéger, informer, publier » et être présent à au moins "
    "80 % des séances."
)


@pytest.fixture
def draft(world: World) -> AchievementVersion:
    client_of(world.certifier).post(reverse("achievement-open", args=[world.version.achievement.slug]))
    return AchievementVersion.objects.get(state="draft")


def post(world: World, draft: AchievementVersion, query: str = "", **data: Any) -> Any:
    draft.refresh_from_db()
    at = reverse("achievement-criteria", args=[draft.achievement.slug]) + query
    return client_of(world.certifier).post(at, {"edit_token": draft.edit_token, **data}, follow=True)


def deepen(world: World, draft: AchievementVersion) -> None:
    """Exam AND (jury OR (course AND attendance)), clicked together on the screen."""
    post(world, draft, "?add=any")
    one = draft.criteria.get(kind="any").pk
    post(world, draft, "?add=jury", under=one)
    post(world, draft, "?add=all", under=one)
    both = draft.criteria.get(kind="all", parent=one).pk
    for kind, subject in (("course", {"course": str(world.course.pk)}), ("attendance", {"share": "80"})):
        post(world, draft, f"?add={kind}", under=both, **subject)


def shape(node: Node) -> Any:
    return {node.kind: [shape(child) for child in node.children]} if node.is_group else node.kind


def test_and_in_or_in_and_is_built_and_said_in_good_french(world: World, draft: AchievementVersion) -> None:
    deepen(world, draft)
    tree = tree_of(draft)
    assert shape(tree) == {"all": ["assessment", {"any": ["jury", {"all": ["course", "attendance"]}]}]}
    assert sentence(tree).translate(str.maketrans("\u00a0\u202f’", "  '")) == DEEP
    assert DEEP in words_on(client_of(world.certifier).get(reverse("achievement-check", args=[draft.achievement.slug])))


def leaf(kind: str, **facts: Any) -> Node:
    return Node(kind, None, **facts)


def group(kind: str, *children: Node) -> Node:
    return Node(kind, None, children)


JURY, COURSE, HERE = leaf("jury"), leaf("course", name="P"), leaf("attendance", share=50)
IN, DONE, SEEN = "être admis par le jury", "terminer le parcours « P »", "être présent à au moins 50 % des séances"


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (group("all", group("any", JURY, COURSE)), f"Il faut au moins : {IN} ; ou {DONE}."),
        (group("any", JURY, group("all", COURSE, HERE)), f"Il faut au moins : {IN} ; ou {DONE} et {SEEN}."),
        (group("any", JURY, group("any", COURSE, HERE)), f"Il faut au moins : {IN} ; ou ({DONE} ou {SEEN})."),
        (
            group("all", HERE, group("any", JURY, COURSE, HERE)),
            f"Il faut : {SEEN} ; et soit {IN}, soit {DONE}, soit {SEEN}.",
        ),
        (group("all", group("any", JURY, COURSE), HERE), f"Il faut : soit {IN}, soit {DONE} ; et {SEEN}."),
        (
            group("all", HERE, group("any", JURY, group("all", COURSE, group("any", HERE, JURY)))),
            f"Il faut : {SEEN} ; et soit {IN}, soit {DONE} et ({SEEN} ou {IN}).",
        ),
        (
            group("any", HERE, group("all", JURY, group("any", COURSE, group("all", HERE, JURY)))),
            f"Il faut au moins : {SEEN} ; ou {IN} et ({DONE} ou ({SEEN} et {IN})).",
        ),
        (group("all", group("any", group("all"))), "Il faut (groupe vide)."),
    ],
)
def test_each_depth_has_one_meaning(tree: Node, said: str) -> None:
    assert sentence(tree).translate(str.maketrans("\u00a0\u202f’", "  '")) == said


def test_a_condition_changes_group_and_a_branch_goes_whole(world: World, draft: AchievementVersion) -> None:
    deepen(world, draft)
    one, jury = draft.criteria.get(kind="any"), draft.criteria.get(kind="jury")
    both = draft.criteria.get(kind="all", parent=one)
    post(world, draft, criterion=jury.pk, do="place", into=both.pk)
    assert shape(tree_of(draft)) == {"all": ["assessment", {"any": [{"all": ["course", "attendance", "jury"]}]}]}
    post(world, draft, criterion=both.pk, do="place", into=draft.criteria.get(parent=None).pk)
    assert shape(tree_of(draft)) == {"all": ["assessment", {"any": []}, {"all": ["course", "attendance", "jury"]}]}
    post(world, draft, criterion=both.pk, do="remove")
    assert shape(tree_of(draft)) == {"all": ["assessment", {"any": []}]}
    assert draft.criteria.count() == 3


def test_a_group_never_goes_under_itself_nor_under_a_leaf(world: World, draft: AchievementVersion) -> None:
    deepen(world, draft)
    before = shape(tree_of(draft))
    root, one, jury = (draft.criteria.get(**by) for by in ({"parent": None}, {"kind": "any"}, {"kind": "jury"}))
    both = draft.criteria.get(kind="all", parent=one)
    for moved, into, said in (
        (one, both, "Une condition ne va pas sous elle-même."),
        (one, one, "Une condition ne va pas sous elle-même."),
        (root, one, "Une condition ne va pas sous elle-même."),
        (both, jury, "Choisissez un groupe de ce brouillon."),
    ):
        assert said in words_on(post(world, draft, criterion=moved.pk, do="place", into=into.pk))
    assert post(world, draft, criterion=one.pk, do="place", into="x").status_code == 404
    assert shape(tree_of(draft)) == before


def test_a_circle_through_three_certificates_stops_publishing(world: World, draft: AchievementVersion) -> None:
    middle, far = (Achievement.objects.create(slug=slug, owner=world.certifier_body) for slug in ("milieu", "loin"))
    for owner, wanted in ((middle, far), (far, draft.achievement)):
        facts = {"framework_version": draft.framework_version, "course": draft.course, "activity_key": "epreuve"}
        version = AchievementVersion.objects.create(achievement=owner, number=1, label="1.0", title=owner.slug, **facts)
        Criterion.objects.create(version=version, position=1, kind="achievement", achievement=wanted)
        AchievementVersion.objects.filter(pk=version.pk).update(state="published", published_at=AT)
    post(world, draft, "?add=achievement", achievement=str(middle.pk))
    texts = [problem.text for problem in problems_of(draft, AT.date()) if problem.where == "achievement-criteria"]
    assert "« milieu » demande lui-même ce certificat : personne ne l'aurait." in texts
    with pytest.raises(Exception, match="demande lui-même"):
        publish_achievement(version=draft, by=world.certifier, at=AT)


def test_issuer_page_verify_page_and_credential_say_the_same_sentence(world: World) -> None:
    version = world.version
    old = list(version.targets.all())
    AchievementVersion.objects.filter(pk=version.pk).update(state="superseded")
    new = AchievementVersion.objects.create(
        achievement=version.achievement,
        number=2,
        label="2.0",
        framework_version=version.framework_version,
        course=version.course,
        activity_key="epreuve",
        title=version.title,
    )
    new.targets.create(position=1, statement="sait tout", competency_id=old[0].competency_id, level_id=old[0].level_id)
    root = Criterion.objects.create(version=new, position=1, kind="any")
    Criterion.objects.create(
        version=new, parent=root, position=1, kind="assessment", course=version.course, activity_key="epreuve"
    )
    both = Criterion.objects.create(version=new, parent=root, position=2, kind="all")
    Criterion.objects.create(version=new, parent=both, position=1, kind="jury")
    Criterion.objects.create(version=new, parent=both, position=2, kind="attendance", share=80)
    AchievementVersion.objects.filter(pk=new.pk).update(state="published", published_at=AT)
    new.refresh_from_db()
    world.version = new
    award = world.award()
    said = (
        "Il faut au moins : réussir l'épreuve « epreuve » ; ou être admis par le jury et être présent à au moins 80 % des "
        "séances."
    )
    assert award.payload["criteria"].translate(str.maketrans("\u00a0\u202f’", "  '")) == said
    public = Client()
    answer = public.get(reverse("award-verify", args=[award.public_id]), headers={"accept": "application/ld+json"})
    credential = json.loads(b"".join(answer.streaming_content))
    subject = credential["credentialSubject"]["achievement"]
    assert subject["criteria"]["narrative"] == award.payload["criteria"]
    assert said in words_on(public.get(reverse("award-verify", args=[award.public_id])))
    assert said in words_on(public.get(reverse("issuer-detail", args=[world.certifier_body.slug])))


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"), [("achievement-check", 10), ("achievement-forecast", 11), ("achievement-criteria", 6)]
)
def test_the_editor_of_a_nested_tree_asks_as_much_for_three_as_for_one(
    world: World,
    draft: AchievementVersion,
    people: int,
    page: str,
    queries: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    deepen(world, draft)
    for number in range(people):
        world.passed(f"Prête {number}x")
        world.enrol(f"En chemin {number}x")
    draft.targets.filter(position__gt=people).delete()
    client, at = client_of(world.certifier), reverse(page, args=[draft.achievement.slug])
    client.get(at)
    with django_assert_num_queries(queries):
        client.get(at)


@pytest.mark.parametrize("certificates", [1, 3])
def test_the_issuers_page_asks_as_much_for_three_certificates_as_for_one(
    world: World, certificates: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(1, certificates):
        owner = Achievement.objects.create(slug=f"autre-{number}", owner=world.certifier_body)
        facts = {
            "framework_version": world.version.framework_version,
            "course": world.course,
            "title": f"Autre {number}",
        }
        version = AchievementVersion.objects.create(achievement=owner, number=1, label="1.0", activity_key="x", **facts)
        AchievementVersion.objects.filter(pk=version.pk).update(state="published", published_at=AT)
    at = reverse("issuer-detail", args=[world.certifier_body.slug])
    Client().get(at)
    with django_assert_num_queries(5):
        page = words_on(Client().get(at))
    assert page.count("Il faut réussir l'épreuve") == certificates
