"""A certificate earned on one version of the framework, added to a strand asked at another."""

from django.urls import reverse

from certificates.models import Annex
from certificates.queries import coverage
from curriculum.models import Alignment
from tests.certificates.conftest import World
from tests.certificates.crosswalking import added, crosswalk, next_framework, next_strand
from tests.certificates.screens import client_of, words_on


def states(annex: Annex) -> dict[str, str]:
    """Code → what the record says of its line."""
    [unit] = coverage(annex.record).units
    return {
        line.competency: "covered" if line.covered_by else "assess" if line.to_assess else "missing"
        for line in unit.lines
    }


def test_identical_and_replaced_carry_the_rest_is_to_be_judged(world: World) -> None:
    new = next_framework(world)
    asked = next_strand(world, new)
    crosswalk(world, world.version.framework_version, new)
    annex = added(world.award(), asked)
    assert states(annex) == {
        "2.5": "covered",
        "2.6": "assess",
        "3.3": "assess",
        "4.2": "covered",
        "4.3": "missing",
    }
    entry = annex.coverage[-1]
    assert (entry["competency"], entry["by"], entry["sure"]) == ("4.2", "4.2 (DigComp 2.2)", True)
    assert entry["through"] == {
        "title": "De 2.2 à 3.0, version 1.0",
        "address": "/crosswalks/from-1-to-2/1.0/",
        "kind": "exact",
        "reviewed": True,
        "same_scale": True,
    }


def test_the_record_names_the_crosswalk_and_says_when_nobody_checked_it(world: World) -> None:
    new = next_framework(world)
    asked = next_strand(world, new)
    crosswalk(world, world.version.framework_version, new, reviewed=False)
    record = added(world.award(), asked).record
    page = words_on(client_of(record.person).get(reverse("record-detail", args=[record.pk])))
    assert "2 sur 5 couverts" in page
    assert page.count("correspondance pas encore relue") == 4
    assert "Il atteste 4.2 (DigComp 2.2)." in page
    assert page.count(">À apprécier<") == 2


def test_what_was_merged_is_covered_once_all_its_parts_are_held(world: World) -> None:
    new, old = next_framework(world), world.version.framework_version
    asked = next_strand(world, new)
    both = (("2.5", "2.5", "replaced_by"), ("2.6", "2.5", "replaced_by"))
    table = crosswalk(world, old, new, both)
    annex = added(world.award(), asked)
    assert (states(annex)["2.5"], annex.coverage[0]["by"]) == ("covered", "2.5 (DigComp 2.2), 2.6 (DigComp 2.2)")
    assert Alignment.objects.filter(version=table).count() == 2


def test_what_was_split_is_to_be_judged_in_each_of_its_parts(world: World) -> None:
    new = next_framework(world)
    asked = next_strand(world, new)
    both = (("4.2", "4.2", "replaced_by"), ("4.2", "4.3", "replaced_by"))
    crosswalk(world, world.version.framework_version, new, both)
    found = states(added(world.award(), asked))
    assert (found["4.2"], found["4.3"]) == ("assess", "assess")


def test_without_a_crosswalk_nothing_is_covered_and_the_record_says_why(world: World) -> None:
    asked = next_strand(world, next_framework(world))
    annex = added(world.award(), asked)
    assert annex.coverage == []
    page = words_on(client_of(annex.record.person).get(reverse("record-detail", args=[annex.record_id])))
    assert "aucune table de correspondance publiée ici" in page


def test_a_crosswalk_of_the_other_direction_carries_what_is_identical(world: World) -> None:
    new = next_framework(world)
    asked = next_strand(world, new)
    crosswalk(world, new, world.version.framework_version)
    found = states(added(world.award(), asked))
    assert (found["4.2"], found["2.5"], found["2.6"]) == ("covered", "assess", "assess")


def test_levels_of_two_scales_are_never_compared_by_themselves(world: World) -> None:
    new = next_framework(world, rank=2)
    asked = next_strand(world, new)
    crosswalk(world, world.version.framework_version, new)
    assert set(states(added(world.award(), asked)).values()) == {"assess", "missing"}


def test_the_day_it_was_added_counts_whatever_the_crosswalk_becomes(world: World) -> None:
    new = next_framework(world)
    asked = next_strand(world, new)
    table = crosswalk(world, world.version.framework_version, new)
    annex = added(world.award(), asked)
    before = coverage(annex.record).to_json()
    table.state, table.withdrawn_reason = "withdrawn", "erreur"
    type(table).objects.filter(pk=table.pk).update(state="withdrawn")
    assert coverage(annex.record).to_json() == before
