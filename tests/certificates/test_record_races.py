"""Two pages, two workers, one record: nothing comes twice, nothing is decided about what is gone."""

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import ValidationError

from certificates.actions.decisions import decide_annex
from certificates.actions.foreign import remove_foreign
from certificates.exporters.packing import pack_record
from certificates.importers.records import apply_import, plan_import
from certificates.models import Annex, AnnexDecision, ForeignAward, IssuerKey, RecordStage, TrainingRecord
from people.models import Person
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.test_decisions import lines_of, proposed
from tests.certificates.test_foreign_records import foreign_of, given, opened
from tests.certificates.test_races import at_once
from tests.certificates.test_races import committed as committed
from tests.certificates.test_record_files import filled, forgotten


def test_an_archive_confirmed_at_once_is_taken_up_once(committed: World) -> None:
    record = filled(committed)
    person, data = record.person, pack_record(record=record, at=AT)
    forgotten()
    plan = plan_import(data=data, person=person, at=AT)

    def confirm(_number: int) -> object:
        return apply_import(plan=plan, person=Person.objects.get(pk=person.pk), at=AT).pk

    assert len(set(at_once(4, confirm))) == 1
    assert TrainingRecord.objects.count() == 1
    assert (Annex.objects.count(), ForeignAward.objects.count(), RecordStage.objects.count()) == (2, 1, 1)


def test_a_certificate_is_taken_away_or_decided_on_and_never_both(committed: World) -> None:
    record = opened(committed)
    line = str(record.strand_version.lines.order_by("position")[0].pk)
    for turn in range(6):
        annex = given(record, Issuer().file(), AT + timedelta(minutes=turn))
        foreign = foreign_of(annex)

        def work(number: int, annex: Annex = annex, foreign: ForeignAward = foreign) -> None:
            with suppress(ValidationError):
                if number:
                    remove_foreign(foreign=foreign, by=record.person, at=AT)
                else:
                    decide_annex(annex=annex, accepted=True, lines=[line], by=committed.trainer, at=AT)

        at_once(2, work)
        decided = AnnexDecision.objects.filter(annex=annex.pk).exists()
        assert ForeignAward.objects.filter(pk=foreign.pk).exists() == decided


def test_two_decisions_at_once_make_one_key(committed: World) -> None:
    annex = proposed(committed)
    lines = lines_of(annex)

    def decide(_number: int) -> None:
        decide_annex(annex=annex, accepted=True, lines=lines, by=committed.trainer, at=AT)

    at_once(4, decide)
    assert (AnnexDecision.objects.count(), IssuerKey.objects.filter(organisation=committed.training_body).count()) == (
        4,
        1,
    )
