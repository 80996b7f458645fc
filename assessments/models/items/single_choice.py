from django.utils.translation import gettext_lazy as _

from assessments.models.item import ItemVersion


class SingleChoiceItem(ItemVersion):
    kind = "single_choice"

    class Meta:
        proxy = True
        verbose_name = _("question à une réponse")


MODEL = SingleChoiceItem
