"""`manage.py verify_credential`: the same check from the command line, whose exit status scripts can rely on."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.actions.keys import opened
from certificates.choices import FormKind
from certificates.models import IssuerKey
from certificates.signing import read_jwt, sign_jwt
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_credential", *arguments, stdout=out)
    return int(str(ended.value.code)), out.getvalue().replace("\u00a0", " ").replace("’", "'")


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    def keep(content: bytes) -> str:
        path = tmp_path / "file"
        path.write_bytes(content)
        return str(path)

    return keep


def test_a_true_file_is_valid_and_a_withdrawn_one_is_not(world: World, kept: Any) -> None:
    award = world.award()
    path = kept(content_of(make_forms(award=award, at=AT)[0]))
    code, said = run(path)
    assert (code, said.splitlines()[0]) == (0, "Vrai et valable")
    assert "- Signature intacte : oui. Le contenu est exactement celui qui a été signé." in said
    assert [run(path, "--name", name)[0] for name in ("Inès Benali", "Eva Faux")] == [0, 1]
    world.revoke(award, "Fraude")
    assert run(path)[0] == 1


def test_a_copied_key_puts_no_other_name_on_a_certificate(world: World, kept: Any) -> None:
    """The register holds a commitment to the name: who has the key alone can't fool it."""
    (form,) = make_forms(award=world.award(), at=AT, kinds=(FormKind.JWT,))
    real = read_jwt(content_of(form).decode())
    stolen = opened(IssuerKey.objects.get(organisation=world.certifier_body))
    other = json.loads(json.dumps(real.credential).replace("Benali", "Voleuse"))
    path = kept(sign_jwt(other, stolen, real.header["kid"]).encode())
    for more in ((), ("--name", "Inès Voleuse")):
        code, said = run(path, *more)
        assert (code, said.splitlines()[0]) == (1, "Modifié : ne vous y fiez pas")
        assert "Voleuse" not in said


def test_a_badge_from_elsewhere_needs_no_award_here(kept: Any) -> None:
    issuer = Issuer()
    assert run(kept(issuer.file()))[0] == 0
    assert run(kept(issuer.file(validUntil="2020-01-01T00:00:00Z")))[0] == 1
    assert run(kept(json.dumps({**issuer.signed(), "name": "x"}).encode()))[0] == 1
    assert run(kept(Issuer("did:web:ailleurs.example").file()))[0] == 1


@pytest.mark.parametrize("content", [b"", b"bonjour", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"x" * 10_000_001])
def test_what_cannot_be_read_is_unreadable(kept: Any, content: bytes) -> None:
    assert run(kept(content))[0] == 2


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    code, said = run(str(tmp_path / "none"))
    assert (code, "ne peut pas être ouvert" in said) == (2, True)


def test_json_is_one_object_and_the_file_may_come_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe:
        buffer = io.BytesIO(Issuer().file())

    monkeypatch.setattr(sys, "stdin", Pipe())
    code, said = run("-", "--json")
    found = json.loads(said)
    assert (code, found["verdict"], found["sound"]) == (0, "elsewhere", True)
