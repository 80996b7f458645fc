"""The web server of the demonstration."""

import gc
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

WORKERS = 2


def serve(*, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C, SIGTERM or the end of the terminal; `ready` is called once, from another thread, when pages come.

    Two workers of one thread each suit two cores on SQLite. `workers_kill_timeout` ends a worker that won't.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
        log_level=LogLevels.error,
        log_access=False,
    )
    if os.name == "posix":
        # Granian would start its workers anew when the terminal is closed, and go on unseen.
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    _load_what_workers_share()
    threading.Thread(target=_announce, args=(port, ready), daemon=True).start()
    server.serve()


def _load_what_workers_share() -> None:
    """Workers are forked: what is loaded before is held once for all of them, as long as nobody collects garbage in it."""
    get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018  (reads every screen)
    gc.collect()
    gc.freeze()


def _announce(port: int, ready: Callable[[], None], *, patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                ready()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
