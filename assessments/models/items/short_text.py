from django.utils.translation import gettext_lazy as _

from assessments.models.item import ItemVersion


class ShortTextItem(ItemVersion):
    kind = "short_text"

    class Meta:
        proxy = True
        verbose_name = _("réponse courte")


MODEL = ShortTextItem
