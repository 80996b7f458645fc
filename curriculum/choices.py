"""States and kinds of the curriculum."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CompetencyKind(TextChoices):
    AREA = "area", _("domaine")
    COMPETENCE = "competence", _("compétence")
    STATEMENT = "statement", _("énoncé")


class TextStatus(TextChoices):
    OFFICIAL = "official", _("texte officiel")
    UNOFFICIAL = "unofficial", _("traduction non officielle")
    DRAFT = "draft", _("projet de traduction")


class ReferenceKind(TextChoices):
    VOLUNTEER = "volunteer", _("brevet non professionnel")
    STATE_DIPLOMA = "state_diploma", _("diplôme d'État")
    BRANCH_CERTIFICATE = "branch_certificate", _("certificat de branche")
    MINISTRY_TITLE = "ministry_title", _("titre professionnel")
    UNIVERSITY = "university", _("diplôme universitaire")


class UnitKind(TextChoices):
    STEP = "step", _("étape")
    UNIT = "unit", _("unité")
    BLOCK = "block", _("bloc de compétences")
    OPTION = "option", _("option")
    TASK = "task", _("activité type")


class Standing(TextChoices):
    PROPOSAL = "proposal", _("proposition")
    ADOPTED = "adopted", _("adopté par un organisme")
    STATUTORY = "statutory", _("prévu par un texte")


class Effect(TextChoices):
    CONTENT = "content", _("contenu de formation")
    REDUCTION = "reduction", _("allègement possible")
    EXEMPTION = "exemption", _("dispense")
    EQUIVALENCE = "equivalence", _("équivalence")
