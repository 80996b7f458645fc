"""What a CASE export derives from a framework version, so that an import can leave it out again.

Only what differs from these is kept verbatim: our own frameworks come back as they went, others keep every word.
"""

import re
import uuid
from typing import Any

from django.utils.text import slugify

from curriculum.choices import AdoptionStatus, CompetencyKind
from curriculum.formats.case import BASE
from curriculum.formats.case_values import mend, public_identifier
from curriculum.formats.framework import CompetencySpec, FrameworkSpec
from curriculum.formats.naming import framework_identifier

#: The language of a text whose file doesn't say it (BCP 47).
UNKNOWN = "und"
EPOCH = "1970-01-01T00:00:00+00:00"
LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}\Z")
TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\Z")
LICENCES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:licence")
LICENCE_TEXTS = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
ADOPTION = {status.value: status.value.title() for status in AdoptionStatus}
KIND_WORDS = {
    CompetencyKind.AREA: "Area",
    CompetencyKind.COMPETENCE: "Competence",
    CompetencyKind.STATEMENT: "Statement",
}
KINDS_BY_WORD = {
    **dict.fromkeys(("area", "domain", "domaine", "strand", "cluster", "category"), CompetencyKind.AREA),
    **dict.fromkeys(("competence", "competency", "compétence", "skill"), CompetencyKind.COMPETENCE),
    **dict.fromkeys(("statement", "learning outcome", "indicator", "énoncé"), CompetencyKind.STATEMENT),
}


def identifier_of(spec: FrameworkSpec) -> str:
    """The version's identifier: the file's, else ours."""
    return spec.identifier or framework_identifier(spec.slug, spec.label)


def address(base_url: str, noun: str, identifier: str) -> str:
    """Where the read API of this installation answers for a thing; `noun` is the path's (`CFItems`)."""
    return f"{base_url.rstrip('/')}{BASE}/{noun}/{public_identifier(identifier)}"


def label_of(version: str) -> str:
    """A label for the version word of a file, which may be a sentence."""
    if LABEL.match(version):
        return version
    return re.sub(r"[^0-9A-Za-z.]+", "-", version).strip("-.")[:20].strip("-.") or "1"


def slug_of(title: str, version: str, identifier: str) -> str:
    """A slug from the title, the number of the version left out: versions of one framework meet under one slug."""
    bare = re.sub(rf"(?<![\w.]){re.escape(version)}(?![\w.])", " ", title) if version else title
    return slugify(bare)[:80].strip("-") or slugify(identifier)[:80].strip("-") or "case"


def name_of(title: str) -> str:
    return title[:120].strip()


def language_of(tag: Any) -> str:
    """The primary language of a tag, in lower case; unknown for a word that is no tag."""
    found = TAG.match(tag) if isinstance(tag, str) else None
    return found[1].lower() if found else UNKNOWN


def kind_of(type_label: str, *, has_children: bool) -> str:
    """Our kind for the file's word; by its place in the tree where the word says nothing."""
    known = KINDS_BY_WORD.get(type_label.lower())
    return known or (CompetencyKind.AREA if has_children else CompetencyKind.COMPETENCE)


def main_language(node: CompetencySpec, main: str) -> str:
    """The language of the text that a package shows first."""
    return main if main in node.title or not node.title else min(node.title)


def statement_of(node: CompetencySpec, main: str) -> str:
    return node.title.get(main_language(node, main), "") or node.code or node.identifier


def changed_at(spec: FrameworkSpec) -> str:
    """The date that CASE wants of everything: the file's, else that of adoption or entry into force."""
    stated = mend("moment", spec.extra.get("lastChangeDateTime"))
    day = spec.adopted_on or spec.starts_on
    return stated or (f"{day.isoformat()}T00:00:00+00:00" if day else EPOCH)


def licence_identifier(licence: str) -> str:
    return str(uuid.uuid5(LICENCES, licence))


def licence_link(licence: str, base_url: str) -> dict[str, str]:
    identifier = licence_identifier(licence)
    return {"title": licence, "identifier": identifier, "uri": address(base_url, "CFLicenses", identifier)}


def licence_data(licence: str) -> dict[str, str]:
    """The entry of `CFLicenses` that we make of a licence known by its name alone, what is derived left out."""
    return {
        "identifier": licence_identifier(licence),
        "title": licence,
        "licenseText": LICENCE_TEXTS.get(licence, licence),
    }


def end_link(title: str, identifier: str, uri: str) -> dict[str, str]:
    """The end of an association that is inside the package."""
    return {"title": title, "identifier": public_identifier(identifier), "uri": uri, "targetType": "CASE"}
