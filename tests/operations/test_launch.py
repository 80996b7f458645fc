"""The demonstration starts where it may, beside nobody, and leaves nothing running."""

import os
import socket
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from operations import launch

COUNT = "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text() + 'x')"


def listener(*, shares_port: bool) -> socket.socket:
    server = socket.socket()
    if shares_port:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    return server


@pytest.mark.parametrize("shares_port", [False, True])
def test_a_port_somebody_listens_on_is_refused(shares_port):
    with listener(shares_port=shares_port) as server:
        port = server.getsockname()[1]
        assert "est déjà pris" in launch.port_refusal("127.0.0.1", port)
        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris"):
            call_command("demo", port=port)


def test_a_port_is_free_again_once_its_listener_is_gone():
    with listener(shares_port=True) as server:
        port = server.getsockname()[1]
    assert launch.port_refusal("127.0.0.1", port) == ""


def test_a_port_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match=r"Le port 70000 n.existe pas"):
        call_command("demo", port=70000)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "volet.example"])  # noqa: S104
def test_other_addresses_need_lan(host):
    with pytest.raises(CommandError, match="--lan"):
        call_command("demo", host=host)


def test_a_real_installation_is_never_filled_with_invented_people(tmp_path):
    (tmp_path / "volet.sqlite3").touch()
    with listener(shares_port=False) as server:
        port = server.getsockname()[1]
    with pytest.raises(CommandError, match="contient une vraie installation"):
        call_command("demo", port=port, data=tmp_path)


def test_two_demonstrations_never_share_a_folder(tmp_path):
    with launch.hold_folder(tmp_path):
        assert launch.hold_folder(tmp_path) is None
        assert not launch.folder_of_a_real_installation(tmp_path)
    with launch.hold_folder(tmp_path) as held:
        assert held is not None


def test_the_demonstration_inherits_nothing_of_a_real_installation(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "VOLET_SECRET_KEY", "VOLET_S3_BUCKET", "VOLET_SMTP_HOST"):
        monkeypatch.setenv(name, "of the real one")
    environment = launch.demo_environment(data=tmp_path, base_url="http://127.0.0.1:8123", hosts=["127.0.0.1"])
    assert "of the real one" not in environment.values()
    assert {name: environment[name] for name in environment if name.startswith("VOLET_")}.items() >= {
        ("VOLET_DEMO", "1"),
        ("VOLET_DATA", str(tmp_path)),
        ("VOLET_BASE_URL", "http://127.0.0.1:8123"),
        ("VOLET_HOSTS", "127.0.0.1"),
    }


def wait_for(what, *, seconds=10):
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    assert what()


def test_a_child_that_dies_is_started_again(tmp_path):
    count = tmp_path / "count"
    count.write_text("")
    child = launch.Child([sys.executable, "-c", COUNT, str(count)], pause=0.01)
    child.start()
    wait_for(lambda: len(count.read_text()) >= 3)
    child.stop()
    child.join(5)
    assert not child.is_alive()


def test_a_stopped_child_ends_even_when_it_will_not_listen():
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = launch.Child([sys.executable, "-c", deaf])
    child.start()
    wait_for(lambda: child.process is not None)
    time.sleep(0.3)
    child.stop(patience=0.2)
    child.join(5)
    assert not child.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(child.process.pid, 0)


def test_a_child_stopped_before_it_starts_never_runs(tmp_path):
    child = launch.Child([sys.executable, "-c", COUNT, str(tmp_path / "never")])
    child.stop()
    child.start()
    child.join(5)
    assert child.process is None


def test_the_clock_goes_on_after_a_failure(caplog):
    calls = []

    def work():
        calls.append(1)
        raise RuntimeError("not this time")

    clock = launch.Clock(work, seconds=0.01)
    clock.start()
    wait_for(lambda: len(calls) >= 3)
    clock.stop()
    clock.join(5)
    assert not clock.is_alive()
    assert "next try" in caplog.text


def test_work_done_apart_gives_its_result_and_leaves_nothing_behind():
    def work():
        os.environ["VOLET_APART"] = "set"
        return os.getpid(), ["a", 1]

    pid, result = launch.apart(work)
    assert (pid != os.getpid(), result, "VOLET_APART" in os.environ) == (True, ["a", 1], False)


def test_what_goes_wrong_apart_is_raised_here():
    def refuse():
        raise CommandError("non")

    with pytest.raises(CommandError, match="non"):
        launch.apart(refuse)
    with pytest.raises(RuntimeError, match="ended too early"):
        launch.apart(lambda: os._exit(3))
