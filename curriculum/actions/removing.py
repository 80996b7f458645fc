"""Taking nodes out of a draft, and a draft away. What anything else points at stays."""

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.deletion import ProtectedError
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from curriculum.models import Association, Competency, CompetencyText, FrameworkVersion


def remove_nodes(nodes: QuerySet[Competency]) -> int:
    """With their texts and associations, the deepest first. Inside the caller's transaction, which is undone when it is
    refused: ValidationError with code `in_use`."""
    keys = list(nodes.values_list("pk", flat=True))
    gone = Competency.objects.filter(pk__in=keys)
    try:
        Association.objects.filter(Q(origin__in=gone) | Q(destination__in=gone)).delete()
        CompetencyText.objects.filter(competency__in=gone).delete()
        depths = gone.order_by().annotate(depth=Length("path")).values_list("depth", flat=True).distinct()
        for depth in sorted(depths, reverse=True):
            gone.annotate(depth=Length("path")).filter(depth=depth).delete()
    except ProtectedError as error:
        raise ValidationError(
            _("On ne peut pas supprimer ce qui sert : un volet, un parcours ou une correspondance s'appuie dessus."),
            code="in_use",
        ) from error
    return len(keys)


def remove_version(draft: FrameworkVersion) -> None:
    """A draft with all its parts. Raises ValidationError with code `in_use`."""
    for association in (draft.associations, draft.definitions):
        association.all().delete()
    remove_nodes(draft.competencies.all())
    try:
        draft.levels.all().delete()
        draft.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("On ne peut pas supprimer ce brouillon : un volet, un parcours ou une table s'appuie dessus."),
            code="in_use",
        ) from error
