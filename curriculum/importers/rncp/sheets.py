"""The XML export, version 4.1: one <FICHE> after another, read as a stream, for the sheets asked for only.

A document type is refused, and entities with it: no export has any.
"""

from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.utils.translation import gettext as _

from curriculum.formats.exchange import Remark
from curriculum.formats.registry import BlockSheet, RegistryExport, Sheet
from curriculum.importers.rncp.archive import Refused
from curriculum.importers.rncp.cells import clean, day, state

FORMAT = "rncp-xml"
VERSION = "4.1"
CHUNK = 1 << 18
#: A real sheet holds 200,000 characters at most, an export 40,000 sheets; elements stand six deep.
SHEET, SHEETS, DEPTH = 5_000_000, 500_000, 50
#: What an element counts for beside its text.
ELEMENT = 100
WAYS = {
    "SI_JURY_FI": "Après un parcours de formation sous statut d'élève ou d'étudiant",
    "SI_JURY_CA": "En contrat d'apprentissage",
    "SI_JURY_FC": "Après un parcours de formation continue",
    "SI_JURY_CQ": "En contrat de professionnalisation",
    "SI_JURY_CL": "Par candidature individuelle",
    "SI_JURY_VAE": "Par expérience",
}
Found = list[tuple[str, str]]  # (path below FICHE, text), in the order of the file


def read_sheets(file: IO[bytes], name: str, wanted: frozenset[str], known: set[str]) -> RegistryExport:
    """The sheets asked for; every code of the file goes into `known`. Raises Refused."""
    export = RegistryExport(FORMAT)
    parser, handler = make_parser(), _Handler(export, wanted, known)
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        while chunk := file.read(CHUNK):
            handler.waiting += len(chunk)
            parser.feed(chunk)
            handler.weigh()
        parser.close()
    except DefusedXmlException as error:
        raise Refused(name, _("ce fichier XML déclare un type de document ou des entités : c'est refusé")) from error
    except SAXParseException as error:
        where = _("%(file)s, ligne %(line)d") % {"file": name, "line": error.getLineNumber() or 1}
        raise Refused(where, _("ce fichier XML est coupé, mal formé ou n'est pas en UTF-8")) from error
    if handler.root != "FICHES":
        raise Refused(name, _("ce fichier XML n'est pas un export des fiches"))
    if handler.version != VERSION:
        reason = _("version « %(value)s » du format, au lieu de 4.1 : relisez ce qui est proposé")
        export.warnings.append(Remark("VERSION_FLUX", reason % {"value": handler.version}))
    return export


class _Handler(ContentHandler):
    """Keeps the leaves of one sheet at a time, and only from the moment it is known to be asked for."""

    def __init__(self, export: RegistryExport, wanted: frozenset[str], known: set[str]) -> None:
        super().__init__()
        self.export, self.wanted, self.known = export, wanted, known
        self.root = self.version = ""
        self.path: list[str] = []
        self.text: list[str] = []
        self.found: Found = []
        self.keeps = True
        self.weight = 0  # of what is kept of this sheet
        self.waiting = 0  # bytes since the parser last told of something: a tag without end is kept by the parser

    def weigh(self) -> None:
        """Raises Refused before memory runs out: a small zip may hold gigabytes."""
        if max(self.weight, self.waiting) > SHEET or len(self.known) > SHEETS:
            raise _too_heavy()

    def startElement(self, name: str, attrs: object) -> None:
        self.waiting, self.weight = 0, self.weight + ELEMENT
        self.root = self.root or name
        self.path.append(name)
        if len(self.path) > DEPTH:
            raise _too_heavy()
        self.text = []
        if len(self.path) == 2:
            self.found, self.keeps, self.weight = [], True, 0

    def characters(self, content: str) -> None:
        self.waiting = 0
        if self.keeps:
            self.weight += len(content)
            self.text.append(content)

    def endElement(self, name: str) -> None:
        depth, value = len(self.path), "".join(self.text)
        if depth == 2 and name == "VERSION_FLUX":
            self.version = clean(value)
        if depth == 2 and name == "FICHE":
            self._close()
        elif depth > 2 and self.keeps:
            if value.strip():
                self.found.append(("/".join(self.path[2:]), value))
            if depth == 3 and name == "NUMERO_FICHE":
                self._named(clean(value).upper())
        self.path.pop()
        self.text = []

    def _named(self, code: str) -> None:
        self.export.total += code not in self.known
        self.known.add(code)
        self.keeps = code in self.wanted

    def _close(self) -> None:
        code = next((clean(value).upper() for path, value in self.found if path == "NUMERO_FICHE"), "")
        if self.keeps and code in self.wanted:
            self.export.sheets[code] = _sheet(code, self.found, self.export.warnings)
        self.keeps = True


