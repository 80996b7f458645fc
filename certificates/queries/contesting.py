"""Whom the holder writes to who doesn't agree with a suspension or a withdrawal."""

from django.utils.translation import gettext as _

from certificates.models import Award


def how_to_contest(award: Award) -> str:
    """Whom to write to, in the language in use: the issuer's own address where it gave one."""
    names = {"issuer": award.issuer.name, "contact": award.issuer.contact, "number": award.number}
    if award.issuer.contact:
        return (
            _(
                "Si vous n'êtes pas d'accord, écrivez à %(issuer)s : %(contact)s, avec le numéro %(number)s. "
                "Une personne relira la décision."
            )
            % names
        )
    return (
        _(
            "Si vous n'êtes pas d'accord, écrivez à %(issuer)s, avec le numéro %(number)s. Une personne relira la décision."
        )
        % names
    )
