from django.utils.translation import gettext_lazy as _

from assessments.models.item import ItemVersion


class OrderingItem(ItemVersion):
    kind = "ordering"

    class Meta:
        proxy = True
        verbose_name = _("étapes à remettre dans l'ordre")


MODEL = OrderingItem
