"""The register as outsiders see it: page, feed, heads, leaves, proofs; and the proof on a certificate."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from certificates.actions import change_status
from certificates.actions.auditing import audit_register
from certificates.actions.heads import sign_head
from certificates.exporters import write_register
from certificates.models import Award, TreeHead
from certificates.queries.proofs import proof_of
from certificates.signing import decode_public, leaf_hash
from certificates.signing.checkpoint import is_signed
from certificates.signing.merkle import loaded, root
from certificates.views.log import ASKED
from tests.certificates.conftest import AT, World
from tests.certificates.registers import grow
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_heads import changed_by_hand

pytestmark = pytest.mark.usefixtures("fresh_limits")
SCRIPT = Path(__file__).with_name("independent_check.py")


@pytest.fixture
def two_heads(world: World) -> Award:
    """A register of 600 lines with heads at 301 and 600."""
    award = world.award("Inès Benali")
    grow(award, 300)
    sign_head(at=AT)
    grow(award, 299)
    sign_head(at=AT + timedelta(days=1))
    return award


def asked(name: str, *args: object, **query: object) -> Any:
    return Client().get(reverse(name, args=args), query)


def test_a_stranger_checks_two_heads_and_an_entry_with_a_script_of_their_own(two_heads: Award, tmp_path: Path) -> None:
    answers = [
        asked("head-detail", 301),
        asked("head-detail", 600),
        asked("proof-consistency", **{"from": 301, "to": 600}),
        asked("proof-inclusion", index=2, size=600),
        asked("leaf-list", **{"from": 0}),
    ]
    names = [tmp_path / f"{number}.json" for number in range(len(answers))]
    for name, answer in zip(names, answers, strict=True):
        name.write_bytes(answer.content)
    run = [sys.executable, "-I", str(SCRIPT), *map(str, names)]
    assert subprocess.run(run, capture_output=True, text=True, check=False).stdout == "ok\n"
    forged = json.loads(names[4].read_text())
    forged["leaves"][2]["document"]["at"] = "2020-01-01T00:00:00+00:00"
    names[4].write_text(json.dumps(forged))
    assert "the entry is not under the head" in subprocess.run(run, capture_output=True, text=True, check=False).stderr
    names[4].write_bytes(answers[4].content)
    old = json.loads(names[0].read_text())
    names[0].write_text(json.dumps({**old, "root": "ab" * 32}))
    assert "contradict" in subprocess.run(run, capture_output=True, text=True, check=False).stderr


def test_the_page_says_what_the_register_is(two_heads: Award) -> None:
    page = words_on(asked("register-public"))
    assert "600 lignes" in page
    assert TreeHead.objects.get(size=600).root in page
    assert "Nous prendre au mot" in page
    assert "Inès" not in page


def test_an_empty_register_has_a_page_and_no_checkpoint(db: None) -> None:
    assert "Le registre est vide" in words_on(asked("register-public"))
    assert asked("head-checkpoint").status_code == 404
    assert asked("head-list").json()["heads"] == []
    assert asked("leaf-list", **{"from": 0}).json()["leaves"] == []
    assert asked("proof-inclusion", index=0).status_code == 400


def test_the_page_is_found_from_where_people_are(two_heads: Award) -> None:
    link = f'href="{reverse("register-public")}"'
    issuer = reverse("issuer-detail", args=[two_heads.issuer.slug])
    found = [words_on(Client().get(address)).count(link) for address in (reverse("verify"), issuer, reverse("legal"))]
    assert found == [2, 2, 1]


def test_the_feed_holds_each_signed_note(two_heads: Award) -> None:
    answer = asked("head-feed")
    space = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    notes = [entry.findtext(f"{space}summary") for entry in feed.iter(f"{space}entry")]
    assert [text.strip() for text in notes] == [head.note.strip() for head in TreeHead.objects.order_by("-size")]


def test_heads_come_with_the_keys_that_signed_them(two_heads: Award) -> None:
    body = asked("head-list").json()
    assert [head["size"] for head in body["heads"]] == [600, 301]
    assert [key["kid"] for key in body["keys"]] == ["register-1"]
    assert body["origin"] == "127.0.0.1:8000/register"
    assert body["next"] is None
    assert [head["size"] for head in asked("head-list", before=600).json()["heads"]] == [301]
    assert asked("head-checkpoint").content.decode() == TreeHead.objects.get(size=600).note


def test_leaves_come_by_pages_up_to_the_newest_head(two_heads: Award) -> None:
    grow(two_heads, 5)
    seen, address = [], reverse("leaf-list") + "?from=0"
    while address:
        body = Client().get(address.removeprefix("http://127.0.0.1:8000")).json()
        seen += [leaf["index"] for leaf in body["leaves"]]
        address = body["next"]
    assert seen == list(range(600))


def test_nothing_published_names_anybody(two_heads: Award) -> None:
    told = asked("leaf-list", **{"from": 0}).content.decode() + asked("head-list").content.decode()
    for secret in ("Inès", "Benali", two_heads.number, two_heads.public_id, "suspended", "Fédération"):
        assert secret not in told


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("proof-inclusion", {}),
        ("proof-inclusion", {"index": "x"}),
        ("proof-inclusion", {"index": "-1"}),
        ("proof-inclusion", {"index": "600"}),
        ("proof-inclusion", {"index": "5", "size": "5"}),
        ("proof-inclusion", {"index": "5", "size": "601"}),
        ("proof-inclusion", {"index": "9" * 400}),
        ("proof-inclusion", {"index": "²"}),
        ("proof-inclusion", {"index": "\0"}),
        ("proof-consistency", {"from": "0", "to": "600"}),
        ("proof-consistency", {"from": "301"}),
        ("proof-consistency", {"from": "301", "to": "300"}),
        ("proof-consistency", {"from": "301", "to": "601"}),
        ("leaf-list", {}),
        ("leaf-list", {"from": "601"}),
        ("leaf-list", {"from": "1.5"}),
        ("head-list", {"before": "x"}),
    ],
)
def test_bad_parameters_are_said_in_json(two_heads: Award, name: str, query: dict[str, str]) -> None:
    answer = asked(name, **query)
    assert answer.status_code == 400
    assert "doit être un nombre entier entre" in answer.json()["error"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_head_of_no_size_is_not_found(two_heads: Award) -> None:
    assert [asked("head-detail", size).status_code for size in (1, 10**30)] == [404, 404]


def test_what_never_changes_is_kept_by_caches(two_heads: Award) -> None:
    always = asked("proof-inclusion", index=1, size=600), asked("head-detail", 301)
    assert {answer["Cache-Control"] for answer in always} == {"public, max-age=31536000, immutable"}
    assert asked("proof-inclusion", index=1)["Cache-Control"] == "public, max-age=60"
    assert asked("proof-inclusion", index=1)["Access-Control-Allow-Origin"] == "*"


def test_too_many_questions_wait(two_heads: Award) -> None:
    for _number in range(ASKED.attempts):
        ASKED.fail("127.0.0.1")
    answer = asked("head-list")
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)


def test_a_broken_register_says_so_rather_than_fail(two_heads: Award) -> None:
    changed_by_hand("DELETE FROM certificates_registertile")
    assert asked("proof-inclusion", index=300).status_code == 503


def test_a_certificate_shows_its_entries_under_the_newest_head(world: World) -> None:
    award = world.award("Inès Benali")
    world.award("Léo Marchand")
    change_status(award=award, kind="suspended", reason="Doute", by=world.certifier, at=AT)
    head = sign_head(at=AT)
    proof = proof_of(award)
    assert (proof.rank, proof.head, proof.waiting, proof.holds) == (1, head, 0, True)
    assert [(one.event, one.entry.index, len(one.path)) for one in proof.entries] == [
        ("délivrance", 0, 2),
        ("suspendu", 2, 1),
    ]
    shown = render_to_string("certificates/register_proof.html", {"proof": proof})
    assert "<details" in shown
    assert head.root in shown


def test_an_entry_that_waits_for_a_head_says_so(world: World) -> None:
    award = world.award()
    proof = proof_of(award)
    assert (proof.head, proof.entries, proof.waiting, proof.holds) == (None, [], 1, True)
    assert "quelques minutes" in words_on_template(proof)


def test_a_certificate_changed_by_hand_no_longer_holds(world: World) -> None:
    award = world.award()
    sign_head(at=AT)
    changed_by_hand("UPDATE certificates_award SET valid_until = '2040-01-01'")
    proof = proof_of(Award.objects.get())
    assert proof.holds is False
    assert "ne correspond plus au registre" in words_on_template(proof)
    assert award.valid_until != Award.objects.get().valid_until


def test_an_award_without_entry_has_no_proof(world: World) -> None:
    award = world.award()
    changed_by_hand("DELETE FROM certificates_registerentry")
    assert proof_of(award) is None


@pytest.mark.parametrize("entries", [0, 599])
def test_a_proof_costs_the_same_in_a_long_register(
    world: World, entries: int, django_assert_max_num_queries: Any
) -> None:
    award = world.award()
    grow(world.award("Léo Marchand"), entries)
    sign_head(at=AT)
    with django_assert_max_num_queries(4):
        assert proof_of(award).holds


def words_on_template(proof: object) -> str:
    text = render_to_string("certificates/register_proof.html", {"proof": proof})
    return text.replace("\u00a0", " ").replace("\u2019", "'")


def test_the_verify_page_shows_the_proof_behind_details(world: World) -> None:
    award = world.award("Inès Benali")
    head = sign_head(at=AT)
    page = words_on(asked("award-verify", award.public_id))
    assert "Ce certificat est la ligne 1 sur 1 du registre." in page
    assert head.root in page.partition("<summary>Détails : la preuve au registre</summary>")[2]


def test_a_number_alone_shows_no_proof(world: World) -> None:
    """It would tell the time of signing to who only tries numbers."""
    award = world.award("Inès Benali")
    sign_head(at=AT)
    page = words_on(Client().post(reverse("verify"), {"number": award.number, "name": ""}))
    assert award.number in page
    assert "la preuve au registre" not in page


def test_the_certifier_goes_from_an_entry_to_its_proof_and_sees_the_last_audit(world: World) -> None:
    award = world.award("Inès Benali")
    sign_head(at=AT)
    desk = client_of(world.certifier)
    page = words_on(desk.get(reverse("register")))
    assert f'href="{reverse("register-entry", args=[0])}"' in page
    assert "Pas encore de contrôle complet" in page
    audit_register(at=AT)
    assert "Dernier contrôle complet le 2 mars 2026 : 1 ligne, tout correspond." in words_on(
        desk.get(reverse("register"))
    )
    proof = words_on(desk.get(reverse("register-entry", args=[0])))
    assert "Ce certificat est la ligne 1 sur 1 du registre." in proof
    assert reverse("award-detail", args=[award.pk]) in proof
    assert desk.get(reverse("register-entry", args=[7])).status_code == 404


def test_an_audit_that_found_something_shows_to_the_certifier(world: World) -> None:
    world.award("Inès Benali")
    changed_by_hand("UPDATE certificates_awardholder SET name = 'Mallory'")
    audit_register(at=AT)
    page = words_on(client_of(world.certifier).get(reverse("register")))
    assert "Contrôle du 2 mars 2026" in page
    assert "1 anomalie." in page


def test_the_register_as_files_proves_itself_without_a_server(two_heads: Award, tmp_path: Path) -> None:
    grow(two_heads, 3)
    folder = tmp_path / "register"
    write_register(folder)
    write_register(folder)
    kept = {path.name: path for path in folder.rglob("*") if path.is_file()}
    assert set(kept) == {"checkpoint", "heads.json", "keys.json", "0.json"}
    lines = json.loads(kept["0.json"].read_text())["leaves"]
    load = loaded([bytes.fromhex(leaf_hash(line["document"])) for line in lines])
    key = json.loads(kept["keys.json"].read_text())["keys"][0]
    for head in json.loads(kept["heads.json"].read_text())["heads"]:
        assert root(load, head["size"]).hex() == head["root"]
        assert is_signed(head["note"], decode_public(key["publicKeyMultibase"]))
    assert len(lines) == 600
    assert kept["checkpoint"].read_text() == TreeHead.objects.get(size=600).note


def test_an_empty_register_is_written_too(db: None, tmp_path: Path) -> None:
    write_register(tmp_path / "register")
    assert json.loads((tmp_path / "register" / "heads.json").read_text())["heads"] == []
