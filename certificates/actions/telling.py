"""Telling the holder what happened to a certificate, in plain words and in their language."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.choices import Ground, StatusKind
from certificates.models import Award, StatusChange, Withdrawal
from certificates.queries.contesting import how_to_contest
from certificates.queries.withdrawals import second_people
from people.actions import in_language_of, notify
from people.models import Person


def tell_of_award(*, award: Award, verb: str, at: datetime) -> None:
    """`verb` is award-signed, award-corrected or award-renewed. Nobody is told where the person was erased."""
    holder = _holder(award)
    if holder is None:
        return
    with in_language_of(holder):
        names = {"title": award.payload["title"], "issuer": award.payload["issuer"]["name"], "number": award.number}
        _tell(holder, award, verb, f"{verb}:{award.pk}", _award_words(verb, names), at)


def tell_of_change(*, change: StatusChange, at: datetime) -> None:
    """A suspension, its end, a withdrawal. A correction is told by the award that replaces this one."""
    award = change.award
    holder = _holder(award)
    if holder is None or change.kind == StatusKind.CORRECTED:
        return
    with in_language_of(holder):
        names = {"title": award.payload["title"], "number": award.number, "contest": how_to_contest(award)}
        kind = f"award-{change.kind}"
        _tell(holder, award, kind, f"{kind}:{change.pk}", _change_words(change, names), at)


def tell_second_people(*, withdrawal: Withdrawal, at: datetime) -> int:
    """Who could agree to a withdrawal reads that it waits for them. Returns how many were told."""
    people = second_people(withdrawal)
    for person in people:
        with in_language_of(person):
            names = {"name": withdrawal.asked_by.display_name, "number": withdrawal.award.number}
            notify(
                person=person,
                kind="withdrawal-asked",
                key=f"withdrawal-asked:{withdrawal.pk}",
                title=_("Un retrait attend votre avis"),
                body=_("%(name)s demande le retrait du certificat %(number)s. Il faut une seconde personne.") % names,
                address=reverse("withdrawal-detail", args=[withdrawal.pk]),
                at=at,
            )
    return len(people)


def tell_asker(*, withdrawal: Withdrawal, at: datetime) -> None:
    """Who asked for a withdrawal reads what the second person decided, and why. Who took it back knows."""
    asker, decided_by = withdrawal.asked_by, withdrawal.decided_by
    if decided_by is None or asker.pk == decided_by.pk:
        return
    with in_language_of(asker):
        names = {"name": decided_by.display_name, "number": withdrawal.award.number, "answer": withdrawal.answer}
        if withdrawal.change_id:
            title, body = _("Le retrait est accepté"), _("%(name)s est d'accord : le certificat %(number)s est retiré.")
        else:
            title = _("Le retrait est refusé")
            body = _("%(name)s n'est pas d'accord pour retirer le certificat %(number)s. Sa raison : %(answer)s")
        kind = "withdrawal-agreed" if withdrawal.change_id else "withdrawal-declined"
        notify(
            person=asker,
            kind=kind,
            key=f"{kind}:{withdrawal.pk}",
            title=title,
            body=body % names,
            address=reverse("award-detail", args=[withdrawal.award_id]),
            at=at,
        )


def _award_words(verb: str, names: dict[str, str]) -> tuple[str, str]:
    if verb == "award-corrected":
        return _("Votre certificat a été corrigé"), _(
            "%(issuer)s a corrigé votre certificat « %(title)s ». Le nouveau porte le numéro %(number)s : utilisez-le à la "
            "place de l'ancien, qui n'est plus valable. Ce n'est pas une faute de votre part."
        ) % names
    if verb == "award-renewed":
        return _("Votre certificat est renouvelé"), _(
            "%(issuer)s a renouvelé votre certificat « %(title)s ». Le nouveau porte le numéro %(number)s ; "
            "l'ancien reste ce qu'il était."
        ) % names
    return _("Votre certificat est prêt"), _(
        "%(issuer)s a signé votre certificat « %(title)s », numéro %(number)s. Téléchargez-le et gardez-le : il se vérifie "
        "partout."
    ) % names


def _change_words(change: StatusChange, names: dict[str, str]) -> tuple[str, str]:
    if change.kind == StatusKind.SUSPENDED:
        return _("Votre certificat est suspendu"), _(
            "Votre certificat « %(title)s » (numéro %(number)s) est suspendu pour l'instant : qui le vérifie lit "
            "« Suspendu ». Il peut être rétabli. %(contest)s"
        ) % names
    if change.kind == StatusKind.REINSTATED:
        return _("Votre certificat est rétabli"), _(
            "Votre certificat « %(title)s » (numéro %(number)s) est de nouveau valable. Vous n'avez rien à faire."
        ) % names
    if change.ground == Ground.FRAUD:
        return _("Votre certificat est retiré"), _(
            "Votre certificat « %(title)s » (numéro %(number)s) est retiré pour fraude, après l'avis de deux personnes. "
            "Il ne peut plus servir. %(contest)s"
        ) % names
    return _("Votre certificat est retiré"), _(
        "Votre certificat « %(title)s » (numéro %(number)s) est retiré : il avait été délivré par erreur. Il ne peut plus "
        "servir. %(contest)s"
    ) % names


def _holder(award: Award) -> Person | None:
    held = getattr(award, "holder", None)
    return held.person if held is not None else None


def _tell(person: Person, award: Award, kind: str, key: str, words: tuple[str, str], at: datetime) -> None:
    """With a link to the page of that very certificate."""
    title, body = words
    address = reverse("award-own", args=[award.public_id])
    notify(person=person, kind=kind, key=key, title=title, body=body, address=address, at=at)
