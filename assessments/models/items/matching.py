from django.utils.translation import gettext_lazy as _

from assessments.models.item import ItemVersion


class MatchingItem(ItemVersion):
    kind = "matching"

    class Meta:
        proxy = True
        verbose_name = _("éléments à associer")


MODEL = MatchingItem
