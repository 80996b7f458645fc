"""Running Volet as people run it: a process, a console to read, Ctrl-C to end it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180
LINE = re.compile(r"^ {4}(?P<title>\S.*?) {2,}(?P<name>\S+) {2,}(?P<secret>\S+)$", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Serving:
    """One process that serves, and what its console says."""

    process: subprocess.Popen
    console: Path
    base: str

    def said(self) -> str:
        return self.console.read_text(errors="replace")

    def wait_until(self, ready) -> None:
        end = time.monotonic() + PATIENCE
        while not ready():
            if self.process.poll() is not None or time.monotonic() > end:
                self.process.kill()
                raise AssertionError(f"the server did not come up:\n{self.said()}")
            time.sleep(0.1)

    def interrupt(self, patience: float = 10) -> float:
        """Ctrl-C. Returns the seconds until everything had ended."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            raise
        return time.monotonic() - begun


def start(arguments: list[str], *, folder: Path, base: str, environment: dict[str, str]) -> Serving:
    """A process in a session of its own, so that nobody else's Ctrl-C reaches it."""
    folder.mkdir(parents=True, exist_ok=True)
    console = folder / "console.txt"
    with console.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=inherited() | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Serving(process, console, base)


def inherited() -> dict[str, str]:
    """Our environment without what another installation, or the tests, put there."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("VOLET_", "DATABASE_", "PYTEST_"))
    }


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (an address of ours)
            return True
    except (urllib.error.URLError, OSError):
        return False


class Demo:
    """`manage.py demo`, and who its console says to sign in as."""

    def __init__(self, serving: Serving | None, said: str, data: Path | None = None) -> None:
        self.serving, self.data = serving, data
        self.base = re.search(r"Prêt : (\S+)", said)[1]
        self.keys = {found["title"]: (found["name"], found["secret"]) for found in LINE.finditer(said)}
        self.join_code = re.search(r"avec le code (\S+)", said)[1]
        self.award_path = re.search(r"à vérifier : http://[^/]+(\S+)", said)[1]

    @classmethod
    def start(cls, folder: Path) -> "Demo":
        port = free_port()
        command = ["manage.py", "demo", "--port", str(port), "--data", str(folder / "data")]
        serving = start(command, folder=folder, base=f"http://127.0.0.1:{port}", environment={})
        serving.wait_until(lambda: "Ctrl-C pour arrêter." in serving.said())
        return cls(serving, serving.said(), folder / "data")

    trainer = property(lambda self: self.keys["Formatrice"])
    certifier = property(lambda self: self.keys["Certificateur"])
    administrator = property(lambda self: self.keys["Administratrice"])
    learner = property(lambda self: self.keys["Stagiaire, en cours"])
    holder = property(lambda self: self.keys["Stagiaire, certifiée"])
