"""The one door to the network: small public documents of other issuers, over https, from public addresses only.

A file that a stranger drops names the address to read. So: port 443, every address of the name must be public, we connect
to the very address that was checked (a name that changes its mind between the two reaches nothing), redirects are not
followed, few seconds, few bytes, and few requests to one host. Answers are kept for some minutes. Never call this inside a
transaction.
"""

import hashlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from people.limits import Limit

SECONDS: Final = 3.0
LARGEST_DOCUMENT: Final = 64_000
LARGEST_LIST: Final = 200_000
KEPT: Final = 300
KEPT_FAILURE: Final = 60
KINDS: Final = ("application/json", "application/vc", "application/jwt", "text/plain", "application/did")
#: What one host is asked by us, whoever drops files that name it.
PER_HOST: Final = Limit("fetch-host", 30, 60)
#: Hosts that answer slowly, or not at all, hold up a worker: after these few nothing is asked for a minute.
SLOW: Final = Limit("fetch-slow", 6, 60)
SLOWLY: Final = 1.5
_names: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")


class FetchError(Exception):
    """Nothing could be read there; the text says why, in English, for those who run the installation."""


def fetch(url: str, *, largest: int = LARGEST_DOCUMENT) -> bytes:
    """The document at `url`, from the network or from the last minutes. Raises FetchError."""
    if not settings.VOLET_RESOLVE_ISSUERS:
        raise FetchError("switched off by VOLET_RESOLVE_ISSUERS")
    key = f"fetched:{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        if SLOW.wait(""):
            raise FetchError("too many slow hosts")
        begun = time.monotonic()
        try:
            kept = (_fetched(url, largest), "")
        except (FetchError, OSError, http.client.HTTPException, ValueError) as error:
            kept = (b"", str(error) or type(error).__name__)
        if time.monotonic() - begun > SLOWLY:
            SLOW.fail("")
        cache.set(key, kept, KEPT_FAILURE if kept[1] else KEPT)
    data, problem = kept
    if problem:
        raise FetchError(problem)
    return bytes(data)


def fetch_json(url: str, *, largest: int = LARGEST_DOCUMENT) -> Any:
    """Raises FetchError, also where the document isn't JSON."""
    try:
        return json.loads(fetch(url, largest=largest))
    except (ValueError, RecursionError) as error:
        raise FetchError("not JSON") from error


def is_public(text: str) -> bool:
    """Whether an IP address is on the public internet, also the IPv4 address inside an IPv6 one (mapped, 6to4, NAT64)."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Pinned(http.client.HTTPSConnection):
    """Connects to the address that was checked, and still asks for the certificate of the name."""

    def __init__(self, host: str, address: str, timeout: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, 443, timeout=timeout, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, 443), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """Ends a conversation that a host draws out, byte after byte."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _fetched(url: str, largest: int) -> bytes:
    until = time.monotonic() + SECONDS
    host, path = _target(url)
    if not PER_HOST.fail(host):
        raise FetchError("asked too often")
    connection = _Pinned(host, _address(host), SECONDS)
    timer = threading.Timer(SECONDS, connection.cut)
    timer.start()
    try:
        connection.request("GET", path, headers={"Accept": "application/json, */*;q=0.1", "User-Agent": "Volet"})
        answer = connection.getresponse()
        kind = (answer.getheader("Content-Type") or "").lower()
        if answer.status != 200:
            raise FetchError(f"status {answer.status}")
        if not kind.startswith(KINDS) and "+json" not in kind:
            raise FetchError("not a document of ours to read")
        return _body(answer, largest, until)
    finally:
        timer.cancel()
        connection.close()


def _target(url: str) -> tuple[str, str]:
    """Host and path of an https address without port, user or fragment."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme != "https" or not host or parts.port not in {None, 443} or parts.username or parts.fragment:
        raise FetchError("not a plain https address")
    if any(ord(letter) <= 32 or ord(letter) > 126 for letter in url):
        raise FetchError("letters that an address doesn't have")
    return host, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def _address(host: str) -> str:
    """The first address of a name whose every address is public."""
    try:
        found = _names.submit(socket.getaddrinfo, host, 443, 0, socket.SOCK_STREAM).result(timeout=SECONDS)
    except TooSlow as error:
        raise FetchError("the name can't be looked up in time") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise FetchError("not a public address")
    return addresses[0]


def _body(answer: http.client.HTTPResponse, largest: int, until: float) -> bytes:
    data = b""
    while len(data) <= largest:
        piece = answer.read1(16_384)
        if time.monotonic() > until:
            raise FetchError("too slow")
        if not piece:
            return data
        data += piece
    raise FetchError("too large")
