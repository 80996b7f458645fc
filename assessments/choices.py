"""States and kinds of assessments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    SINGLE_CHOICE = "single_choice", _("une seule réponse")
    MULTIPLE_CHOICE = "multiple_choice", _("plusieurs réponses")
    TRUE_FALSE_TABLE = "true_false_table", _("vrai ou faux")
    SHORT_TEXT = "short_text", _("réponse courte")
    ORDERING = "ordering", _("remettre dans l'ordre")
    MATCHING = "matching", _("associer")


class Purpose(TextChoices):
    PRACTICE = "practice", _("entraînement")
    CERTIFYING = "certifying", _("épreuve")


class Feedback(TextChoices):
    AFTER_EACH = "after_each", _("après chaque question")
    AT_END = "at_end", _("à la fin")


class AttemptState(TextChoices):
    OPEN = "open", _("en cours")
    SUBMITTED = "submitted", _("envoyé")


class Verdict(TextChoices):
    ACHIEVED = "achieved", _("validé")
    NOT_YET = "not_yet", _("pas encore")
