"""What `manage.py demo` does once its environment stands: prepare, fill, serve, and say who to sign in as."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.actions import make_owed_forms
from content.packages import PackageError
from operations.actions.demo import (
    DemoKeys,
    Shown,
    hand_out_keys,
    load_library,
    seed_demonstration,
    shown_in_demonstration,
)
from operations.launch import Child, Clock, apart, collect_static_files, serve
from operations.tasks import run_duties

WORKER = ("db_worker", "--queue-name", "*", "--no-reload", "--interval", "0.5", "-v0", "--skip-checks")


class Demonstration:
    def __init__(self, stdout: OutputWrapper, *, lan: bool) -> None:
        self.stdout, self.lan = stdout, lan

    def run(self, *, host: str, port: int) -> None:
        try:
            keys, shown = apart(self._prepare)
        except KeyboardInterrupt:
            self.stdout.write(_("Arrêté."))
            return
        worker, clock = Child(command(*WORKER)), Clock(_tick, seconds=30)
        worker.start()

        def ready() -> None:
            self._announce(keys, shown)
            clock.start()

        try:
            serve(host=host, port=port, ready=ready)
        finally:
            clock.stop()
            worker.stop()
            with contextlib.suppress(OSError):  # the terminal may be gone
                self.stdout.write(_("Démonstration arrêtée. Tout est gardé pour la prochaine fois."))

    def _prepare(self) -> tuple[DemoKeys, Shown]:
        self.stdout.write(_("Volet, démonstration : personnes et organismes inventés.") + "\n")
        at = timezone.now()
        fonts = subprocess.Popen(command("make_fonts", "-v0"))  # noqa: S603  (on the second core, meanwhile)
        with self._step(_("Base de données")):
            call_command("migrate", interactive=False, verbosity=0)
        with self._step(_("Fichiers des pages")):
            collect_static_files()
        with self._step(_("Référentiels, formations, parcours et quiz")):
            self._explained(lambda: load_library(at=at))
        with self._step(_("Polices des certificats")):
            fonts.wait()
        with self._step(_("Organismes, session, stagiaires et certificats inventés")):
            seed_demonstration(at=at)
            make_owed_forms(at=at)  # here, so that no serving process loads the PDF engine before somebody signs
            keys = hand_out_keys(at=at, renew=self.lan)
        return keys, shown_in_demonstration()

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        begun = time.monotonic()
        self.stdout.write(f"  {title}… ", ending="")
        self.stdout.flush()
        yield
        seconds = f"{time.monotonic() - begun:.1f}".replace(".", ",")
        self.stdout.write(_("fait (%(seconds)s s)") % {"seconds": seconds})

    def _explained(self, work: Callable[[], object]) -> None:
        try:
            work()
        except PackageError as error:
            self.stdout.write("")
            hint = _("Si ce dossier vient d'une version plus ancienne de Volet, supprimez-le : %(folder)s")
            raise CommandError(f"{error}\n{hint % {'folder': settings.VOLET_DATA}}") from error

    def _announce(self, keys: DemoKeys, shown: Shown) -> None:
        """Called from a thread of its own, where the language of the main thread isn't active."""
        base = settings.VOLET_BASE_URL
        rows = [(f"{person.title.capitalize()}", person.email, keys.passwords[person.email]) for person in shown.staff]
        rows += [(title, username, keys.pins[username]) for title, username in shown.trainees]
        lines = ["", f"  Prêt : {base}", "", "  Se connecter", f"    équipes : {base}{reverse('account_login')}"]
        lines += [f"    stagiaires : {base}{reverse('person-return')}", ""]
        width = max(len(title) for title, _name, _key in rows)
        lines += [f"    {title:<{width}}  {name:<32}  {key}" for title, name, key in rows]
        lines += ["", f"  Entrer dans la session avec le code {shown.join_code} : {base}{shown.join_path}"]
        if shown.award_path:
            lines.append(f"  Un certificat à vérifier : {base}{shown.award_path}")
        if self.lan:
            lines += ["", f"  Adresse pour la salle : {base}  (les mots de passe ci-dessus viennent d'être tirés)"]
        lines += ["", "  Ctrl-C pour arrêter.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def command(*arguments: str) -> list[str]:
    """One of our own commands, in a process of its own."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def _tick() -> None:
    try:
        run_duties.enqueue()
    finally:
        connections.close_all()
