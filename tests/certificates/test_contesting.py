"""Who doesn't agree with a suspension or a withdrawal reads whom to write to."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people.actions import set_contact
from people.models import AuditEvent
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on


@pytest.mark.parametrize("kind", ["suspended", "revoked"])
def test_the_holder_reads_the_address_of_the_issuer(world: World, kind: str) -> None:
    set_contact(organisation=world.certifier_body, contact="recours@pins.example", by=world.second, at=AT)
    award = world.award()
    client = client_of(award.holder.person)
    pages = [reverse("award-list"), reverse("award-own", args=[award.public_id])]
    assert ["Contester" in words_on(client.get(page)) for page in pages] == [False, False]
    world.change(award, kind)
    for page in pages:
        shown = words_on(client.get(page))
        assert f"écrivez à Fédération des Pins : recours@pins.example, avec le numéro {award.number}" in shown


def test_without_an_address_the_issuer_is_named(world: World) -> None:
    award = world.award()
    world.change(award, "suspended")
    shown = client_of(award.holder.person).get(reverse("award-list"))
    assert f"écrivez à Fédération des Pins, avec le numéro {award.number}" in words_on(shown)
    assert b"mailto:" not in shown.content


def test_whoever_manages_the_body_sets_its_address(world: World) -> None:
    client, page = client_of(world.second), reverse("organisation-detail", args=[world.certifier_body.slug])
    place = reverse("organisation-contact", args=[world.certifier_body.slug])
    client.post(place, {"contact": "recours@pins.example"})
    world.certifier_body.refresh_from_db()
    assert world.certifier_body.contact == "recours@pins.example"
    assert 'value="recours@pins.example"' in client.get(page).content.decode()
    assert AuditEvent.objects.filter(verb="organisation-contact").get().detail == {"given": True}


def test_an_address_that_is_none_is_refused_with_its_reason(world: World) -> None:
    place = reverse("organisation-contact", args=[world.certifier_body.slug])
    answer = client_of(world.second).post(place, {"contact": "pas une adresse"})
    world.certifier_body.refresh_from_db()
    assert (answer.status_code, answer.context["contact"].errors != {}) == (200, True)
    assert world.certifier_body.contact == ""


def test_nobody_else_sets_it(world: World) -> None:
    with pytest.raises(PermissionDenied):
        set_contact(organisation=world.certifier_body, contact="x@pins.example", by=world.certifier, at=AT)
