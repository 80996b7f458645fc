"""The CSV export: ten members of one zip, `;`, quoted, UTF-8. Read row by row, for the sheets asked for only."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from curriculum.formats.exchange import Remark
from curriculum.formats.registry import BlockSheet, RegistryExport, Sheet
from curriculum.importers.rncp.archive import Refused, day_in, files_by_ending, readable_name
from curriculum.importers.rncp.cells import clean, day, state

FORMAT = "rncp-csv"
PREFIX = "export_fiches_csv_"
CODE = "Numero_Fiche"
#: The member by the first letters of its name without accents, and the columns that are read in it.
COLUMNS = {
    "standard": (CODE, "Intitule", "Actif"),
    "blocs_de_comp": (CODE, "Bloc_Competences_Code", "Bloc_Competences_Libelle"),
    "ancienne_nouvelle_certification": (CODE, "Ancienne_Certification", "Nouvelle_Certification"),
    "certificateurs": (CODE, "Siret_Certificateur", "Nom_Certificateur"),
    "partenaires": (CODE, "Siret_Partenaire"),
    "ccn": (CODE, "Ccn_1_Libelle"),
    "formacode": (CODE, "Formacode_Libelle"),
    "nsf": (CODE, "Nsf_Intitule"),
    "rome": (CODE, "Codes_Rome_Code", "Codes_Rome_Libelle"),
    "voixdacc": (CODE, "Si_Jury"),
}
#: Without these a sheet would be half told.
NEEDED = ("standard", "blocs_de_comp", "ancienne_nouvelle_certification", "certificateurs")
LINKS = "ancienne_nouvelle_certification"
#: A real row holds 20,000 characters at most; 5,000 rows tell of one sheet, those of partners.
ROW, KEPT = 5_000_000, 50_000
Row = dict[str, str]
Rows = dict[str, list[Row]]


def read_tables(archive: zipfile.ZipFile, wanted: frozenset[str], known: set[str]) -> RegistryExport:
    """The sheets asked for; every code of the file goes into `known`. Raises Refused."""
    export = RegistryExport(FORMAT)
    members = _members(archive, export)
    rows: dict[str, Rows] = {}
    for name, member in members.items():
        rows[name] = defaultdict(list)
        for row in _rows(archive, member, COLUMNS[name]):
            code = clean(row[CODE]).upper()
            if name == "standard" and code:
                export.total += code not in known
                known.add(code)
            if name == LINKS:
                _link(row, code, wanted, rows[name])
            elif code in wanted:
                rows[name][code].append(row)
            if code in wanted and len(rows[name][code]) > KEPT:
                raise Refused(readable_name(member), _too_much())
    for code in rows["standard"]:
        export.sheets[code] = _sheet(code, rows, export)
    return export


def _link(row: Row, code: str, wanted: frozenset[str], rows: Rows) -> None:
    """A replacement is read from both of its ends: in some exports one of the two rows is missing."""
    earlier, later = clean(row["Ancienne_Certification"]).upper(), clean(row["Nouvelle_Certification"]).upper()
    ends = ((code, earlier, later), (later, code, ""), (earlier, "", code))
    for end, before, after in ends:
        if end in wanted:
            rows[end].append({"Ancienne_Certification": before, "Nouvelle_Certification": after})


def _members(archive: zipfile.ZipFile, export: RegistryExport) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for member in files_by_ending(archive, ".csv"):
        short = member.filename.rsplit("/", 1)[-1].lower()
        name = next((name for name in COLUMNS if short.startswith(PREFIX + name)), None)
        if name in found:
            raise Refused(readable_name(member), _("ce fichier est deux fois dans le zip"))
        if name:
            found[name] = member
    for name in COLUMNS.keys() - found.keys():
        reason = _("ce fichier manque dans le zip : est-ce bien l'export CSV des fiches ?")
        (export.errors if name in NEEDED else export.warnings).append(Remark(f"export_fiches_CSV_{name}…", reason))
    if "standard" not in found:
        raise Refused(
            "export_fiches_CSV_Standard…", _("ce fichier manque dans le zip : est-ce bien l'export CSV des fiches ?")
        )
    export.exported_on = day_in(found["standard"].filename)
    return {name: found[name] for name in COLUMNS if name in found}


def _rows(archive: zipfile.ZipFile, member: zipfile.ZipInfo, columns: tuple[str, ...]) -> Iterator[Row]:
    name, line = readable_name(member), 1
    try:
        with archive.open(member) as raw:
            text = io.TextIOWrapper(raw, "utf-8-sig", newline="")
            header = _header(name, text.readline(ROW), columns)
            lines = _Lines(text, name)
            reader = csv.reader(lines, delimiter=";", strict=True)
            for cells in reader:
                lines.row = 0
                line = reader.line_num + 1
                if len(cells) == len(header):
                    yield dict(zip(header, cells, strict=True))
                elif any(clean(cell) for cell in cells):
                    reason = _("%(found)d cellules au lieu de %(expected)d") % {
                        "found": len(cells),
                        "expected": len(header),
                    }
                    raise Refused(_place(name, line), reason)
    except UnicodeDecodeError as error:
        reason = _("ce fichier n'est pas en UTF-8 (sans doute Windows-1252) : déposez le zip sans l'avoir réenregistré")
        raise Refused(_place(name, line), reason) from error
    except csv.Error as error:
        raise Refused(_place(name, line), _("ce tableau est coupé ou mal formé : téléchargez-le de nouveau")) from error
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Refused(name, _("ce zip est incomplet ou abîmé : téléchargez-le de nouveau")) from error


class _Lines:
    """The lines of a member, refused before memory runs out: a small zip may hold a line of gigabytes."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self.text, self.name = text, name
        self.row = 0  # characters of the row so far, over all its lines

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(ROW)
        self.row += len(line)
        if self.row >= ROW:
            raise Refused(self.name, _too_much())
        if not line:
            raise StopIteration
        return line


