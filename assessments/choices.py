"""States of assessments. Kinds of questions are found in `assessments.scoring` and `assessments.registries`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class JuryVerdict(TextChoices):
    ADMITTED = "admitted", _("validé")
    NOT_YET = "not_yet", _("pas encore")
    ADJOURNED = "adjourned", _("reporté")
