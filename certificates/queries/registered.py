"""What the register says of an award: its proof, and the name that is kept beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.models import Award, AwardHolder
from certificates.queries import checks
from certificates.queries.checks import Check
from certificates.queries.proofs import Proof, proof_of
from certificates.signing import holder_commitment


@dataclass(frozen=True)
class Registered:
    check: Check
    proof: Proof | None = None


def register_check(award: Award, holder: AwardHolder | None) -> Registered:
    """Whether the register binds what we show today: every line of the award, and the holder's name by its commitment."""
    proof = proof_of(award)
    if proof is None:
        return Registered(checks.register("bad", _("Ce certificat n'est pas au registre.")))
    if holder is not None and holder_commitment(holder.salt, holder.name) != award.holder_commitment:
        return Registered(checks.register("bad", _("Le nom enregistré ici n'est plus celui du registre.")), proof)
    if not proof.holds:
        return Registered(
            checks.register("bad", _("Ce qui est enregistré ici n'est plus ce que dit le registre.")), proof
        )
    if proof.head is None or proof.waiting:
        said = _("Ligne %(rank)d du registre. L'état signé qui la couvre paraît dans quelques minutes.")
    else:
        said = _("Ligne %(rank)d du registre, sous un état signé et publié.")
    return Registered(checks.register("ok", said % {"rank": proof.rank}), proof)
