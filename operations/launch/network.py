"""Where the demonstration listens."""

import errno
import ipaddress
import socket

from django.utils.translation import gettext as _


def port_refusal(host: str, port: int) -> str:
    """Why nothing can listen there, or "".

    The server sets SO_REUSEPORT, with which a second one would start happily and share the visitors of the first; so
    we bind without it. SO_REUSEADDR only lets us pass connections that are ending.
    """
    if not 1 <= port <= 65535:
        return _("Le port %(port)s n'existe pas : choisissez un nombre entre 1024 et 65535.") % {"port": port}
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return _refusal(error, port)
    return ""


def _refusal(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return _(
            "Le port %(port)s est déjà pris, peut-être par une autre démonstration. "
            "Arrêtez-la, ou choisissez un autre port : ./volet demo --port %(other)s"
        ) % {"port": port, "other": port + 1 if port < 65535 else 8000}
    if error.errno == errno.EACCES:
        return _("Le port %(port)s est réservé au système : choisissez un nombre au-dessus de 1023.") % {"port": port}
    return _("Impossible d'écouter sur le port %(port)s : %(reason)s.") % {"port": port, "reason": error.strerror}


def is_this_machine_only(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def lan_address() -> str:
    """This machine's address for the other devices of the room. Asks the routing table; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of documentation (RFC 5737): nothing leaves with UDP connect
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
