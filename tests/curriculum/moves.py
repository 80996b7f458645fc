"""A small framework in two versions, what became of each of its competencies, and a strand put into a small training."""

import hashlib
import json

from django.apps import apps
from django.core.serializers import serialize

from curriculum.actions.carrying import accept_line, start_carry_over
from curriculum.models import CrosswalkVersion
from curriculum.queries import find_strand
from curriculum.registries import NewAim
from people.guards import guarded_models
from tests.curriculum.conftest import REFERENCE


def framework(label: str, titles: dict[str, str], levels: int = 2) -> str:
    """Area 1 with these competencies, by code."""
    rungs = "\n".join(
        f'  - {{rank: {n}, code: "{n}", title: {{fr: "Niveau {n}"}}, band: {{fr: "Bande"}}}}'
        for n in range(1, levels + 1)
    )
    nodes = "\n".join(
        f'      - {{code: "{code}", kind: competence, title: {{fr: "{title}"}}}}' for code, title in titles.items()
    )
    return f"""\
format: volet.framework/1
slug: atelier
label: "{label}"
language: fr
name: Atelier
title: {{fr: "L'Atelier"}}
text_status: {{fr: official}}
levels:
{rungs}
competencies:
  - code: "1"
    kind: area
    title: {{fr: "Faire"}}
    children:
{nodes}
"""


TITLES = {
    "1.1": "Trouver",
    "1.2": "Ranger des images",
    "1.3": "Écrire",
    "1.4": "Dessiner",
    "1.5": "Peindre",
    "1.6": "Danser",
    "1.7": "Chanter",
}
NEW_TITLES = {
    "1.1": "Trouver",
    "1.2": "Ranger des images et des sons",
    "1.3": "Écrire court",
    "1.4": "Écrire long",
    "1.5": "Dessiner et peindre",
    "1.9": "Jardiner",
}
OLD, NEW = framework("1.0", TITLES), framework("2.0", NEW_TITLES)
#: 1.7 isn't in it: nobody looked. « 1.1 → 1.9 » is only related: offered, never proposed.
TABLE = """\
format: volet.crosswalk/1
slug: atelier-1-2
label: "1.0"
language: fr
title: "De l'Atelier 1.0 à la 2.0"
author: "Équipe"
source: {slug: atelier, label: "1.0"}
target: {slug: atelier, label: "2.0"}
alignments:
  - {origin: "1.1", destination: "1.1", kind: exact}
  - {origin: "1.1", destination: "1.9", kind: related}
  - {origin: "1.2", destination: "1.2", kind: replaced_by, rationale: "Les sons viennent en plus."}
  - {origin: "1.3", destination: "1.3", kind: narrower}
  - {origin: "1.3", destination: "1.4", kind: narrower}
  - {origin: "1.4", destination: "1.5", kind: broader}
  - {origin: "1.5", destination: "1.5", kind: broader}
  - {origin: "1.6", rationale: "Abandonnée."}
"""


def strand(codes: str = "1.1 1.2 1.3 1.4 1.5 1.6 1.7", framework: str = "1.0", slug: str = "volet-brevet") -> str:
    lines = "\n".join(
        f'  - {{unit: A, competency: "{code}", level: 1, minutes: 60, statement: "sait faire {code}"}}'
        for code in codes.split()
    )
    return f"""\
format: volet.strand/1
slug: {slug}
label: "1.0"
language: fr
title: "Volet {slug}"
author: "Équipe"
standing: proposal
reference: {{slug: brevet, label: "2020"}}
framework: {{slug: atelier, label: "{framework}"}}
hours: {len(codes.split())}
lines:
{lines}
"""


def begin(load, *strands: str, old: str = OLD, new: str = NEW, table: str = TABLE) -> CrosswalkVersion:
    """Both versions, the training, the strands, the table: published. The newest table of all."""
    load(old)
    load(REFERENCE, new, table, *(strands or (strand(),)))
    return CrosswalkVersion.objects.latest("published_at", "pk")


def start(crosswalk: CrosswalkVersion, at, slug: str = "volet-brevet"):
    return start_carry_over(crosswalk=crosswalk, kind="strand", subject_id=find_strand(slug, "1.0").pk, by=None, at=at)


def line(carry_over, code: str):
    return carry_over.lines.get(origin__code=code)


def aims(carry_over, *codes: str, rank: int | None = 1) -> list[NewAim]:
    target = carry_over.crosswalk_version.target
    level = target.levels.get(rank=rank).pk if rank else None
    return [NewAim(target.competencies.get(code=code).pk, level) for code in codes]


def accept_proposals(carry_over, at) -> None:
    """Every line that has a proposal, as it was proposed."""
    for entry in carry_over.lines.filter(state="proposed").prefetch_related("targets"):
        wanted = [NewAim(target.competency_id, target.level_id) for target in entry.targets.all()]
        if wanted:
            accept_line(line=entry, aims=wanted, by=None, at=at)


def published_rows() -> dict[str, str]:
    """A digest of each guarded row there is now, the state of versions left out: it is the one thing that moves."""
    found = {}
    for model in guarded_models():
        if model._meta.app_label != "people":
            for row in json.loads(serialize("json", model._base_manager.all())):
                row["fields"].pop("state", None)
                text = json.dumps(row, sort_keys=True)
                found[f"{row['model']} {row['pk']}"] = hashlib.sha256(text.encode()).hexdigest()
    assert len(found) > len(apps.get_app_configs())
    return found


def untouched(before: dict[str, str]) -> bool:
    after = published_rows()
    return {name: after.get(name) for name in before} == before
