"""Is this PDF the one that was handed out? By its digest first; a sealed one by its seal where the digest is gone."""

import hashlib

from django.utils.translation import gettext as _

from certificates.choices import FormKind
from certificates.models import Award, AwardHolder
from certificates.queries import checks
from certificates.queries.checks import Check
from certificates.queries.sealed import under_seal

PAPERS = frozenset({FormKind.PDF, FormKind.SEALED})


def paper_check(data: bytes, award: Award, holder: AwardHolder | None) -> Check:
    """`unknown` where the files of the holder were erased, and nothing is left to compare with."""
    issued = [form.digest for form in holder.forms.all() if form.form in PAPERS] if holder else []
    if hashlib.sha256(data).hexdigest() in issued:
        return checks.paper("ok", _("Octet pour octet."))
    if issued:
        return checks.paper("bad", _("Ce PDF n'est pas celui qui a été délivré : ce qu'il montre a pu être changé."))
    whole = under_seal(data, award.issuer)
    if whole is not None:
        said = (_("Le sceau de ce PDF est rompu, ou n'est pas le bon."), _("Le sceau du certificateur est intact."))
        return checks.paper("ok" if whole else "bad", said[whole])
    return checks.paper(
        "unknown",
        _(
            "Le fichier signé est intact. La personne a demandé l'effacement de ses données : la partie visible du PDF "
            "ne peut plus être comparée. Fiez-vous à ce qui s'affiche ici."
        ),
    )
