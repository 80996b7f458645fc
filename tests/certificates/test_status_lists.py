"""Published lists of status: a place for each award, the bit of its last change, and no change lost with a key."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from certificates.actions import correct_award, make_forms
from certificates.actions.forms import content_of
from certificates.actions.status_lists import allot_entry, allot_owed, publish_stale
from certificates.models import Award, PublishedStatus, StatusEntry, StatusList
from certificates.models.status import LENGTH
from certificates.queries.status_lists import entries_of, stale_since
from certificates.signing import bit_at, key_of_did_key, verify
from people import guards
from tests.certificates.conftest import AT, World


def bits(award: Award) -> tuple[bool, bool]:
    """Revocation and suspension, read from the lists as published, each verified with the key in its own name."""
    entry = StatusEntry.objects.get(award=award)
    found = []
    for purpose in ("revocation", "suspension"):
        document = json.loads(PublishedStatus.objects.get(list=entry.list, purpose=purpose).content)
        assert verify(document, key_of_did_key, at=timezone.now()).verified
        found.append(bit_at(document["credentialSubject"]["encodedList"], entry.index))
    return found[0], found[1]


def lose_master_key(settings) -> bytes:
    path = Path(settings.VOLET_KEYS) / "master_key"
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], (False, False)),
        (["suspended"], (True, True)),
        (["suspended", "reinstated"], (False, False)),
        (["revoked"], (True, False)),
        (["suspended", "revoked"], (True, False)),
    ],
)
def test_each_change_of_status_sets_its_bit(world: World, kinds: list[str], expected: tuple[bool, bool]) -> None:
    award, other = world.sign(world.passed("Inès Benali"), world.passed("Léo Marchand"))
    for kind in kinds:
        world.change(award, kind)
    assert (bits(award), bits(other)) == (expected, (False, False))


def test_a_corrected_award_counts_no_more_and_the_new_one_does(world: World) -> None:
    award = world.award()
    corrected = correct_award(award=award, name="Inès Ben Ali", reason="Nom", by=world.certifier, at=AT)
    assert (bits(award), bits(corrected)) == ((True, False), (False, False))


def test_a_credential_names_the_list_of_revocation_at_the_place_of_its_award(world: World) -> None:
    award = world.award()
    credential = json.loads(content_of(make_forms(award=award, at=AT)[0]))
    index = str(award.status_entry.index)
    base = "http://127.0.0.1:8000/issuers/federation-des-pins/status/1"
    one = credential["credentialStatus"]
    assert (one["statusPurpose"], one["statusListIndex"], one["statusListCredential"]) == (
        "revocation",
        index,
        f"{base}/revocation",
    )
    assert verify(credential, key_of_did_key, at=AT).verified


def test_an_award_of_before_has_no_status(world: World) -> None:
    assert entries_of(Award(number="X")) == []


def test_the_sweep_gives_awards_of_before_their_place_and_the_state_they_are_in(world: World) -> None:
    stands, gone = world.award("Inès Benali"), world.award("Léo Marchand")
    guards.drop()
    StatusEntry.objects.all().delete()
    guards.install()
    world.revoke(gone)
    assert allot_owed(at=AT) == "allotted 2"
    assert allot_owed(at=AT) == "allotted 0"
    assert [bits(award)[0] for award in (stands, gone)] == [False, True]


def test_a_list_half_taken_is_followed_by_another(world: World) -> None:
    award = world.award()
    StatusList.objects.update(taken=LENGTH // 2)
    second = world.award("Léo Marchand")
    third = world.award("Zoë Lang")
    places = [StatusEntry.objects.get(award=one).list.number for one in (award, second, third)]
    assert places == [1, 2, 2]
    assert PublishedStatus.objects.exclude(content="").count() == 4


def test_a_taken_index_is_drawn_again(world: World, monkeypatch) -> None:
    first = world.award().status_entry.index
    draws = iter([first, first, 12])
    monkeypatch.setattr("certificates.actions.status_lists.secrets.randbelow", lambda _length: next(draws))
    assert world.award("Léo Marchand").status_entry.index == 12


def test_a_lost_key_loses_no_withdrawal_and_the_duty_catches_up(world: World, settings) -> None:
    award = world.award()
    key = lose_master_key(settings)
    world.revoke(award)
    assert (stale_since(), stale_since(world.training_body), bits(award)) == (AT, None, (False, False))
    assert publish_stale(at=AT) == "signed 0, waiting 2"
    (Path(settings.VOLET_KEYS) / "master_key").write_bytes(key)
    assert publish_stale(at=AT) == "signed 2, waiting 0"
    assert (stale_since(), bits(award)) == (None, (True, False))


def test_a_list_is_served_once_and_again_only_when_it_changed(world: World, client: Client) -> None:
    award = world.award()
    address = entries_of(award)[0]["statusListCredential"].removeprefix("http://127.0.0.1:8000")
    first = client.get(address)
    headers = {name: first[name] for name in ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin")}
    assert (first.status_code, headers) == (
        200,
        {
            "Content-Type": "application/vc+ld+json",
            "Cache-Control": "public, max-age=300",
            "Access-Control-Allow-Origin": "*",
        },
    )
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get(address, **again).status_code == 304
    world.revoke(award)
    assert client.get(address, **again).status_code == 200


@pytest.mark.parametrize("path", ["2/revocation", "1/other", "99999999999/revocation"])
def test_there_is_no_other_list(world: World, client: Client, path: str) -> None:
    world.award()
    assert client.get(f"/issuers/federation-des-pins/status/{path}").status_code == 404


def test_an_award_has_one_place(world: World) -> None:
    award = world.award()
    with pytest.raises(Exception, match=r"(?i)unique"):
        allot_entry(award=award, at=AT)
