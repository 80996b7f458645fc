"""Reading an export of the registry as large as the real one: 30,000 sheets, one XML of about 600 MB in a zip."""

import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bench.stage import PEAK, Row

SHEETS = 30_000
PARAGRAPH_BYTES = 18_000
READ = """
import sys, time
import django
django.setup()
from curriculum.importers.rncp import read_registry
with open(sys.argv[1], "rb") as file:
    export = read_registry(file, "export-fiches-rncp-v4-1-2026-03-01.zip", ["RNCP100", "RNCP200"])
assert len(export.sheets) == 2 and not export.errors, export
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export-fiches-rncp-v4-1-2026-03-01.zip"
        _write(path)
        script = [sys.executable, "-c", READ + PEAK, str(path)]
        done = subprocess.run(script, stdout=subprocess.PIPE, text=True, check=True)
        seconds, megabytes = map(float, done.stdout.split())
        yield Row(f"registry XML, {path.stat().st_size / 1e6:.0f} MB zip: CPU", seconds, "s", 15)
        yield Row("registry XML: memory, Django's included", megabytes, "MB", 200)


def _write(path: Path) -> None:
    """Words at random, so that the text shrinks about as real text does."""
    draw = random.Random(1)
    words = ["".join(draw.choices("aeioulnrst", k=draw.randint(2, 9))) for _ in range(500)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(f"{path.stem}.xml", "w") as out:
        out.write(b"<?xml version='1.0' encoding='UTF-8'?><FICHES><VERSION_FLUX>4.1</VERSION_FLUX>")
        for number in range(SHEETS):
            text = " ".join(draw.choices(words, k=PARAGRAPH_BYTES // 14))
            blocks = "".join(
                f"<BLOC_COMPETENCES><CODE>RNCP{number}BC0{n}</CODE><LIBELLE>Bloc {n}</LIBELLE>"
                f"<LISTE_COMPETENCES>{text[: len(text) // 4]}</LISTE_COMPETENCES></BLOC_COMPETENCES>"
                for n in range(1, 5)
            )
            out.write(
                f"<FICHE><ID_FICHE>{number}</ID_FICHE><NUMERO_FICHE>RNCP{number}</NUMERO_FICHE><INTITULE>Titre</INTITULE>"
                f"<ACTIVITES_VISEES>{text}</ACTIVITES_VISEES><BLOCS_COMPETENCES>{blocks}</BLOCS_COMPETENCES>"
                f"<ACTIF>Oui</ACTIF></FICHE>".encode()
            )
        out.write(b"</FICHES>")
