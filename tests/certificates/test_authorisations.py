"""Authorisations over time: changed conditions, what a body reads of them, what their end changes and what it doesn't."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from certificates.actions import authorise, change_conditions, end_authorisation
from certificates.choices import Block, Standing
from certificates.models import Achievement, Authorisation
from certificates.queries import candidates, verdict_of
from certificates.queries.authorisations import habilitations_of
from people.choices import Role
from tests.certificates.conftest import AT, World, body, member
from tests.certificates.screens import client_of, words_on

TODAY = AT.date()


def periods() -> list[tuple[date, date | None, str]]:
    return list(Authorisation.objects.order_by("starts_on").values_list("starts_on", "ends_on", "conditions"))


def test_other_conditions_are_a_row_of_their_own_and_leave_no_day_out(world: World) -> None:
    row = Authorisation.objects.get()
    change_conditions(authorisation=row, conditions=" Avec un jury ", starts_on=TODAY, by=world.certifier, at=AT)
    assert periods() == [
        (date(2026, 1, 1), TODAY - timedelta(days=1), ""),
        (TODAY, None, "Avec un jury"),
    ]
    world.passed("Inès Benali", at=AT - timedelta(days=1))
    world.passed("Noé Petit")
    assert [line.blocked for line in candidates(world.cohort, world.version, AT)] == [None, None]


def test_an_end_that_was_fixed_stays_when_conditions_change(world: World) -> None:
    row, end = Authorisation.objects.get(), date(2026, 6, 30)
    end_authorisation(authorisation=row, ends_on=end, by=world.certifier, at=AT)
    start = date(2026, 4, 1)
    change_conditions(authorisation=row, conditions="Avec un jury", starts_on=start, by=world.certifier, at=AT)
    assert periods()[1] == (start, end, "Avec un jury")


@pytest.mark.parametrize(
    ("starts_on", "conditions", "code"),
    [
        (TODAY - timedelta(days=1), "Autres", "past"),
        (TODAY, "Autres", "first_day"),
        (date(2026, 5, 1), "Autres", "ended"),
        (TODAY + timedelta(days=1), "", "same"),
    ],
)
def test_conditions_never_change_for_days_gone_by_nor_to_the_same(
    world: World, starts_on: date, conditions: str, code: str
) -> None:
    Authorisation.objects.update(starts_on=TODAY, ends_on=date(2026, 4, 1))
    row = Authorisation.objects.get()
    with pytest.raises(ValidationError) as refused:
        change_conditions(authorisation=row, conditions=conditions, starts_on=starts_on, by=world.certifier, at=AT)
    assert (refused.value.code, len(periods())) == (code, 1)


def test_only_its_certifier_changes_conditions(world: World) -> None:
    row, facts = Authorisation.objects.get(), {"conditions": "Autres", "starts_on": TODAY, "at": AT}
    with pytest.raises(PermissionDenied):
        change_conditions(authorisation=row, by=world.trainer, **facts)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2026, 3, 31), None, False),
        (date(2025, 1, 1), date(2026, 1, 1), False),
        (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2026, 4, 1), None, True),
    ],
)
def test_the_database_itself_refuses_an_overlap(
    world: World, starts_on: date, ends_on: date | None, fits: bool
) -> None:
    Authorisation.objects.update(ends_on=date(2026, 3, 31))
    first = Authorisation.objects.get()
    first.pk, first.starts_on, first.ends_on = None, starts_on, ends_on
    facts = {"achievement": first.achievement, "organisation": first.organisation, "by": first.by, "at": AT}
    try:
        with transaction.atomic():
            Authorisation.objects.create(starts_on=starts_on, ends_on=ends_on, **facts)
    except DatabaseError as error:
        assert "guard" in str(error)
    assert len(periods()) == 1 + fits


def test_the_database_refuses_to_stretch_one_over_another(world: World) -> None:
    row = Authorisation.objects.get()
    change_conditions(authorisation=row, conditions="Autres", starts_on=TODAY, by=world.certifier, at=AT)
    with pytest.raises(DatabaseError, match="guard"), transaction.atomic():
        Authorisation.objects.filter(pk=row.pk).update(ends_on=None)


def test_after_its_end_nothing_new_is_signed_and_what_was_awarded_stays_valid(world: World) -> None:
    award = world.award("Inès Benali")
    end_authorisation(authorisation=Authorisation.objects.get(), ends_on=TODAY, by=world.certifier, at=AT)
    late = world.passed("Noé Petit", at=AT + timedelta(days=1))
    blocked = {line.name: line.blocked for line in candidates(world.cohort, world.version, AT)}
    assert (blocked["Noé Petit"], world.sign(late)) == (Block.AUTHORISATION, [])
    award = type(award).objects.get(pk=award.pk)
    assert (verdict_of(award, AT + timedelta(days=400)), award.organisation) == (Standing.VALID, world.training_body)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.ADMINISTRATOR])
def test_the_people_of_a_body_read_what_it_may_run(world: World, role: str) -> None:
    person = world.trainer if role == Role.TRAINER else member("dir", "Denis Duval", world.training_body, role)
    world.award("Inès Benali")
    row = Authorisation.objects.get()
    change_conditions(authorisation=row, conditions="Avec un jury", starts_on=TODAY, by=world.certifier, at=AT)
    client = client_of(person)
    assert reverse("authorisation-list") in words_on(client.get(reverse("cohort-list")))
    page = words_on(client.get(reverse("authorisation-list")))
    for piece in ("Nos habilitations", "Habilitation donnée par Fédération des Pins", "Avec un jury", "1 certificat"):
        assert piece in page
    assert page.index("À partir du 2 mars 2026") < page.index("Du 1er janvier 2026 au 1er mars 2026")


def test_an_end_says_what_it_means_for_what_was_awarded(world: World) -> None:
    world.award("Inès Benali")
    end_authorisation(authorisation=Authorisation.objects.get(), ends_on=TODAY, by=world.certifier, at=AT)
    [one] = habilitations_of(world.trainer, AT + timedelta(days=1))
    assert (one.ended_on, one.current, one.awards) == (TODAY, None, 1)
    page = words_on(client_of(world.trainer).get(reverse("authorisation-list")))
    assert "Cette habilitation a pris fin le 2 mars 2026" in page
    assert (
        "1 certificat délivré à vos stagiaires. La fin de l'habilitation ne lui enlève rien : il reste valable." in page
    )


def test_another_body_s_authorisations_are_not_shown(world: World) -> None:
    other = body("Les Ormes", "les-ormes")
    facts = {"starts_on": TODAY, "by": world.certifier, "at": AT, "conditions": "Secret des Ormes"}
    authorise(achievement=world.version.achievement, organisation=other, **facts)
    page = words_on(client_of(world.trainer).get(reverse("authorisation-list")))
    assert ("Secret des Ormes" in page, "En cours" in page) == (False, True)
    stranger = member("osc", "Oscar Roy", body("Vide", "vide"), Role.TRAINER)
    assert "Aucune habilitation" in words_on(client_of(stranger).get(reverse("authorisation-list")))


def test_a_draft_s_title_is_not_told_to_a_body(make_world: Callable[..., World]) -> None:
    world = make_world()
    version = world.version
    type(version).objects.filter(pk=version.pk).update(state="withdrawn")
    kept = [field.name for field in version._meta.concrete_fields if field.name not in ("id", "number", "state")]
    facts = {name: getattr(version, name) for name in kept}
    type(version).objects.create(**{**facts, "number": 2, "label": "2", "title": "Titre en cours d'écriture"})
    assert [one.title for one in habilitations_of(world.trainer, AT)] == [version.title]


def test_conditions_are_changed_from_the_certificate_s_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.views.authorisations.timezone.now", lambda: AT)
    client, row = client_of(world.certifier), Authorisation.objects.get()
    data = {"starts_on": TODAY.isoformat(), "conditions": "Avec un jury"}
    page = words_on(client.post(reverse("authorisation-change", args=[row.pk]), data, follow=True))
    assert ("Les conditions précédentes restent dans l'historique" in page, len(periods())) == (True, 2)
    for bad in ({"starts_on": "hier"}, {"starts_on": "2020-01-01", "conditions": "x"}):
        page = words_on(client.post(reverse("authorisation-change", args=[row.pk]), bad, follow=True))
        assert ("Écrivez le jour" in page or "aujourd'hui au plus tôt" in page, len(periods())) == (True, 2)


@pytest.mark.parametrize("certificates", [1, 3])
def test_the_page_costs_the_same_for_one_or_three(
    world: World, certificates: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(1, certificates):
        other = Achievement.objects.create(slug=f"autre-{number}", owner=world.certifier_body)
        authorise(achievement=other, organisation=world.training_body, starts_on=TODAY, by=world.certifier, at=AT)
    client = client_of(world.trainer)
    with django_assert_num_queries(6):
        client.get(reverse("authorisation-list"))
