"""What the register says of an award: whether its leaf is there, and binds what we show today."""

from django.utils.translation import gettext as _

from certificates.choices import EntryKind
from certificates.models import Award, AwardHolder
from certificates.queries import checks
from certificates.queries.checks import Check
from certificates.signing import digest, holder_commitment, leaf_hash


def register_check(award: Award, holder: AwardHolder | None) -> Check:
    """Uses `register_entries` prefetched, where it is. Whether the leaf is under the signed head is for the proof to say."""
    entry = next((one for one in award.register_entries.all() if one.kind == EntryKind.AWARD), None)
    if entry is None:
        return checks.register("bad", _("Ce certificat n'est pas au registre."))
    document = entry.document
    content = digest([award.public_id, award.number, award.payload])
    named = holder is None or holder_commitment(holder.salt, holder.name) == document.get("holder")
    if leaf_hash(document) != entry.leaf_hash or document.get("content") != content or not named:
        return checks.register("bad", _("Ce qui est enregistré ici n'est plus ce que dit le registre."))
    return checks.register("ok", _("Ligne %(index)d du registre, inchangée.") % {"index": entry.index})
