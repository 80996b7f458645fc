"""« Rendre public »: the holder decides, and only who is known to be of age."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Award, AwardHolder
from certificates.queries.handing import is_known_adult
from people.actions import record
from people.models import Person


@transaction.atomic
def show_award(*, award: Award, public: bool, by: Person, at: datetime) -> AwardHolder:
    """Raises PermissionDenied unless `by` holds the award, ValidationError for who isn't known to be of age. Hiding it is
    always allowed."""
    holder = AwardHolder.objects.select_for_update().filter(award=award, person=by).first()
    if holder is None:
        raise PermissionDenied
    if public and not is_known_adult(by):
        raise ValidationError(
            _("Votre certificat reste privé : personne n'a encore confirmé ici que vous avez 18 ans."), code="minor"
        )
    if holder.public != public:
        holder.public = public
        holder.save(update_fields=["public"])
        verb = "award-shown" if public else "award-hidden"
        record(verb=verb, noun=award, by=by, at=at, organisation=award.issuer, number=award.number)
    return holder
