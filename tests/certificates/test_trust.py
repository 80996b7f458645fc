"""The drill: certificates are issued, the trust folder is written, and the folder alone verifies them."""

import base64
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
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
from certificates.actions.keys import opened
from certificates.choices import FormKind
from certificates.exporters.trust import export_trust
from certificates.models import Award, IssuerKey
from certificates.signing import encoded_list, read_jwt, sign_jwt
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer

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


def verified(folder: Path, file: Path, content: bytes, *more: str) -> tuple[int, str]:
    """Exit status and first line of `verify_credential --trust`."""
    file.write_bytes(content)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_credential", "--trust", str(folder), str(file), *more, stdout=out)
    return int(str(ended.value.code)), out.getvalue().splitlines()[0].replace("’", "'")


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
        forged = f"{head}.{bad['jwt'].decode().split('.')[1]}.{tail}"
        assert judge_token(folder, forged) == "altered"
        said = partial(verified, folder, tmp_path / "file")
        assert {said(content) for content in good.values()} == {(0, "Vrai et valable")}
        assert {said(content) for content in bad.values()} == {(1, "Retiré")}
        assert said(good["pdf"] + b" ") == said(forged.encode()) == (1, "Modifié : ne vous y fiez pas")
        assert [said(good["pdf"], "--name", name)[0] for name in ("Inès Benali", "Eva Faux")] == [0, 1]


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
    said = {verified(tmp_path / "trust", tmp_path / "file", content) for content in files.values()}
    assert said == {(1, "Vrai, mais expiré")}


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


def test_a_list_that_was_changed_tells_nothing(world: World, tmp_path: Path) -> None:
    """Neither one with another bit, nor that of another purpose in its place, nor none at all."""
    award = world.award()
    files = files_of(award)
    world.revoke(award)
    folder = tmp_path / "trust"
    export_trust(folder)
    (path,) = folder.glob("issuers/*/status/1/revocation")
    listed = json.loads(path.read_text())
    listed["credentialSubject"]["encodedList"] = encoded_list([])
    unsure = (1, "Délivré, mais son état n'est pas connu")
    for content in (json.dumps(listed), path.with_name("suspension").read_text()):
        path.write_text(content)
        assert {verified(folder, tmp_path / "file", files[form]) for form in ("pdf", "jwt")} == {unsure}
    path.unlink()
    assert verified(folder, tmp_path / "file", files["pdf"]) == unsure


def test_a_certificate_of_an_issuer_whose_key_is_not_in_the_folder_is_unknown(world: World, tmp_path: Path) -> None:
    export_trust(tmp_path / "trust")
    assert verified(tmp_path / "trust", tmp_path / "file", Issuer().file()) == (1, "Inconnu ici")


def test_what_a_thief_signs_with_a_copied_key_is_unknown(world: World, tmp_path: Path) -> None:
    """The files that were handed out under it stay true."""
    award = world.award()
    key = IssuerKey.objects.get(organisation=world.certifier_body)
    files, stolen = files_of(award), opened(key)
    real = read_jwt(files["jwt"].decode())
    forged = sign_jwt({**real.credential, "id": "https://volet.example/v/forged"}, stolen, real.header["kid"])
    rotate(organisation=world.certifier_body, by=world.certifier, at=AT, copied=True)
    export_trust(tmp_path / "trust")
    said = partial(verified, tmp_path / "trust", tmp_path / "file")
    assert {said(content) for content in files.values()} == {(0, "Vrai et valable")}
    assert said(forged.encode()) == (1, "Inconnu ici")


@pytest.mark.parametrize("keys", [None, "{", "[]"])
def test_a_folder_that_cannot_be_read_is_said_so(tmp_path: Path, keys: str | None) -> None:
    if keys is not None:
        (tmp_path / "keys.json").write_text(keys)
    code, _said = verified(tmp_path, tmp_path / "file", Issuer().file())
    assert code == 2
