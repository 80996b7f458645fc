"""Certificates of earlier versions stay verifiable: every folder here, in every form, by the code of today."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates.queries.envelopes import opened_envelope
from certificates.queries.foreign import read_foreign
from certificates.signing import bit_at, holder_name, key_in_document, leaf_hash, verify, verify_jwt
from certificates.signing.checkpoint import is_signed, read_checkpoint
from certificates.signing.merkle import verify_consistency, verify_inclusion

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/did.json"))
FORMS = sorted(
    path for folder in FOLDERS for path in folder.iterdir() if path.stem in {"credential", "certificate", "badge"}
)
LATER = datetime(2046, 1, 1, tzinfo=UTC)
NAME = "Inès Çağlar-Łukasiewicz"


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def resolver(folder: Path) -> Callable[[str], Any]:
    document = json.loads((folder / "did.json").read_text("utf-8"))
    return lambda method: key_in_document(document, method)


def test_every_form_is_kept() -> None:
    for folder in FOLDERS:
        names = {path.name for path in folder.iterdir()}
        forms = {"credential.json", "credential.jwt", "certificate.pdf", "badge.png", "badge.svg"}
        assert forms | {"did.json", "payload.json", "register.json", "status-list.json"} == names
    assert FOLDERS


@pytest.mark.parametrize("path", FORMS, ids=named)
def test_each_form_verifies_without_a_database(path: Path) -> None:
    envelope = opened_envelope(path.read_bytes())
    resolve = resolver(path.parent)
    if envelope.token:
        verification = verify_jwt(envelope.token, resolve, at=LATER)
    else:
        verification = verify(envelope.credential, resolve, at=LATER)
    assert (verification.authentic, verification.current, verification.reason) == (True, True, "")
    assert holder_name(envelope.credential) == NAME


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_one_changed_letter_is_found(folder: Path) -> None:
    text = (folder / "credential.json").read_text("utf-8").replace("Çağlar", "Çaglar")
    assert not verify(json.loads(text), resolver(folder), at=LATER).signature


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_list_of_status_still_tells_who_is_revoked(folder: Path) -> None:
    document = json.loads((folder / "status-list.json").read_text("utf-8"))
    encoded = document["credentialSubject"]["encodedList"]
    assert verify(document, resolver(folder), at=LATER).authentic
    assert [bit_at(encoded, index) for index in (7, 8, 4_242, 94_567, 131_071)] == [True, False, True, False, True]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_heads_and_proofs_of_the_register_still_hold(folder: Path) -> None:
    kept = json.loads((folder / "register.json").read_text("utf-8"))
    public = base64.b64decode(kept["key"].split("+", 2)[2])[1:]
    old, new = read_checkpoint(kept["old"]), read_checkpoint(kept["new"])
    inclusion, consistency = ([bytes.fromhex(step) for step in kept[name]] for name in ("inclusion", "consistency"))
    assert is_signed(kept["old"], public)
    assert is_signed(kept["new"], public)
    assert verify_inclusion(bytes.fromhex(leaf_hash(kept["leaf"])), 4, new.size, inclusion, new.root)
    assert verify_consistency(old.size, new.size, old.root, new.root, consistency)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[[Path], None]:
    """The issuer's site still serves its DID document and its lists; this installation knows nothing of it."""

    def publish(folder: Path) -> None:
        def fetch(address: str, **_options: Any) -> Any:
            name = "did.json" if address.endswith("did.json") else "status-list.json"
            return json.loads((folder / name).read_text("utf-8"))

        for module in ("resolving", "statuses"):
            monkeypatch.setattr(f"certificates.queries.{module}.fetch_json", fetch, raising=False)

    return publish


@pytest.mark.parametrize("path", FORMS, ids=named)
def test_each_form_is_judged_on_another_installation(path: Path, published: Callable[[Path], None]) -> None:
    published(path.parent)
    reading = read_foreign(path.read_bytes(), LATER)
    results = {check.key: check.result for check in reading.checks}
    assert (results["signature"], results["schema"], results["dates"]) == ("ok", "ok", "ok")
    assert reading.holder_name == NAME


@pytest.mark.parametrize("path", FORMS, ids=named)
def test_each_form_is_read_by_the_page(
    path: Path, published: Callable[[Path], None], fresh_cache: None, client: Client
) -> None:
    published(path.parent)
    with path.open("rb") as file:
        page = client.post(reverse("verify"), {"file": file}).content.decode()
    assert NAME in page
    assert "Images et données" in page.replace("\u00a0", " ")


@pytest.fixture
def fresh_cache(db: None) -> None:
    from django.core.cache import cache

    cache.clear()
