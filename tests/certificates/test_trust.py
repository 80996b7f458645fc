"""The drill: certificates are issued, the trust folder is written, and the folder alone verifies them."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import call_command
from django.core.management.base import CommandError

from certificates.actions import make_forms
from certificates.actions.ceremony import rotate
from certificates.actions.forms import content_of
from certificates.actions.heads import sign_head
from certificates.choices import FormKind
from certificates.exporters.trust import export_trust
from certificates.models import Award
from tests.certificates.conftest import AT, World

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def bit(folder: Path, place: str, purpose: str, index: int) -> bool:
    document = json.loads((folder / place / purpose).read_text())
    bits = gzip.decompress(decoded(document["credentialSubject"]["encodedList"][1:]))
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def judge_file(folder: Path, content: bytes) -> str:
    """What a stranger finds out with the folder alone, by code of its own."""
    digest = hashlib.sha256(content).hexdigest()
    shard = json.loads((folder / "digests" / f"{digest[:2]}.json").read_text())
    if digest not in shard:
        return "unknown"
    place, index, until = shard[digest]
    if bit(folder, place, "revocation", index):
        return "revoked"
    return "expired" if until and datetime.fromisoformat(until) < datetime.now(UTC) else "valid"


def judge_token(folder: Path, token: str) -> str:
    head, body, tail = token.split(".")
    method = json.loads(decoded(head))["kid"]
    key = json.loads((folder / "keys.json").read_text())[method]
    number = 0
    for letter in key["publicKeyMultibase"][1:]:
        number = number * 58 + ALPHABET.index(letter)
    public = Ed25519PublicKey.from_public_bytes(number.to_bytes(34, "big")[2:])
    try:
        public.verify(decoded(tail), f"{head}.{body}".encode())
    except InvalidSignature:
        return "altered"
    credential = json.loads(decoded(body))
    assert credential["issuer"]["id"] == key["controller"]
    return "valid"


def files_of(award: Award) -> dict[str, bytes]:
    kinds = (FormKind.CREDENTIAL, FormKind.PDF, FormKind.JWT, FormKind.PNG, FormKind.SVG)
    return {form.form: content_of(form) for form in make_forms(award=award, at=AT, kinds=kinds)}


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_certificates_outlive_the_server(world: World, tmp_path: Path, settings, django_db_blocker) -> None:
    """The files and the folder are all that is left: no database, no kept files, no keys."""
    one, two = world.sign(world.passed("Inès Benali"), world.passed("Léo Marchand"))
    good, bad = files_of(one), files_of(two)
    rotate(organisation=world.certifier_body, by=world.certifier, at=AT)
    world.revoke(two)
    sign_head(at=AT)
    folder = tmp_path / "trust"
    export_trust(folder)
    for lost in (settings.MEDIA_ROOT, settings.VOLET_KEYS):
        Path(lost).rename(f"{lost}-gone")
    with django_db_blocker.block():
        assert {judge_file(folder, content) for content in good.values()} == {"valid"}
        assert {judge_file(folder, content) for content in bad.values()} == {"revoked"}
        assert judge_file(folder, good["pdf"] + b" ") == "unknown"
        assert judge_token(folder, good["jwt"].decode()) == "valid"
        head, _body, tail = good["jwt"].decode().split(".")
        assert judge_token(folder, f"{head}.{bad['jwt'].decode().split('.')[1]}.{tail}") == "altered"


def test_a_certificate_whose_validity_has_passed_is_expired_in_each_form(
    make_world: Callable[..., World], tmp_path: Path
) -> None:
    """Inside a PDF the date can't be read by a page: the folder says it."""
    long_ago = datetime(2020, 3, 2, tzinfo=UTC)
    world = make_world(validity_months=12)
    enrolment = world.passed("Inès Benali")
    (award,) = world.sign(enrolment, at=long_ago)
    files = files_of(award)
    export_trust(tmp_path / "trust")
    assert {judge_file(tmp_path / "trust", content) for content in files.values()} == {"expired"}


def test_the_folder_has_old_keys_heads_and_nobody(world: World, tmp_path: Path) -> None:
    files_of(world.award("Zoë Çağlar-Łukasiewicz"))
    rotate(organisation=world.certifier_body, by=world.certifier, at=AT)
    sign_head(at=AT)
    folder = tmp_path / "trust"
    export_trust(folder)
    found = listing(folder)
    document = json.loads(found["issuers/federation-des-pins/did.json"])
    assert [one["id"].partition("#")[2] for one in document["verificationMethod"]] == ["key-2", "key-1"]
    assert {"index.html", "verify.js", "verify.css", "keys.json", "register/checkpoint"} <= set(found)
    assert len([name for name in found if name.startswith("digests/")]) == 256
    assert not any("Çağlar".encode() in content or b"\\u011flar" in content for content in found.values())


def test_the_same_data_give_the_same_bytes_and_the_folder_is_replaced_whole(world: World, tmp_path: Path) -> None:
    files_of(world.award())
    tmp_path = tmp_path / "sites"
    call_command("export_trust", "--out", str(tmp_path / "one"), verbosity=0)
    call_command("export_trust", "--out", str(tmp_path / "two"), verbosity=0)
    assert listing(tmp_path / "one") == listing(tmp_path / "two")
    (tmp_path / "one" / "stray").write_text("x")
    export_trust(tmp_path / "one")
    assert listing(tmp_path / "one") == listing(tmp_path / "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_what_fails_on_its_way_leaves_the_old_folder(world: World, tmp_path: Path, monkeypatch) -> None:
    export_trust(tmp_path / "trust")
    before = listing(tmp_path / "trust")
    monkeypatch.setattr("certificates.exporters.trust.write_register", lambda _folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_trust(tmp_path / "trust")
    assert (listing(tmp_path / "trust"), [path.name for path in tmp_path.iterdir()]) == (before, ["trust"])


def test_a_folder_of_other_things_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_trust", "--out", str(tmp_path), verbosity=0)
