"""Under which name a certifier signs, and that old names and old keys stay good."""

import json

import pytest
from django.test import override_settings

from certificates.actions import ensure_key, make_forms
from certificates.actions.forms import content_of
from certificates.choices import Verdict
from certificates.models import IssuerKey
from certificates.queries import check_file
from certificates.queries.issuing import issuer_id, on_a_domain, verification_method
from tests.certificates.conftest import AT, World


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://volet.example", True),
        ("https://volet.example:8443/x", True),
        ("http://volet.example", False),
        ("https://localhost", False),
        ("https://192.0.2.7", False),
        ("https://[2001:db8::7]", False),
        ("https://room.local", False),
        ("https://serveur", False),
    ],
)
def test_a_did_web_only_on_a_domain_of_the_world(settings, base_url: str, expected: bool) -> None:
    settings.VOLET_BASE_URL = base_url
    assert on_a_domain() is expected


def test_elsewhere_the_key_is_the_name(world: World, settings) -> None:
    key = ensure_key(organisation=world.certifier_body, at=AT)
    multibase = key.public_multibase
    assert issuer_id(world.certifier_body, key) == f"did:key:{multibase}"
    assert verification_method(world.certifier_body, key) == f"did:key:{multibase}#{multibase}"
    settings.VOLET_BASE_URL = "https://volet.example"
    assert issuer_id(world.certifier_body, key) == "did:web:volet.example:issuers:federation-des-pins"
    assert verification_method(world.certifier_body, key).endswith(":issuers:federation-des-pins#key-1")


def test_certificates_verify_under_the_name_they_were_signed_with(world: World) -> None:
    with override_settings(VOLET_BASE_URL="https://volet.example"):
        old = content_of(make_forms(award=world.award(), at=AT)[0])
    new = content_of(make_forms(award=world.award("Léo Marchand"), at=AT)[0])
    issuers = [json.loads(content)["issuer"]["id"] for content in (old, new)]
    key = IssuerKey.objects.get()
    assert issuers == ["did:web:volet.example:issuers:federation-des-pins", f"did:key:{key.public_multibase}"]
    assert [check_file(content, AT).verdict for content in (old, new)] == [Verdict.VALID, Verdict.VALID]
