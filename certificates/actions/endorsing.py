"""« Le fichier signé de la décision »: made anew each time, by the body that decided, in its own name."""

import json
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.actions.keys import opened
from certificates.models import Annex
from certificates.queries.endorsed import comment_of, endorsed_file, standing_decision
from certificates.queries.issuing import issuer_id, key_in_use, verification_method
from certificates.signing import sign
from certificates.signing.endorsement import Endorsement, endorsement_document

#: A decision can be taken back and has no place in a list of status: its file says so itself by ending soon.
LASTS: Final = timedelta(days=90)


def endorse(*, annex: Annex, at: datetime) -> bytes:
    """Signed by the body with a key of its own, made at its first decision. Writes nothing. Raises ValidationError where no
    decision stands, where there is no key, or where it doesn't open."""
    decision = standing_decision(annex)
    if decision is None or decision.organisation is None:
        raise ValidationError(_("Aucune décision ne retient ce certificat aujourd'hui."), code="no_decision")
    body = decision.organisation
    key = key_in_use(body)
    if key is None:
        raise ValidationError(
            _("Cet organisme n'a pas encore de clé de signature : elle sera faite à sa prochaine décision."),
            code="no_key",
        )
    endorsed, resource = endorsed_file(annex)
    with override(annex.record.strand_version.language):
        document = endorsement_document(
            Endorsement(
                identifier=annex.pk.urn,
                issuer=issuer_id(body, key),
                issuer_name=body.name,
                endorsed=endorsed,
                name=_("Décision d'un organisme : %(title)s") % {"title": annex.title},
                comment=comment_of(annex, decision),
                decided_at=decision.at,
                made_at=at,
                ends=at + LASTS,
                resource=resource,
            )
        )
    signed = sign(document, opened(key), verification_method(body, key), at)
    return json.dumps(signed, ensure_ascii=False, indent=2).encode()
