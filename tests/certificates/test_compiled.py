"""Signing in bulk gives, byte for byte, what the reference gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from certificates.signing import CompiledMismatch, CompiledSigner, credential_document, sign, status_entries
from certificates.signing import compiled as module
from tests.certificates.test_signing import AT, DID, KEY, PAYLOAD, badge

METHOD = f"{DID}#key-1"
#: Never compares by itself: what is compared here is compared by the test.
SIGNER = CompiledSigner(KEY, METHOD, one_in=10**12)
STATUS = status_entries({"revocation": "https://volet.example/s/1/", "suspension": "https://volet.example/s/2/"}, 4711)
WORST = [
    "",
    'Zoë "la" \\ O’Brien <b>&amp;</b>',
    "_:c14n0 <urn:x> .\n",
    "\x00\x01\x08\t\n\x0b\x0c\r\x1f\x7f\x80",
    "مريم بنت أحمد \u202eעברית\u202c",
    "陳大文 · Nguyễn Thị Ánh · 𒀀𞤀 · \ufffe\uffff\ue000",
    "É" * 120,
]


def same(**changes: Any) -> None:
    made = badge(**changes)
    assert SIGNER.sign(made, AT) == sign(credential_document(made), KEY, METHOD, AT)


def every_name(test: Any) -> Any:
    for name in WORST:
        test = example(name=name, text=name)(test)
    return test


everything = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@every_name
@examples(deadline=None, max_examples=150)
@given(name=everything, text=everything)
def test_every_name_and_every_evidence_is_signed_as_the_reference_signs_it(name: str, text: str) -> None:
    same(name=name, evidence=[("Identité vérifiée", text), (text, "Épreuve réussie.")])


@pytest.mark.parametrize("valid_until", [None, AT + timedelta(days=700)], ids=["for ever", "for a time"])
@pytest.mark.parametrize("status", [[], STATUS[:1], STATUS], ids=["no list", "one list", "two lists"])
@pytest.mark.parametrize("image", ["", "https://volet.example/b.png"], ids=["no image", "an image"])
def test_every_shape_of_a_badge_is_compiled(valid_until: Any, status: Any, image: str) -> None:
    for name in ("Zoë", "Ada"):
        same(name=name, valid_until=valid_until, status=status, image=image, evidence=[])


def test_two_evidences_that_say_the_same_go_to_the_reference() -> None:
    same(evidence=[("Identité", "Vue."), ("Identité", "Vue.")])


def test_an_address_with_odd_characters_goes_to_the_reference() -> None:
    same(address="https://volet.example/v/é/")


def test_an_address_that_is_also_the_subject_goes_to_the_reference() -> None:
    same(subject=PAYLOAD["issuer"]["did"])
    same(address="urn:uuid:0f6c2f5e-7a0e-4f0b-9f6d-2b7f4a1f9c31")


def test_two_statements_that_are_one_go_to_the_reference() -> None:
    same(status=[STATUS[0], STATUS[0]])


def test_a_document_with_graphs_in_it_is_not_compiled() -> None:
    with pytest.raises(ValueError, match="isn't compiled"):
        module._compile(SIGNER.sign(badge(), AT), [("id",)])


def test_another_moment_of_signing_is_another_signature() -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert SIGNER.sign(badge(), later) == sign(credential_document(badge()), KEY, METHOD, later)


def test_other_words_of_the_achievement_are_another_template() -> None:
    same(payload={**PAYLOAD, "title": "Autre titre"})
    same(payload=PAYLOAD)


def test_templates_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TEMPLATES", 3)
    signer = CompiledSigner(KEY, METHOD)
    for number in range(6):
        signer.sign(badge(payload={**PAYLOAD, "title": f"Titre {number}"}), AT)
        assert len(signer._templates) <= 4


def test_a_mistake_in_the_fast_form_stops_the_signing(monkeypatch: pytest.MonkeyPatch) -> None:
    signer = CompiledSigner(KEY, METHOD, one_in=1)
    signer.sign(badge(), AT)
    monkeypatch.setattr(module, "ESCAPES", {})
    assert signer.sign(badge(), AT)
    with pytest.raises(CompiledMismatch):
        signer.sign(badge(name='Zoë "la"'), AT)


def test_the_first_of_a_kind_is_always_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ESCAPES", {})
    with pytest.raises(CompiledMismatch):
        CompiledSigner(KEY, METHOD, one_in=10**12).sign(badge(name='Zoë "la"'), AT)


def test_two_keys_sign_differently() -> None:
    other = CompiledSigner(Ed25519PrivateKey.generate(), METHOD)
    assert other.sign(badge(), AT)["proof"] != SIGNER.sign(badge(), AT)["proof"]
