from django.utils.translation import gettext_lazy as _

from assessments.models.item import ItemVersion


class TrueFalseTableItem(ItemVersion):
    kind = "true_false_table"

    class Meta:
        proxy = True
        verbose_name = _("tableau vrai ou faux")


MODEL = TrueFalseTableItem
