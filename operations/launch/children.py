"""What runs beside the server: child processes that are started again when they die, and a clock."""

import logging
import multiprocessing
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar, cast

logger = logging.getLogger(__name__)
T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """The result of `work`, done in a process that ends with it: what it loaded doesn't stay in this one, from which the
    web workers are forked. An exception comes back too. Nothing may be open here that a fork must not inherit."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work_apart, args=(work, there), daemon=True)
    process.start()
    there.close()
    try:
        result, error = here.recv()
    except EOFError:
        raise RuntimeError("the process that prepares ended too early") from None
    finally:
        process.join()
    if error is not None:
        raise error
    return cast(T, result)


def _work_apart(work: Callable[[], object], there: Connection) -> None:
    try:
        there.send((work(), None))
    except KeyboardInterrupt:
        return  # the parent got it too, and says so
    except Exception as error:
        there.send((None, error))


class Child(threading.Thread):
    """Keeps one process running. The database worker ends on a lock longer than its timeout: it is started again.

    The process leads a session of its own, so that Ctrl-C in a terminal reaches the parent alone, which then ends it.
    """

    def __init__(self, argv: Sequence[str], *, pause: float = 1.0) -> None:
        super().__init__(daemon=True, name=argv[-1])
        self.argv, self.pause = list(argv), pause
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def run(self) -> None:
        while True:
            with self._lock:  # a child is never started once `stop` has looked for it
                if self._stopping.is_set():
                    return
                self.process = subprocess.Popen(  # noqa: S603  (our own command)
                    self.argv, stdin=subprocess.DEVNULL, start_new_session=os.name == "posix"
                )
            self.process.wait()
            self._stopping.wait(self.pause)

    def stop(self, *, patience: float = 0.5) -> None:
        """End the child: politely, and after `patience` seconds for good."""
        self._stopping.set()
        with self._lock:
            process = self.process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(patience)


class Clock(threading.Thread):
    """Calls `work` now and then every `seconds`; what goes wrong is logged and tried again next time.

    The server forks its workers from this process. One that is forked while `work` holds a connection inherits it and
    waits for a lock that nobody holds (sqlite.org/howtocorrupt.html, 2.6), so a fork waits until `work` is done: `work`
    must leave no connection open.
    """

    def __init__(self, work: Callable[[], object], *, seconds: float) -> None:
        super().__init__(daemon=True, name="clock")
        self.work, self.seconds = work, seconds
        self._stopping = threading.Event()
        self._working = threading.Lock()
        if hasattr(os, "register_at_fork"):
            gate = self._working
            os.register_at_fork(before=gate.acquire, after_in_parent=gate.release, after_in_child=gate.release)

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._working:
                    self.work()
            except Exception:
                logger.exception("the clock's work failed; next try in %s s", self.seconds)
            self._stopping.wait(self.seconds)

    def stop(self) -> None:
        self._stopping.set()
