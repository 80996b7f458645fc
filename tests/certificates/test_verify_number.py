"""« Ce certificat est-il vrai ? » by number: status and title, and whether a typed name corresponds. Never a name."""

import pytest
from django.test import Client

from certificates.queries import name_corresponds
from certificates.queries.checking import plain_number
from certificates.queries.naming import plain_name
from tests.certificates.conftest import TITLE, World
from tests.certificates.reading import answer_of, text

NAME = "Inès Benali"
pytestmark = pytest.mark.usefixtures("fresh_limits")


def test_a_number_alone_shows_status_and_title_and_no_name(client: Client, world: World) -> None:
    award = world.award(NAME)
    page = text(client.post("/verify/", {"number": award.number}))
    assert "Vrai et valable" in answer_of(client.post("/verify/", {"number": award.number}))
    assert TITLE.partition(" :")[0] in page
    for hidden in ("Benali", "Claire", "Martin", award.public_id):
        assert hidden not in page


@pytest.mark.parametrize("typed", ["Inès Benali", "BENALI Ines", "  ines   benali ", "Ine\u0300s Benali"])
def test_the_typed_name_corresponds(client: Client, world: World, typed: str) -> None:
    award = world.award(NAME)
    assert "Le nom correspond" in text(client.post("/verify/", {"number": award.number, "name": typed}))


@pytest.mark.parametrize(
    "typed",
    ["Anne-Marie D'Œuvre", "anne marie doeuvre", "D’OEUVRE Annemarie", "Anne Marie D Oeuvre", "D`Œuvre Anne‑Marie"],
)
def test_a_name_in_several_pieces_is_known_however_it_is_joined(client: Client, world: World, typed: str) -> None:
    award = world.award("Anne-Marie D'Œuvre")
    assert "Le nom correspond" in text(client.post("/verify/", {"number": award.number, "name": typed}))


@pytest.mark.parametrize("typed", ["Inès", "Benali", "Inès Benaly", "Inès Benali Roux", "%", "I. Benali"])
def test_another_name_does_not_correspond_and_the_true_one_is_not_shown(
    client: Client, world: World, typed: str
) -> None:
    award = world.award(NAME)
    page = answer_of(client.post("/verify/", {"number": award.number, "name": typed}))
    assert "Le nom ne correspond pas" in page
    assert "Benali" not in page


@pytest.mark.parametrize("number", ["X-2026-0001-AAAAA", "  ", "'; DROP TABLE", "0" * 60, "é" * 20])
def test_an_unknown_number_gets_words(client: Client, world: World, number: str) -> None:
    page = client.post("/verify/", {"number": number})
    assert page.status_code == 200
    assert "Inconnu ici" in text(page) or "champ est obligatoire" in text(page)


def test_a_number_is_read_as_people_type_it() -> None:
    for typed in (
        "lespins-2026-0007-k7m2x",
        " LESPINS 2026 0007 K7M2X ",
        "LESPINS–2026–0007–K7M2X",
        "LESPINS20260007K7M2X",
    ):
        assert plain_number(typed) == "LESPINS-2026-0007-K7M2X"
    assert plain_number("LESPINS-2026-12345-K7M2X") == "LESPINS-2026-12345-K7M2X"


def test_names_are_compared_without_what_people_type_differently() -> None:
    assert plain_name("D'Œuvre-Łukasz, José") == plain_name("JOSE oeuvre lukasz d")
    assert plain_name("Nguyễn Thị") == plain_name("nguyen thi")
    assert plain_name("Inès") != plain_name("Agnès")
    assert name_corresponds(None, "x") is None


def test_trying_names_by_machine_is_stopped_for_that_number_only(client: Client, world: World) -> None:
    award, other = world.award(NAME), world.award("Ana Deux")
    pages = [client.post("/verify/", {"number": award.number, "name": f"Nom {n}"}) for n in range(21)]
    assert [page.status_code for page in pages] == [200] * 20 + [429]
    assert "Trop d'essais" in text(pages[-1])
    assert client.post("/verify/", {"number": other.number, "name": "Ana Deux"}).status_code == 200


def test_trying_numbers_by_machine_is_stopped(client: Client, world: World) -> None:
    codes = [client.post("/verify/", {"number": f"X-2026-{n:04d}-AAAAA"}).status_code for n in range(61)]
    assert codes == [200] * 60 + [429]


def test_a_name_that_does_not_correspond_is_said_before_all_else(client: Client, world: World) -> None:
    award = world.award(NAME)
    shown = text(client.post("/verify/", {"number": award.number, "name": "Eva Faux"}))
    assert shown.index("Le nom ne correspond pas") < shown.index("<h2>Vrai et valable")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("INES@example.org", "L'adresse correspond"), ("eva@example.org", "L'adresse ne correspond pas")],
)
def test_a_typed_address_is_confirmed_or_not_and_never_shown(
    client: Client, world: World, typed: str, said: str
) -> None:
    award = world.award(NAME)
    award.holder.person.email = "ines@example.org"
    award.holder.person.save()
    page = answer_of(client.post("/verify/", {"number": award.number, "name": typed}))
    assert said in page
    assert "example.org" not in page
