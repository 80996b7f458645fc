"""Without a domain the key is the issuer: each key keeps the lists of its own certificates."""

import base64
import json

import pytest
from django.core.exceptions import ValidationError

from certificates.actions import make_forms
from certificates.actions.ceremony import rotate
from certificates.actions.forms import content_of
from certificates.choices import FormKind
from certificates.models import Award, PublishedStatus
from certificates.queries.issuing import issuer_id
from tests.certificates.conftest import AT, World
from tests.certificates.test_status_lists import bits


def credential(award: Award) -> dict:
    return json.loads(content_of(make_forms(award=award, at=AT, kinds=[FormKind.CREDENTIAL])[0]))


def list_issuers(award: Award) -> set[str]:
    rows = PublishedStatus.objects.filter(list=award.status_entry.list)
    return {json.loads(row.content)["issuer"] for row in rows}


def change_key(world: World, **facts: bool) -> None:
    rotate(organisation=world.certifier_body, by=world.certifier, at=AT, **facts)


def test_the_lists_of_a_certificate_keep_its_issuer_after_changes_of_key(world: World) -> None:
    old = world.award()
    before = credential(old)["issuer"]["id"]
    change_key(world)
    new = world.award("Léo Marchand")
    change_key(world)
    world.revoke(old)
    assert (list_issuers(old), list_issuers(new)) == ({before}, {credential_issuer(new)})
    assert (bits(old), bits(new)) == ((True, False), (False, False))
    assert old.status_entry.list != new.status_entry.list


def credential_issuer(award: Award) -> str:
    """Of its time: the second key."""
    key = award.issuer.issuer_keys.get(kid="key-2")
    return issuer_id(award.issuer, key)


def test_a_copied_key_signs_no_list_any_more(world: World) -> None:
    old = world.award()
    before = credential(old)["issuer"]["id"]
    change_key(world, copied=True)
    world.revoke(old)
    assert (before in list_issuers(old), bits(old)) == (False, (True, False))
    with pytest.raises(ValidationError, match="déclarée copiée"):
        make_forms(award=old, at=AT, kinds=[FormKind.JWT])


def test_on_a_domain_the_key_in_use_signs_all_lists_and_no_list_is_opened(world: World, settings) -> None:
    settings.VOLET_BASE_URL = "https://volet.example"
    old = world.award()
    change_key(world)
    methods = {json.loads(row.content)["proof"]["verificationMethod"] for row in PublishedStatus.objects.all()}
    assert methods == {"did:web:volet.example:issuers:federation-des-pins#key-2"}
    assert world.award("Léo Marchand").status_entry.list == old.status_entry.list


@pytest.mark.parametrize(("base_url", "same_key"), [("https://volet.example", False), ("http://127.0.0.1:8000", True)])
def test_a_token_asked_for_after_a_change_of_key(world: World, settings, base_url: str, same_key: bool) -> None:
    """The same issuer always; the retired key only where it is the issuer's name."""
    settings.VOLET_BASE_URL = base_url
    award = world.award()
    signed = credential(award)
    change_key(world)
    token = content_of(make_forms(award=award, at=AT, kinds=[FormKind.JWT])[0]).decode()
    head, body = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    assert body["issuer"]["id"] == signed["issuer"]["id"]
    assert (head["kid"] == signed["proof"]["verificationMethod"]) is same_key
