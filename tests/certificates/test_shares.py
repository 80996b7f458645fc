"""« Montrer à mon jury »: an address that shows a record without an account, until a day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.actions.shares import share_record
from certificates.models import Annex, ShareLink
from tests.certificates.conftest import World
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_decisions import proposed

pytestmark = pytest.mark.usefixtures("fresh_limits")


def shared(annex: Annex) -> ShareLink:
    record = annex.record
    return share_record(record=record, days=7, label="Jury d'avril", by=record.person, at=timezone.now())


def test_the_jury_reads_the_record_and_each_certificates_standing(world: World) -> None:
    annex = proposed(world)
    link = shared(annex)
    response = Client().get(reverse("share-open", args=[link.token]))
    page = words_on(response)
    assert ("1 sur 1 couverts" in page, "Vrai et valable" in page) == (True, True)
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex, nofollow")
    assert annex.award is not None
    world.revoke(annex.award)
    page = words_on(Client().get(reverse("share-open", args=[link.token])))
    assert (">Retiré<" in page, "0 sur 1 couverts" in page) == (True, True)
    link.refresh_from_db()
    assert link.opened == 2


def test_the_annex_comes_with_it(world: World) -> None:
    link = shared(proposed(world))
    response = Client().get(reverse("share-pdf", args=[link.token]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in response["Cache-Control"]


def test_a_link_that_is_over_says_so_and_shows_nothing(world: World) -> None:
    link = shared(proposed(world))
    ShareLink.objects.update(
        created_at=timezone.now() - timedelta(days=8), expires_at=timezone.now() - timedelta(seconds=1)
    )
    for name in ("share-open", "share-pdf"):
        response = Client().get(reverse(name, args=[link.token]))
        assert (response.status_code, "Ce lien est fini" in words_on(response)) == (410, True)
        assert "Benali" not in words_on(response)
    assert Client().get(reverse("share-open", args=["nonsense"])).status_code == 404


def test_the_holder_makes_a_link_and_closes_it(world: World) -> None:
    record = proposed(world).record
    client = client_of(record.person)
    address = reverse("share-list", args=[record.pk])
    for days in ("", "12", "²", "-1"):
        client.post(address, {"days": days})
    assert ShareLink.objects.count() == 0
    page = words_on(client.post(address, {"days": "1", "label": "<b>Jury</b>"}, follow=True))
    link = ShareLink.objects.get()
    assert (f"/shared/{link.token}/" in page, "<svg" in page, "<b>Jury</b>" in page) == (True, True, False)
    assert link.expires_at - link.created_at == timedelta(days=1)
    other = client_of(world.enrol("Noé Petit").person)
    assert other.post(reverse("share-revoke", args=[link.pk])).status_code == 404
    client.post(reverse("share-revoke", args=[link.pk]))
    assert Client().get(reverse("share-open", args=[link.token])).status_code == 410
