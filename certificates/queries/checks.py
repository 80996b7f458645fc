"""What was looked at in a certificate, one by one, each with its result and a sentence that anyone understands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from certificates.choices import ForeignFormat
from certificates.queries.words import day

Result = Literal["ok", "bad", "warn", "unknown"]
ICONS: Final[dict[Result, str]] = {"ok": "check", "bad": "close", "warn": "warn", "unknown": "help"}


@dataclass(frozen=True)
class Check:
    """`key` is for machines: readable, signature, issuer, schema, dates, status, register, paper, holder.

    `label` and `detail` are in the language of whoever asks. `warn`: true, but look at it; `unknown`: it can't be said here.
    """

    key: str
    label: str
    result: Result
    detail: str = ""

    @property
    def word(self) -> str:
        return {"ok": _("oui"), "bad": _("non"), "warn": _("attention"), "unknown": _("inconnu")}[self.result]

    @property
    def icon(self) -> str:
        return ICONS[self.result]

    @property
    def tone(self) -> str:
        return "info" if self.result == "unknown" else self.result


def result_of(checks: Iterable[Check], key: str) -> Result | None:
    """The result of the check of that name, None where it wasn't made."""
    return next((check.result for check in checks if check.key == key), None)


def readable(form: ForeignFormat | None) -> Check:
    name = str(form.label) if form else ""
    return Check("readable", _("Fichier lisible"), "ok", _("Format : %(form)s.") % {"form": name})


def signature(result: Result, detail: str = "") -> Check:
    said = {
        "ok": _("Le contenu est exactement celui qui a été signé."),
        "bad": _("Le contenu n'est plus celui qui a été signé, ou il n'a jamais été signé par cet émetteur."),
        "unknown": _("La clé de l'émetteur n'a pas pu être lue : la signature ne peut pas être contrôlée."),
    }
    return Check("signature", _("Signature intacte"), result, detail or said.get(result, ""))


def issuer(result: Result, detail: str) -> Check:
    return Check("issuer", _("Émetteur connu"), result, detail)


def schema(problems: list[str]) -> Check:
    label = _("Forme d'un Open Badge 3.0")
    if not problems:
        return Check("schema", label, "ok", _("Tout ce que la norme demande est là."))
    return Check(
        "schema", label, "warn", _("Il manque ou il n'est pas conforme : %(parts)s.") % {"parts": ", ".join(problems)}
    )


def dates(starts: date | datetime | None, ends: date | datetime | None, result: Result) -> Check:
    """`result` was held against the moment of the check; the sentence only names the days."""
    if ends is None:
        said = _("Sans date de fin.")
    elif result == "ok":
        said = _("Valable jusqu'au %(day)s.") % {"day": day(ends)}
    else:
        said = _("La validité s'est terminée le %(day)s.") % {"day": day(ends)}
    if result == "bad":
        said = _("La date de début n'est pas encore arrivée, ou elle ne peut pas être lue.")
    return Check("dates", _("En cours de validité"), result, said)


def status(result: Result, detail: str) -> Check:
    return Check("status", _("Ni retiré ni suspendu"), result, detail)


def register(result: Result, detail: str) -> Check:
    return Check("register", _("Inscrit au registre"), result, detail)


def paper(result: Result, detail: str) -> Check:
    return Check("paper", _("PDF identique à celui qui a été délivré"), result, detail)


def holder(matches: bool | None) -> Check:
    results: dict[bool | None, tuple[Result, str]] = {
        True: ("ok", _("Ce que vous avez tapé correspond à la personne qui a reçu ce certificat.")),
        False: ("bad", _("Ce que vous avez tapé ne correspond pas à la personne qui a reçu ce certificat.")),
        None: ("unknown", _("Ce certificat ne permet pas de comparer ce que vous avez tapé.")),
    }
    result, detail = results[matches]
    return Check("holder", _("Personne confirmée"), result, detail)


def as_json(checks: Iterable[Check]) -> list[dict[str, Any]]:
    return [
        {"key": check.key, "label": check.label, "result": check.result, "detail": check.detail} for check in checks
    ]
