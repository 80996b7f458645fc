"""« Reprendre un livret venu d'ailleurs »: read, say what would happen, do all of it or nothing.

What a body of elsewhere decided stays with the file: a body here decides for itself.
"""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from certificates.actions.foreign import add_file, refusal
from certificates.actions.records import open_record, set_file_number
from certificates.actions.stages import add_stage, end_stage
from certificates.formats import MANIFEST, AnnexFile, FormatError, RecordFile, StageFile, record_from
from certificates.models import TrainingRecord
from certificates.queries.checking import Finding, check_file
from content.versions import State, Visibility
from curriculum.models import DigitalStrandVersion, ReferenceUnit
from people.models import Person

MOST_FILES: Final = 60
#: What Python raises on a damaged archive.
DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
LARGEST: Final = 10_000_000
LARGEST_MANIFEST: Final = 2_000_000
#: Of all certificates together, once open: a ZIP of 10 MB could otherwise become sixty times that in memory.
LARGEST_TOGETHER: Final = 40_000_000


@dataclass(frozen=True)
class Item:
    """One thing of the file: what would become of it, and why where it is left out."""

    title: str
    kept: bool
    reason: str = ""


@dataclass
class Plan:
    """`files`: what would be added, each with what its check said just now."""

    record: RecordFile
    strand: DigitalStrandVersion
    existing: TrainingRecord | None
    files: list[tuple[bytes, Finding]] = field(default_factory=list)
    certificates: list[Item] = field(default_factory=list)
    stages: list[StageFile] = field(default_factory=list)
    decisions: int = 0


def read_archive(data: bytes) -> tuple[RecordFile, dict[str, bytes]]:
    """Pure. Raises ValidationError with the entry and the reason."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive)
            if MANIFEST not in members:
                raise _refused(MANIFEST, _("cette entrée manque : ce n'est pas un livret exporté par Volet"))
            record = record_from(_read(archive, members[MANIFEST], LARGEST_MANIFEST).decode())
            if len(record.annexes) > MOST_FILES:
                raise _refused(MANIFEST, _("trop de certificats"))
            files = _files(archive, members, record)
    except FormatError as error:
        raise _refused(MANIFEST, _("« %(where)s » manque ou n'est pas lisible") % {"where": error}) from error
    except UnicodeDecodeError as error:
        raise _refused(MANIFEST, _("ce n'est pas du texte en UTF-8")) from error
    except DAMAGED as error:
        raise ValidationError(_("Ce fichier n'est pas une archive ZIP lisible."), code="zip") from error
    return record, files


def plan_import(*, data: bytes, person: Person, at: datetime) -> Plan:
    """What the import would do, from the checks of this moment; it may ask other sites: never inside a transaction."""
    record, files = read_archive(data)
    strand = _strand(record, person)
    existing = TrainingRecord.objects.filter(person=person, reference_version=strand.reference_version).first()
    plan = Plan(record, strand, existing, stages=_new_stages(record, existing))
    for annex in record.annexes:
        content = files.get(annex.file)
        finding = check_file(content, at) if content is not None else None
        reason = _problem(annex, content, finding, person)
        if content is not None and finding is not None and not reason:
            plan.files.append((content, finding))
        plan.certificates.append(Item(annex.title or annex.file, not reason, reason))
        plan.decisions += len(annex.decisions)
    return plan


@transaction.atomic
def apply_import(*, plan: Plan, person: Person, at: datetime) -> TrainingRecord:
    """All of the plan or nothing. A certificate that was already there stays the one it is."""
    record = open_record(person=person, strand_version=plan.strand, at=at, file_number=plan.record.file_number)
    if plan.record.file_number and not record.file_number:
        set_file_number(record=record, number=plan.record.file_number, by=person, at=at)
    TrainingRecord.objects.select_for_update(no_key=True).get(pk=record.pk)  # a second click waits for the first
    units = {unit.code: unit for unit in ReferenceUnit.objects.filter(version=record.reference_version_id)}
    for stage in _new_stages(plan.record, record):
        made = add_stage(
            record=record,
            by=person,
            at=at,
            body_name=stage.body,
            unit=units.get(stage.unit),
            starts_on=_day(stage.starts_on),
            ends_on=_day(stage.ends_on),
        )
        if stage.ended:
            end_stage(stage=made, by=person, at=at)
    for place, (content, finding) in enumerate(plan.files):  # a microsecond apart: they stay in the order of the file
        add_file(record=record, data=content, finding=finding, by=person, at=at + timedelta(microseconds=place))
    return record


def _strand(record: RecordFile, person: Person) -> DigitalStrandVersion:
    """That of the file where it is here, else the newest of the same edition; public, or the person's own."""
    slug, label = record.reference["slug"], record.reference["label"]
    own = Q(pk__in=TrainingRecord.objects.filter(person=person).values("strand_version"))
    rows = DigitalStrandVersion.objects.filter(
        own | Q(strand__visibility=Visibility.PUBLIC),
        reference_version__reference__slug=slug,
        reference_version__label=label,
        state__in=(State.PUBLISHED, State.SUPERSEDED),
    ).select_related("strand", "reference_version__reference")
    same = rows.filter(strand__slug=record.strand["slug"], label=record.strand["label"]).first()
    found = same or rows.filter(state=State.PUBLISHED).order_by(F("published_at").desc(nulls_last=True)).first()
    if found is None:
        names = {"title": record.reference["title"] or slug, "label": label}
        reason = _("la formation « %(title)s », version %(label)s, n'a pas de volet numérique ici") % names
        raise _refused(f"{MANIFEST}, reference", reason)
    return found


