"""The check for programs: the page's answers as JSON, its refusals word for word, and never more than the page shows."""

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.models import Award, AwardHolder
from courses.models import IdentityCheck
from people.models import Person
from tests.certificates.conftest import AT, TITLE, World
from tests.certificates.elsewhere import Issuer

NAME = "Inès Benali"
URL = "/api/verify"
pytestmark = pytest.mark.usefixtures("fresh_limits")


def credential_of(award: Award) -> bytes:
    return content_of(make_forms(award=award, at=AT)[0])


def ask(client: Client, value: Any, kind: str = "application/json", **headers: str) -> Any:
    data = value if isinstance(value, bytes) else json.dumps(value)
    return client.post(URL, data, content_type=kind, CONTENT_TYPE=kind, **headers)


def test_a_file_is_checked_as_the_body_or_in_a_form(client: Client, world: World) -> None:
    award = world.award(NAME)
    data = credential_of(award)
    for answer in (
        ask(client, data),
        ask(client, data, "application/octet-stream"),
        client.post(URL, {"file": SimpleUploadedFile("x", data)}),
    ):
        found = answer.json()
        assert (answer.status_code, found["verdict"], found["sound"]) == (200, "valid", True)
        assert found["sha256"] == hashlib.sha256(data).hexdigest()
        assert found["certificate"]["holder"] == NAME
        assert (found["certificate"]["title"], found["certificate"]["number"]) == (TITLE, award.number)
        assert [check["key"] for check in found["checks"]] == [
            "readable",
            "signature",
            "issuer",
            "schema",
            "dates",
            "status",
            "register",
        ]
        assert {check["result"] for check in found["checks"]} == {"ok"}


def test_answers_are_for_any_site_and_are_kept_by_nobody(client: Client, world: World) -> None:
    for answer in (ask(client, {"number": "X"}), client.get(f"{URL}/AAAA"), client.options(URL)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert ask(Client(enforce_csrf_checks=True), {"number": "X"}).status_code == 404


def test_a_number_says_status_and_title_and_whether_the_name_corresponds(client: Client, world: World) -> None:
    award = world.award(NAME)
    found = ask(client, {"number": award.number, "name": "benali ines"}).json()
    assert (found["verdict"], found["matches"], found["sound"]) == ("valid", True, True)
    assert found["certificate"] == {
        "number": award.number,
        "title": TITLE,
        "issuer": {"id": award.payload["issuer"]["did"], "name": "Fédération des Pins"},
        "holder": None,
        "demo": False,
    }
    wrong = ask(client, {"number": award.number, "name": "Eva Faux"})
    assert (wrong.json()["matches"], wrong.json()["sound"], "Benali" in wrong.content.decode()) == (False, False, False)


def test_an_address_is_confirmed_where_the_holder_has_an_account_with_one(client: Client, world: World) -> None:
    award = world.award(NAME)
    assert ask(client, {"number": award.number, "name": "ines@example.org"}).json()["matches"] is None
    Person.objects.filter(held_awards__award=award).update(email="ines@example.org")
    answers = [ask(client, {"number": award.number, "name": typed}) for typed in ("INES@example.org", "x@example.org")]
    assert [answer.json()["matches"] for answer in answers] == [True, False]
    assert "ines@example.org" not in answers[1].content.decode()


@pytest.mark.parametrize(("public", "adult", "shown"), [(True, True, NAME), (True, False, None), (False, True, None)])
def test_a_number_alone_shows_a_name_only_where_an_adult_made_it_public(
    client: Client, world: World, public: bool, adult: bool, shown: str | None
) -> None:
    enrolment = world.passed(NAME)
    [award] = world.sign(enrolment)
    AwardHolder.objects.filter(award=award).update(public=public)
    if adult:
        check = {"given_name": "Inès", "family_name": "Benali", "seen_as": "document"}
        IdentityCheck.objects.create(enrolment=enrolment, adult=True, by=world.trainer, at=AT, **check)
    assert ask(client, {"number": award.number}).json()["certificate"]["holder"] == shown


def test_the_link_gives_what_its_page_shows(client: Client, world: World) -> None:
    award = world.award(NAME)
    found = client.get(f"{URL}/{award.public_id}").json()
    assert (found["verdict"], found["certificate"]["holder"]) == ("valid", NAME)
    assert [line["text"] for line in found["certificate"]["statements"]] == [
        target.statement for target in world.version.targets.all()
    ]
    missing = client.get(f"{URL}/AAAAAAAAAAAAAAAAAAAAAA")
    assert (missing.status_code, missing.json()["verdict"], missing.json()["certificate"]) == (404, "unknown", None)


def test_a_badge_from_elsewhere_is_said_to_be_from_elsewhere(client: Client, db: None) -> None:
    found = ask(client, Issuer().signed(), "application/vc+ld+json").json()
    assert (found["verdict"], found["sound"], found["certificate"]["issuer"]["name"]) == (
        "elsewhere",
        True,
        "Réseau Ailleurs",
    )


def test_texts_are_in_the_language_asked_for(client: Client, world: World) -> None:
    award = world.award(NAME)
    answers = [
        ask(client, {"number": award.number}, HTTP_ACCEPT_LANGUAGE=code).json()["title"] for code in ("fr", "en")
    ]
    assert answers[0] == "Vrai et valable"
    assert answers[1] != answers[0]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code", "message"),
    [
        (b"", "application/json", 400, "empty", "La demande est vide."),
        (b"", "multipart/form-data; boundary=x", 400, "no_file", "Le champ « file » manque."),
        (b"junk", "multipart/form-data", 400, "unreadable_request", "Cette demande ne peut pas être lue."),
        (
            b"number=X",
            "application/x-www-form-urlencoded",
            415,
            "unsupported_type",
            "Ce type de contenu n'est pas accepté.",
        ),
        (b"<p>", "text/html", 415, "unsupported_type", "Ce type de contenu n'est pas accepté."),
    ],
)
def test_what_cannot_be_asked_is_refused_word_for_word(
    client: Client, db: None, body: bytes, kind: str, status: int, code: str, message: str
) -> None:
    answer = ask(client, body, kind)
    assert answer.status_code == status
    found = json.loads(answer.content.decode().replace("\u00a0", " ").replace("’", "'"))
    assert found == {"error": {"code": code, "message": message}}


@pytest.mark.parametrize(
    "asked",
    [{"number": 3}, {"number": ""}, {"number": "X" * 61}, {"number": "X", "name": []}, {"number": "X", "a": "b"}],
)
def test_a_number_asked_wrongly_is_refused(client: Client, db: None, asked: Any) -> None:
    answer = ask(client, asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "wrong_fields")


def test_a_heavy_body_is_refused(client: Client, db: None, settings: Any) -> None:
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "upload_bytes": 1_000}
    answers = [ask(client, b"x" * size, "application/pdf") for size in (2_000, 40_000)]
    assert [(answer.status_code, answer.json()["error"]["code"]) for answer in answers] == [(413, "too_large")] * 2


def test_asking_by_machine_is_stopped_and_says_for_how_long(client: Client, world: World) -> None:
    award = world.award(NAME)
    answers = [ask(client, {"number": award.number, "name": f"Nom {n}"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert answers[-1].json()["error"]["code"] == "too_many"
    assert 0 < int(answers[-1]["Retry-After"]) <= 600
    links = [client.get(f"{URL}/none-{n}").status_code for n in range(61)]
    assert links == [404] * 60 + [429]
