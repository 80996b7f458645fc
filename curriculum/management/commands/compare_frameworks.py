"""Say what became of each competency from one framework version to another."""

import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from curriculum.comparing import VERDICTS
from curriculum.exporters import comparison_document
from curriculum.models import FrameworkVersion
from curriculum.queries import compare_versions, crosswalk_to_follow, named_version


class Command(BaseCommand):
    help = "Compare two published framework versions: same, retitled, moved, added, removed, split, merged; levels."

    def add_arguments(self, parser: CommandParser) -> None:
        name = "slug@label (also slug:label, slug/label or 'slug label'), or a slug alone for the version in force"
        parser.add_argument("a", metavar="A", help=f"the earlier version: {name}")
        parser.add_argument("b", metavar="B", help="the later version, named the same way")
        parser.add_argument("--json", action="store_true", help="one JSON object, alone on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            old, new = _version(options["a"]), _version(options["b"])
            found = compare_versions(old, new, crosswalk_to_follow(AnonymousUser(), old, new))
        document = comparison_document(found, old=_name(old), new=_name(new), languages=(old.language, new.language))
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for entry in document["entries"]:
            sides = (
                " + ".join(f"{node['code']} {node['title']}".strip() for node in entry[side]) or "–"
                for side in ("from", "to")
            )
            self.stdout.write(f"{entry['verdict']:<9} {' → '.join(sides)}")
        self.stdout.write(", ".join(f"{verdict} {found.summary[verdict]}" for verdict in VERDICTS))


def _name(version: FrameworkVersion) -> str:
    return f"{version.framework.slug}@{version.label}"


def _version(name: str) -> FrameworkVersion:
    version = named_version(AnonymousUser(), name)
    if version is None:
        raise CommandError(
            _("Aucun référentiel publié ne s'appelle « %(name)s ». Écrivez par exemple digcomp@2.2.") % {"name": name}
        )
    return version
