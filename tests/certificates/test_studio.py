"""How a certificate will look: its badge, and all its papers for somebody invented."""

import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from pypdf import PdfReader

from certificates.models import AchievementVersion
from certificates.queries import Finding, check_file, check_link, check_number
from certificates.queries.checking import EXAMPLE
from certificates.signing import unbake
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.screens import client_of, words_on

FORMS = ("pdf", "png", "svg", "credential", "jwt", "transcript")


@pytest.fixture
def draft(world: World) -> AchievementVersion:
    slug = world.version.achievement.slug
    client_of(world.certifier).post(reverse("achievement-open", args=[slug]))
    return AchievementVersion.objects.get(state="draft")


def sent(world: World, draft: AchievementVersion, **changes: str) -> str:
    draft.refresh_from_db()
    data = {"shape": "shield", "colour": "plum", "symbol": "lock", "text": "Images", "edit_token": draft.edit_token}
    address = reverse("achievement-badge", args=[draft.achievement.slug])
    page = words_on(client_of(world.certifier).post(address, {**data, **changes}, follow=True))
    draft.refresh_from_db()
    return page


def sample(world: World, kind: str, **query: str) -> Any:
    address = reverse("achievement-sample", args=[world.version.achievement.slug, kind])
    return client_of(world.certifier).get(address, query)


def test_a_badge_is_looked_at_kept_and_made_standard_again(world: World, draft: AchievementVersion) -> None:
    sent(world, draft, do="look")
    assert draft.badge == {}
    sent(world, draft)
    assert draft.badge == {"shape": "shield", "colour": "plum", "symbol": "lock", "text": "Images"}
    sent(world, draft, do="standard")
    assert draft.badge == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shape": "star"}, "choix valide"),
        ({"colour": ""}, "obligatoire"),
        ({"text": "x" * 25}, "24"),
        ({"text": "\U00013000"}, "Nos polices ne savent pas écrire"),
    ],
)
def test_what_cannot_be_drawn_is_not_kept_and_says_why(
    world: World, draft: AchievementVersion, changes: dict[str, str], said: str
) -> None:
    page = sent(world, draft, **changes)
    assert said in page
    assert draft.badge == {}


def test_the_second_author_is_told(world: World, draft: AchievementVersion) -> None:
    assert "Une autre personne a modifié ce brouillon" in sent(world, draft, edit_token="old")
    assert draft.badge == {}


def test_the_choices_are_drawn_beside_their_names(world: World, draft: AchievementVersion) -> None:
    page = words_on(client_of(world.certifier).get(reverse("achievement-badge", args=[draft.achievement.slug])))
    assert page.count("data:image/svg+xml;base64,") == 2 + 4 + 6 + 12
    assert page.count(" checked") == 3


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_papers_leave_no_row_and_no_file(world: World, settings: Any, tmp_path: Any) -> None:
    client = client_of(world.certifier)
    slug = world.version.achievement.slug
    before = rows()
    assert client.get(reverse("achievement-preview", args=[slug])).status_code == 200
    for kind in FORMS:
        assert client.get(reverse("achievement-sample", args=[slug, kind])).status_code == 200
    assert rows() == before
    assert not (settings.MEDIA_ROOT / "issued").exists()


def test_each_paper_says_that_it_is_an_example(world: World) -> None:
    for kind in ("pdf", "transcript"):
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sample(world, kind).content)).pages)
        assert "EXEMPLE" in text
        assert "rien n’a été délivré" in text or "rien n'a été délivré" in text
    credential = json.loads(sample(world, "credential").content)
    assert credential["name"].startswith("EXEMPLE : ")
    assert credential["credentialSubject"]["licenseNumber"] == "EXEMPLE-0000-0000"
    for kind in ("png", "svg"):
        baked = unbake(sample(world, kind).content)
        assert baked is not None and json.loads(baked)["name"].startswith("EXEMPLE : ")
    assert sample(world, "jwt").content.count(b".") == 2


@pytest.mark.parametrize("kind", ["pdf", "png", "svg", "credential", "jwt"])
def test_no_example_passes_for_a_certificate(world: World, kind: str) -> None:
    finding = check_file(sample(world, kind).content, AT)
    assert (finding.title, finding.award, finding.sound) == ("Exemple, pas un certificat", None, False)


@pytest.mark.parametrize("found", [check_link(EXAMPLE, AT), check_number("exemple-0000-0000", "", AT)])
def test_its_link_and_its_number_say_so_too(found: Finding) -> None:
    assert found.title == "Exemple, pas un certificat"


def test_a_file_that_claims_an_address_of_this_site_is_ours_or_nobodys(world: World, settings: Any) -> None:
    """Signed by a stranger, sound in itself: not « délivré ailleurs »."""
    claimed = Issuer().file(id=f"{settings.VOLET_BASE_URL}/v/abcdefghijklmnopqrstuv/")
    assert check_file(claimed, AT).verdict == "unknown"


def test_an_example_is_not_signed_by_the_key_of_its_certifier(world: World) -> None:
    world.award()
    issuer = json.loads(sample(world, "credential").content)["issuer"]["id"]
    assert issuer.startswith("did:key:")
    assert issuer != json.loads(sample(world, "credential").content)["issuer"]["id"]


@pytest.mark.parametrize("name", ["Ä" * 120, 'D\'Œuvre "<b>" & Cie', "Nguyễn Thị Ánh"])
def test_the_worst_names_can_be_tried(world: World, name: str) -> None:
    assert json.loads(sample(world, "credential", name=name).content)["credentialSubject"]["identifier"][0][
        "identityHash"
    ] == " ".join(name.split())
    assert sample(world, "pdf", name=name).content.startswith(b"%PDF")
    address = reverse("achievement-preview", args=[world.version.achievement.slug])
    assert "<b>" not in words_on(client_of(world.certifier).get(address, {"name": name}))


def test_a_letter_without_a_font_is_said_on_the_page(world: World) -> None:
    address = reverse("achievement-sample", args=[world.version.achievement.slug, "pdf"])
    page = words_on(client_of(world.certifier).get(address, {"name": "\U00013000"}, follow=True))
    assert "Nos polices ne savent pas écrire" in page


def test_the_pages_cost_few_questions(world: World, draft: AchievementVersion, django_assert_num_queries: Any) -> None:
    client = client_of(world.certifier)
    with django_assert_num_queries(5):
        client.get(reverse("achievement-badge", args=[draft.achievement.slug]))
    with django_assert_num_queries(11):
        client.get(reverse("achievement-preview", args=[draft.achievement.slug]))


def test_signatories_change_places_and_one_goes(world: World, draft: AchievementVersion) -> None:
    client = client_of(world.certifier)
    address = reverse("achievement-terms", args=[draft.achievement.slug])
    data = {"validity": "none", "renewal": "none", "renewal_days": "90", "issuing": "by_session"}
    people = {"name-1": "Ana Un", "function-1": "Présidente", "name-2": "Bo Deux", "function-2": "Directeur"}
    for places, expected in (
        ({"place-1": "2", "place-2": "1"}, ["Bo Deux", "Ana Un"]),
        ({"name-1": "", "function-1": ""}, ["Bo Deux"]),
    ):
        draft.refresh_from_db()
        client.post(address, {**data, **people, "edit_token": draft.edit_token, **places})
        assert list(draft.signatories.values_list("name", flat=True)) == expected
