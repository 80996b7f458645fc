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
    COMPLEMENTARY = "complementary", _("certificat complémentaire")
    REGISTERED = "registered", _("autre titre enregistré")


class RegistryStatus(TextChoices):
    """What the registry says of a code; blank where nobody asked it."""

    ACTIVE = "active", _("en vigueur")
    INACTIVE = "inactive", _("fermé")


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


class AdoptionStatus(TextChoices):
    """What its publisher says of a framework version. Values are those of CASE 1.1 in lower case."""

    PRIVATE_DRAFT = "private draft", _("brouillon privé")
    DRAFT = "draft", _("projet")
    ADOPTED = "adopted", _("adopté")
    DEPRECATED = "deprecated", _("à ne plus utiliser")


class AlignmentKind(TextChoices):
    """What the destination is to the origin, as SKOS maps; the last two, of CASE, say what the origin is to it."""

    EXACT = "exact", _("identique")
    CLOSE = "close", _("proche")
    BROADER = "broader", _("plus large")
    NARROWER = "narrower", _("plus étroite")
    RELATED = "related", _("en rapport")
    REPLACED_BY = "replaced_by", _("remplacée par")
    TRANSLATION_OF = "translation_of", _("traduction de")


class AlignmentState(TextChoices):
    PROPOSED = "proposed", _("à relire")
    ACCEPTED = "accepted", _("gardée")
    REJECTED = "rejected", _("écartée")


class AlignmentBasis(TextChoices):
    """What a proposed alignment rests on."""

    IDENTIFIER = "identifier", _("même identifiant")
    CODE = "code", _("même code")
    TEXT = "text", _("textes proches")
    PERSON = "person", _("proposée par une personne")
    FILE = "file", _("lue dans un fichier")


class Verdict(TextChoices):
    """What became of a competency from one version to another (docs/decisions/0012)."""

    SAME = "same", _("inchangée")
    RETITLED = "retitled", _("intitulé changé")
    MOVED = "moved", _("déplacée")
    SPLIT = "split", _("partagée")
    MERGED = "merged", _("réunie")
    ADDED = "added", _("nouvelle")
    REMOVED = "removed", _("sans suite")


class CarryFlag(TextChoices):
    """What a line to carry over meets in the next version. All but `SAME` want a person's eye."""

    SAME = "same", _("inchangée")
    RETITLED = "retitled", _("intitulé changé")
    SPLIT = "split", _("partagée en plusieurs")
    MERGED = "merged", _("réunie avec une autre")
    LEVEL = "level", _("niveau à choisir")
    UNMATCHED = "unmatched", _("sans correspondance")


class CarryState(TextChoices):
    OPEN = "open", _("à relire")
    DRAFTED = "drafted", _("brouillon prêt")
    PUBLISHED = "published", _("publié")
    ABANDONED = "abandoned", _("abandonné")


class CarryLineState(TextChoices):
    PROPOSED = "proposed", _("à relire")
    ACCEPTED = "accepted", _("acceptée")
    DROPPED = "dropped", _("laissée de côté")


class ImportState(TextChoices):
    """Of a file on its way to being a framework version."""

    RECEIVED = "received", _("reçu")
    CHECKED = "checked", _("vérifié")
    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en cours")
    APPLIED = "applied", _("importé")
    REFUSED = "refused", _("refusé")
