"""The one door to the network: only public addresses, the one that was checked, over https, little and not for long."""

import http.client
import socket
from typing import Any

import pytest
from django.core.cache import cache

from certificates import fetching
from certificates.fetching import FetchError, fetch, fetch_json, is_public

pytestmark = pytest.mark.usefixtures("fresh_limits", "open_door")
URL = "https://ailleurs.example/did.json"
PUBLIC = "93.184.216.34"


class Answer:
    """What a host says, in place of the network."""

    def __init__(self, body: bytes = b'{"id": 1}', status: int = 200, kind: str = "application/json") -> None:
        self.body, self.status, self.kind = body, status, kind

    def getheader(self, name: str) -> str:
        return self.kind

    def read1(self, size: int) -> bytes:
        piece, self.body = self.body[:size], self.body[size:]
        return piece


class Net:
    """The stub: which addresses a name has, what is answered, and what was connected to."""

    def __init__(self) -> None:
        self.addresses = [PUBLIC]
        self.answer = Answer()
        self.reached: list[tuple[str, str, str]] = []


@pytest.fixture
def open_door(settings: Any) -> None:
    settings.VOLET_RESOLVE_ISSUERS = True
    cache.clear()


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    stub = Net()

    def look_up(host: str, port: int, *_rest: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in stub.addresses]

    def request(self: Any, method: str, path: str, **_rest: Any) -> None:
        stub.reached.append((self.host, self._address, path))

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetching._Pinned, "request", request)
    monkeypatch.setattr(fetching._Pinned, "getresponse", lambda self: stub.answer)
    return stub


def test_a_document_is_read_from_the_address_that_was_checked_and_then_kept(net: Net) -> None:
    assert fetch_json(URL) == {"id": 1}
    net.answer = Answer(b"other")
    assert fetch_json(URL) == {"id": 1}
    assert net.reached == [("ailleurs.example", PUBLIC, "/did.json")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  (an address to refuse)
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_an_address_that_is_not_public_is_refused_also_beside_a_public_one(net: Net, address: str) -> None:
    assert not is_public(address)
    net.addresses = [PUBLIC, address]
    with pytest.raises(FetchError, match="not a public address"):
        fetch(URL)
    assert net.reached == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://ailleurs.example/",
        "file:///etc/passwd",
        "ftp://ailleurs.example/",
        "https://ailleurs.example:8443/",
        "https://ailleurs.example:notaport/",
        "https://user:pass@ailleurs.example/",
        "https:///etc",
        "https://ailleurs.example/#x",
        "https://ailleurs.example/a b",
        "https://ailleurs.example/a\r\nHost: x",
        "https://" + "a" * 300 + ".example/",
        "https://[::1/",
        "",
    ],
)
def test_only_plain_https_addresses_are_asked(net: Net, url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)
    assert net.reached == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=301),
        Answer(status=404),
        Answer(kind="text/html"),
        Answer(body=b"x" * 64_001),
    ],
)
def test_redirects_errors_pages_and_large_documents_are_not_read(net: Net, answer: Answer) -> None:
    net.answer = answer
    with pytest.raises(FetchError):
        fetch(URL)


def test_a_failure_is_kept_for_a_minute_too(net: Net) -> None:
    net.answer = Answer(status=500)
    for _try in range(3):
        with pytest.raises(FetchError, match="status 500"):
            fetch(URL)
    assert len(net.reached) == 1


def test_one_host_is_not_asked_without_end(net: Net) -> None:
    answers = []
    for number in range(40):
        net.answer = Answer()
        try:
            fetch(f"{URL}?{number}")
            answers.append("read")
        except FetchError as error:
            answers.append(str(error))
    assert (answers.count("read"), answers[-1]) == (30, "asked too often")


def test_slow_hosts_stop_the_asking_for_a_while(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 4))
    monkeypatch.setattr(fetching.time, "monotonic", lambda: next(clock))
    for number in range(6):
        with pytest.raises(FetchError, match="too slow"):
            fetch(f"https://lent{number}.example/")
    with pytest.raises(FetchError, match="too many slow hosts"):
        fetch(URL)


def test_the_door_can_be_shut(net: Net, settings: Any) -> None:
    settings.VOLET_RESOLVE_ISSUERS = False
    with pytest.raises(FetchError, match="switched off"):
        fetch(URL)
    assert net.reached == []


def test_a_broken_conversation_is_a_failure(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(self: Any) -> Any:
        raise http.client.RemoteDisconnected("gone")

    monkeypatch.setattr(fetching._Pinned, "getresponse", cut)
    with pytest.raises(FetchError, match="gone"):
        fetch(URL)