def _too_much() -> str:
    return _("ce tableau a une ligne ou une fiche trop lourde : ce n'est pas un export des répertoires nationaux")


def _header(name: str, line: str, columns: tuple[str, ...]) -> list[str]:
    if ";" not in line and ("," in line or "\t" in line):
        raise Refused(_place(name, 1), _("les colonnes sont séparées par autre chose que « ; »"))
    header = [clean(cell) for cell in next(csv.reader([line], delimiter=";"), [])]
    if missing := [column for column in columns if column not in header]:
        raise Refused(_place(name, 1), _("colonnes absentes : %(columns)s") % {"columns": ", ".join(missing)})
    return header


def _place(name: str, line: int) -> str:
    return _("%(file)s, ligne %(line)d") % {"file": name, "line": line}


def _sheet(code: str, rows: dict[str, Rows], export: RegistryExport) -> Sheet:
    first = rows["standard"][code][0]

    def date(column: str) -> object:
        return day(first.get(column), f"{code}, {column}", export.warnings, _("« %(value)s » n'est pas une date"))

    def column(member: str, name: str) -> tuple[str, ...]:
        values = (clean(row.get(name)) for row in rows.get(member, {}).get(code, ()))
        return tuple(dict.fromkeys(value for value in values if value))

    people = rows.get("partenaires")
    return Sheet(
        code=code,
        title=clean(first["Intitule"]),
        diploma=clean(first.get("Abrege_Intitule")),
        diploma_short=clean(first.get("Abrege_Libelle")),
        level=clean(first.get("Nomenclature_Europe_Intitule")),
        active=state(first["Actif"]),
        registration=clean(first.get("Type_Enregistrement")),
        journal_on=date("Date_dernier_jo"),  # type: ignore[arg-type]
        decided_on=date("Date_Decision"),  # type: ignore[arg-type]
        effective_on=date("Date_Effet"),  # type: ignore[arg-type]
        ends_on=date("Date_Fin_Enregistrement"),  # type: ignore[arg-type]
        certifiers=_certifiers(rows.get("certificateurs", {}).get(code, [])),
        blocks=_blocks(rows.get("blocs_de_comp", {}).get(code, [])),
        predecessors=column(LINKS, "Ancienne_Certification"),
        successors=column(LINKS, "Nouvelle_Certification"),
        specialities=column("nsf", "Nsf_Intitule"),
        jobs=tuple(
            f"{clean(row['Codes_Rome_Code'])} : {clean(row['Codes_Rome_Libelle'])}"
            for row in rows.get("rome", {}).get(code, ())
        ),
        fields=column("formacode", "Formacode_Libelle"),
        agreements=tuple(name for n in (1, 2, 3) for name in column("ccn", f"Ccn_{n}_Libelle")),
        ways=column("voixdacc", "Si_Jury"),
        partners=len(people.get(code, ())) if people is not None else None,
    )


def _certifiers(rows: list[Row]) -> tuple[tuple[str, str], ...]:
    pairs = ((clean(row["Siret_Certificateur"]), clean(row["Nom_Certificateur"])) for row in rows)
    return tuple(dict.fromkeys(pair for pair in pairs if any(pair)))


def _blocks(rows: list[Row]) -> tuple[BlockSheet, ...]:
    """In the order of their codes: the file has none."""
    titles: dict[str, str] = {}
    for row in rows:
        code, title = clean(row["Bloc_Competences_Code"]).upper(), clean(row["Bloc_Competences_Libelle"])
        if code:
            titles[code] = titles.get(code) or title
    return tuple(BlockSheet(code, titles[code]) for code in sorted(titles))
