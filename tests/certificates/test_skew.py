"""The clock of whoever checks is behind that of whoever signed: a true certificate is not called « pas encore valable »."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.choices import FormKind, Standing, Verdict
from certificates.queries import check_file, check_link, check_number, verdict_of
from certificates.queries.checks import result_of
from certificates.signing.dates import LEEWAY
from tests.certificates.conftest import AT, World
from tests.certificates.screens import words_on

pytestmark = pytest.mark.usefixtures("fresh_limits")
BEHIND = [timedelta(minutes=3), LEEWAY, timedelta(hours=2)]


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("kind", [FormKind.CREDENTIAL, FormKind.JWT, FormKind.PDF])
def test_our_own_file_is_true_whatever_our_clock_says(world: World, behind: timedelta, kind: FormKind) -> None:
    """We keep the award: that the clock of one of our servers was set back doesn't make it untrue."""
    award = world.award("Inès Benali")
    [form] = make_forms(award=award, at=AT, kinds=[kind])
    finding = check_file(content_of(form), AT - behind)
    assert (finding.verdict, result_of(finding.checks, "dates"), result_of(finding.checks, "signature")) == (
        Verdict.VALID,
        "ok",
        "ok",
    )


@pytest.mark.parametrize("behind", BEHIND)
def test_the_link_and_the_number_say_valid_too(world: World, behind: timedelta) -> None:
    award = world.award("Inès Benali")
    found = [check_link(award.public_id, AT - behind), check_number(award.number, "", AT - behind)]
    assert [one.verdict for one in found] == [Verdict.VALID, Verdict.VALID]
    assert verdict_of(award, AT - behind) == Standing.VALID


def test_the_verify_page_says_true_and_valid_while_the_clock_is_behind(
    world: World, client: Client, monkeypatch: Any
) -> None:
    award = world.award("Inès Benali")
    monkeypatch.setattr("certificates.views.award_files.timezone.now", lambda: AT - timedelta(minutes=4))
    page = words_on(client.get(reverse("award-verify", args=[award.public_id])))
    assert ("Vrai et valable" in page, "pas encore" in page) == (True, False)
