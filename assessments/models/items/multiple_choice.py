from django.utils.translation import gettext_lazy as _

from assessments.models.item import ItemVersion


class MultipleChoiceItem(ItemVersion):
    kind = "multiple_choice"

    class Meta:
        proxy = True
        verbose_name = _("question à plusieurs réponses")


MODEL = MultipleChoiceItem
