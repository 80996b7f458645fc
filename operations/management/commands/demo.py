"""`./volet demo`: the whole chain on real French content, with invented people, in one command."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from operations import launch
from operations.launch.network import is_this_machine_only

STARTED = "VOLET_DEMO_STARTED"


class Command(BaseCommand):
    help = "Set up, fill and serve a demonstration; --check runs the whole chain once without a server."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="", help="address to listen on; other than 127.0.0.1 needs --lan")
        parser.add_argument("--lan", action="store_true", help="serve the devices of the room, with new passwords")
        parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="folder of the demonstration")
        parser.add_argument("--check", action="store_true", help="run the chain in a throw-away database, and exit")
        parser.add_argument("--out", type=Path, default=None, metavar="DIR", help="with --check: where to write files")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            if options["check"]:
                self._check(options)
            elif os.environ.get(STARTED) == "1":
                self._serve(options)
            else:
                self._start(options)

    def _start(self, options: dict[str, Any]) -> None:
        """Refuse what can't work, then start anew in the environment of the demonstration."""
        host, port = _listens_on(options), options["port"]
        if refusal := launch.port_refusal(host, port):
            raise CommandError(refusal)
        data = (options["data"] or settings.BASE_DIR / "var" / "demo").resolve()
        if launch.folder_of_a_real_installation(data):
            raise CommandError(
                _("Le dossier %(folder)s contient une vraie installation : choisissez-en un autre avec --data.")
                % {"folder": data}
            )
        name = launch.lan_address() if options["lan"] else "127.0.0.1"
        environment = launch.demo_environment(
            data=data, base_url=f"http://{name}:{port}", hosts=sorted({"127.0.0.1", "localhost", name})
        )
        self.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.argv], environment | {STARTED: "1"})  # noqa: S606

    def _serve(self, options: dict[str, Any]) -> None:
        from operations.management.demonstration import Demonstration

        if (held := launch.hold_folder(Path(settings.VOLET_DATA))) is None:
            raise CommandError(
                _("Une démonstration tourne déjà dans le dossier %(folder)s.") % {"folder": settings.VOLET_DATA}
            )
        with held:
            Demonstration(self.stdout, lan=options["lan"]).run(host=_listens_on(options), port=options["port"])

    def _check(self, options: dict[str, Any]) -> None:
        from operations.management.checking import check_chain

        if options["out"] is None:
            raise CommandError(_("Dites où écrire les fichiers : demo --check --out DOSSIER"))
        sys.exit(check_chain(out=options["out"].resolve(), stdout=self.stdout))


def _listens_on(options: dict[str, Any]) -> str:
    host: str = options["host"] or ("0.0.0.0" if options["lan"] else "127.0.0.1")  # noqa: S104  (asked for with --lan)
    if not options["lan"] and not is_this_machine_only(host):
        raise CommandError(
            _(
                "La démonstration n'est visible que de cette machine. Pour l'ouvrir aux appareils de la salle, "
                "avec de nouveaux mots de passe : ./volet demo --lan"
            )
        )
    return "127.0.0.1" if host == "localhost" else host