def _too_heavy() -> Refused:
    return Refused("FICHE", _("cette fiche est trop lourde : ce n'est pas un export des répertoires nationaux"))


def _sheet(code: str, found: Found, warnings: list[Remark]) -> Sheet:
    def first(path: str) -> str:
        return next((clean(value) for name, value in found if name == path), "")

    def every(path: str) -> tuple[str, ...]:
        values = (clean(value) for name, value in found if name == path)
        return tuple(dict.fromkeys(value for value in values if value))

    def date(path: str) -> object:
        return day(first(path), f"{code}, {path}", warnings, _("« %(value)s » n'est pas une date"))

    return Sheet(
        code=code,
        title=first("INTITULE"),
        diploma=first("ABREGE/LIBELLE"),
        diploma_short=first("ABREGE/CODE"),
        level=first("NOMENCLATURE_EUROPE/LIBELLE") or first("NOMENCLATURE_EUROPE/INTITULE"),
        active=state(first("ACTIF")),
        registration=first("TYPE_ENREGISTREMENT"),
        journal_on=date("DATE_DERNIER_JO"),  # type: ignore[arg-type]
        decided_on=date("DATE_DECISION"),  # type: ignore[arg-type]
        effective_on=date("DATE_EFFET"),  # type: ignore[arg-type]
        published_on=date("DATE_DE_PUBLICATION"),  # type: ignore[arg-type]
        ends_on=date("DATE_FIN_ENREGISTREMENT"),  # type: ignore[arg-type]
        delivery_until=date("DATE_LIMITE_DELIVRANCE"),  # type: ignore[arg-type]
        certifiers=tuple(_pairs(found, "CERTIFICATEURS/CERTIFICATEUR/", "SIRET_CERTIFICATEUR", "NOM_CERTIFICATEUR")),
        blocks=tuple(
            BlockSheet(block, title)
            for block, title in sorted(_pairs(found, "BLOCS_COMPETENCES/BLOC_COMPETENCES/", "CODE", "LIBELLE"))
        ),
        predecessors=every("ANCIENNES_CERTIFICATIONS/ANCIENNE_CERTIFICATION/ID_FICHE_ANCIENNE_CERTIFICATION"),
        successors=every("NOUVELLES_CERTIFICATIONS/NOUVELLE_CERTIFICATION/ID_FICHE_NOUVELLE_CERTIFICATION"),
        specialities=_labels(found, "CODES_NSF/NSF/"),
        jobs=_labels(found, "CODES_ROME/ROME/"),
        fields=_labels(found, "FORMACODES/FORMACODE/"),
        ways=tuple(way for tag, way in WAYS.items() if state(first(f"{tag}/ACTIF"))),
    )


def _pairs(found: Found, below: str, first: str, second: str) -> list[tuple[str, str]]:
    """The two leaves of each repeated element, the second being empty where the registry has none."""
    pairs: list[tuple[str, str]] = []
    for path, value in found:
        if path == below + first:
            pairs.append((clean(value).upper(), ""))
        elif path == below + second and pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], clean(value))
    return list(dict.fromkeys(pairs))


def _labels(found: Found, below: str) -> tuple[str, ...]:
    """« 24220 : Gestion réseau informatique », as the CSV writes them."""
    pairs = _pairs(found, below, "CODE", "LIBELLE")
    return tuple(f"{code} : {label}" if label else code for code, label in pairs)