def _problem(annex: AnnexFile, content: bytes | None, finding: Finding | None, person: Person) -> str:
    """Why a certificate is left out; '' if it isn't."""
    if content is None or finding is None:
        return _("Son fichier manque dans l'archive.")
    if hashlib.sha256(content).hexdigest() != annex.sha256:
        return _("Son fichier n'est plus celui qui a été exporté.")
    if not (finding.foreign.acceptable if finding.foreign is not None else finding.sound):
        return f"{finding.title}. {finding.reason}"
    return refusal(finding=finding, person=person)


def _new_stages(record: RecordFile, existing: TrainingRecord | None) -> list[StageFile]:
    """Those that the record doesn't have. A body of elsewhere is a name: no one reads a record by it."""
    had: set[tuple[str, str, str]] = set()
    if existing is not None:
        for kept in existing.stages.select_related("unit"):
            had.add((kept.body_name, kept.unit.code if kept.unit else "", f"{kept.starts_on or ''}"))
    for stage in record.stages:
        starts, ends = _day(stage.starts_on), _day(stage.ends_on)
        if not stage.body.strip() or (starts and ends and ends < starts):
            raise _refused(f"{MANIFEST}, stages", _("un organisme sans nom, ou des dates à l'envers"))
    return [stage for stage in record.stages if (stage.body, stage.unit, stage.starts_on) not in had]


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """By name. Two of one name are refused: readers don't agree which of them counts. So are links."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        if member.filename in found:
            raise _refused(member.filename, _("cette entrée est là deux fois"))
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _refused(member.filename, _("cette entrée est un lien"))
        found[member.filename] = member
    return found


def _files(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], record: RecordFile) -> dict[str, bytes]:
    """Bounded one by one and together: a small archive may swell."""
    files: dict[str, bytes] = {}
    for name in sorted({annex.file for annex in record.annexes} & members.keys()):
        files[name] = _read(archive, members[name], LARGEST)
        if sum(map(len, files.values())) > LARGEST_TOGETHER:
            raise _refused(name, _("l'archive est trop grande une fois ouverte"))
    return files


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Bounded by what really comes out, whatever the entry announces. Names are only looked up, never written to a disk."""
    if member.flag_bits & 0x1:
        raise _refused(member.filename, _("cette entrée est chiffrée"))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others ask for memory as they like
        raise zipfile.BadZipFile(member.filename)
    with archive.open(member) as handle:
        data = handle.read(most + 1)
    if len(data) > most:
        raise _refused(member.filename, _("cette entrée est trop grande"))
    return data


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _refused(f"{MANIFEST}, stages", _("« %(text)s » n'est pas une date") % {"text": text[:40]}) from error


def _refused(entry: str, reason: str) -> ValidationError:
    return ValidationError(f"{entry} : {reason}.", code="refused")
