"""The two commands of the demonstration, run as a person runs them."""

import json
import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.process
MANAGE = str(settings.BASE_DIR / "manage.py")


def environment() -> dict[str, str]:
    """Without what the test run sets for itself."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("VOLET_", "DJANGO_", "DATABASE_"))
    }


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, MANAGE, *arguments],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=240,
    )


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    out = tmp_path_factory.mktemp("check") / "deep" / "out"
    done = run("demo", "--check", "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    return out, json.loads(done.stdout.splitlines()[-1])


def test_the_last_line_says_what_came_of_the_chain(checked):
    _out, result = checked
    assert set(result) == {"award", "number", "verified", "annex_coverage"}
    assert result["verified"] is True
    coverage = result["annex_coverage"]
    assert coverage["covered"] == sum(unit["covered"] for unit in coverage["units"]) > 0
    assert coverage["required"] == sum(unit["required"] for unit in coverage["units"])


def test_a_verifier_finds_each_document_by_its_id(checked):
    out, result = checked
    documents = json.loads((out / "did.json").read_text())
    credential = json.loads((out / "credential.json").read_text())
    method = credential["proof"]["verificationMethod"]
    issuer = documents[method.partition("#")[0]]
    assert issuer["id"] == credential["issuer"]["id"]
    assert [entry["id"] for entry in issuer["verificationMethod"]] == [method]
    assert set(documents) >= {context for context in credential["@context"] if isinstance(context, str)}
    assert result["award"] in credential["id"]


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", ["certificate.pdf", "annex.pdf"])
def test_every_font_is_embedded(checked, name):
    out, _result = checked
    listing = subprocess.run(["pdffonts", out / name], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(listing) > 3
    assert {line.split()[-5] for line in listing[2:]} == {"yes"}


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="poppler-utils is not installed")
def test_the_signed_file_comes_out_of_the_certificate_byte_for_byte(checked, tmp_path):
    out, _result = checked
    target = tmp_path / "detached.json"
    subprocess.run(["pdfdetach", "-save", "1", "-o", target, out / "certificate.pdf"], check=True)
    assert target.read_bytes() == (out / "credential.json").read_bytes()


@pytest.mark.parametrize(
    "name", ["certificate-signed.pdf", "credential.jwt", "badge.png", "badge.svg", "transcript.pdf"]
)
def test_every_form_is_written(checked, name):
    out, _result = checked
    assert (out / name).stat().st_size > 1000


def test_check_asks_where_to_write():
    done = run("demo", "--check")
    assert done.returncode == 1
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def read_until(terminal: int, word: str, *, seconds: float) -> str:
    """What the terminal shows until `word` is there, or until it ends (with `word` empty)."""
    text, end = "", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                chunk = os.read(terminal, 65_536)
            except OSError:
                return text
            if not chunk:
                return text
            text += chunk.decode(errors="replace")
            if word and word in text:
                return text
    raise AssertionError(f"waited {seconds} s for {word or 'the end'}; read so far:\n{text}")


def processes_of(data: Path) -> list[str]:
    """The commands that still run in the environment of this demonstration, whoever their parent is (Linux)."""
    mark, found = f"VOLET_DATA={data}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def wait_for_end(pid: int, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGTERM)
    raise AssertionError(f"still running after {seconds} s")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a terminal")
@pytest.mark.parametrize("end", ["Ctrl-C", "terminal closed"])
def test_control_c_or_closing_the_terminal_ends_everything(tmp_path, end):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(  # noqa: S606
            sys.executable,
            [sys.executable, MANAGE, "demo", "--port", str(port), "--data", str(tmp_path)],
            environment(),
        )
    shown = read_until(terminal, "Ctrl-C pour arrêter", seconds=120)
    assert f"Prêt : http://127.0.0.1:{port}" in shown
    assert len(processes_of(tmp_path)) >= 4
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10).status == 200
    begun = time.monotonic()
    if end == "Ctrl-C":
        os.write(terminal, b"\x03")
        read_until(terminal, "", seconds=15)
    else:
        os.close(terminal)
    wait_for_end(pid, seconds=15)
    print(f"ended {time.monotonic() - begun:.2f} s after {end}")
    assert processes_of(tmp_path) == []
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
