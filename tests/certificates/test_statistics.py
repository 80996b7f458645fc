"""What became of certificates in records: counted for a body, and across bodies without telling on anyone."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from certificates.actions import add_to_record, open_record
from certificates.actions.decisions import decide_annex
from certificates.actions.stages import add_stage
from certificates.models import Annex
from certificates.queries.statistics import (
    annexes_of_bodies,
    annexes_of_certifier,
    figures,
    years_of,
)
from curriculum.models import DigitalStrandVersion
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.screens import client_of, words_on
from tests.certificates.strands import LINES, strand
from tests.certificates.test_foreign_records import given

NAMES = ("Ana Un", "Bo Deux", "Cy Trois", "Di Quatre", "Ed Cinq", "Flo Six")


def presenting(world: World, volet: DigitalStrandVersion, name: str, at: Any = AT) -> Annex:
    award = world.award(name)
    record = open_record(person=award.holder.person, strand_version=volet, at=at)
    add_stage(record=record, organisation=world.training_body, by=award.holder.person, at=at)
    return add_to_record(record=record, award=award, at=at)


def decided(world: World, annex: Annex, accepted: bool) -> None:
    lines = [entry["line"] for entry in annex.coverage]
    decide_annex(annex=annex, accepted=accepted, lines=lines, reason="Vu", by=world.trainer, at=AT)


@pytest.fixture
def volet(world: World) -> DigitalStrandVersion:
    return strand(world, lines=LINES[:1])


def numbers(found: Any) -> list[int]:
    return [figure.number for _label, figure in found.states]


def test_a_body_counts_all_of_its_own_people(world: World, volet: DigitalStrandVersion) -> None:
    first, second, _third = [presenting(world, volet, name) for name in NAMES[:3]]
    decided(world, first, True)
    decided(world, second, False)
    given(first.record, Issuer().file())
    [found] = figures(annexes_of_bodies(world.trainer), year=None, guarded=False)
    assert (found.total.number, found.elsewhere.number) == (4, 1)
    assert {str(label): figure.number for label, figure in found.states} == {
        "proposée": 2,
        "retenue": 1,
        "non retenue": 1,
        "retirée": 0,
    }
    [line] = found.lines
    assert [figure.number for figure in line.by_effect] == [1, 0, 0, 0]


def test_across_bodies_few_people_are_not_told(world: World, volet: DigitalStrandVersion) -> None:
    annexes = [presenting(world, volet, name) for name in NAMES]
    decided(world, annexes[0], True)
    [found] = figures(annexes_of_certifier(world.certifier), year=None, guarded=True)
    assert [(figure.number, figure.hidden) for _label, figure in found.states] == [
        (5, False),
        (1, True),
        (0, False),
        (0, False),
    ]
    assert [figure.hidden for figure in found.lines[0].by_effect] == [True, False, False, False]


def test_a_total_that_would_give_a_hidden_part_away_is_not_told_either(
    world: World, volet: DigitalStrandVersion
) -> None:
    annexes = [presenting(world, volet, name) for name in NAMES]
    decided(world, annexes[0], True)
    client = client_of(world.certifier)
    page = words_on(client.get(reverse("certifier-statistics")))
    assert "moins de 5" in page
    assert ">6<" not in page
    text = client.get(reverse("certifier-statistics"), {"format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    told = {row[2]: row[3] for row in rows[1:]}
    assert told["Certificats ajoutés"] == "moins de 5 personnes"
    assert told["retenue"] == "moins de 5 personnes"
    assert told["proposée"] == "5"


def test_enough_people_are_told_with_their_total(world: World, volet: DigitalStrandVersion) -> None:
    for name in NAMES[:5]:
        presenting(world, volet, name)
    [found] = figures(annexes_of_certifier(world.certifier), year=None, guarded=True)
    assert (found.told, found.total.number, found.total.hidden) == (True, 5, False)


def test_another_certifier_and_another_body_count_nothing(world: World, volet: DigitalStrandVersion) -> None:
    presenting(world, volet, NAMES[0])
    assert figures(annexes_of_certifier(world.trainer), year=None, guarded=True) == []
    assert figures(annexes_of_bodies(world.certifier), year=None, guarded=False) == []


def test_a_period_is_a_calendar_year(world: World, volet: DigitalStrandVersion) -> None:
    presenting(world, volet, NAMES[0])
    presenting(world, volet, NAMES[1], AT + timedelta(days=365))
    own = annexes_of_bodies(world.trainer)
    assert years_of(own) == [2027, 2026]
    [found] = figures(own, year=2027, guarded=False)
    assert found.total.number == 1


def test_across_bodies_no_sum_of_all_years_tells_of_one(world: World, volet: DigitalStrandVersion) -> None:
    presenting(world, volet, NAMES[0])
    for name in NAMES[1:]:
        presenting(world, volet, name, AT + timedelta(days=365))
    page = client_of(world.certifier).get(reverse("certifier-statistics"))
    assert page.context["year"] == 2027
    assert page.context["found"][0].total.number == 5
    assert "Toutes les années" not in words_on(page)


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_whatever_their_number(
    world: World, volet: DigitalStrandVersion, many: int, django_assert_num_queries: Any
) -> None:
    for name in NAMES[:many]:
        decided(world, presenting(world, volet, name), True)
    body, certifier = client_of(world.trainer), client_of(world.certifier)
    with django_assert_num_queries(9):
        body.get(reverse("livret-statistics"))
    with django_assert_num_queries(9):
        certifier.get(reverse("certifier-statistics"))
    with django_assert_num_queries(8):
        body.get(reverse("livret-list"))


def test_the_list_says_who_presents_what_and_finds_by_training_and_day(
    world: World, volet: DigitalStrandVersion
) -> None:
    annex = presenting(world, volet, NAMES[0])
    stage = annex.record.stages.get()
    stage.starts_on, stage.ends_on = AT.date(), AT.date() + timedelta(days=7)
    stage.save()
    client = client_of(world.trainer)
    address = reverse("livret-list")
    page = words_on(client.get(address))
    assert f"{annex.title} : proposée" in page
    other = "00000000-0000-4000-8000-000000000000"
    for query, found in (
        ({"day": f"{AT:%Y-%m-%d}"}, True),
        ({"day": "2026-01-01"}, False),
        ({"training": str(volet.reference_version_id)}, True),
        ({"training": other}, False),
        ({"training": "x", "day": "hier", "state": "y", "q": "\0"}, True),
    ):
        assert (NAMES[0] in words_on(client.get(address, query))) is found
    text = client.get(address, {"format": "csv"}).content.decode("utf-8-sig")
    assert text.splitlines()[1].split(";")[0].strip('"') == NAMES[0]
    assert annex.number in text
