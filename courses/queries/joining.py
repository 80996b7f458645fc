"""The session a join code leads to, and who is in it already."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from courses.models import Cohort, Enrolment
from courses.validators import tidy_code


def joinable_cohort(code: str, at: datetime) -> Cohort:
    """The session one may join with this code. Raises ValidationError: what is wrong, and what to do.

    Codes `unknown`, `closed`, `expired`, and those of `tidy_code`.
    """
    cohort = cohort_of_code(tidy_code(code))
    if cohort is None:
        raise ValidationError(
            _("Aucune session n'a ce code. Vérifiez chaque lettre sur l'affiche, ou demandez au formateur."),
            code="unknown",
        )
    if cohort.closed_at is not None:
        raise ValidationError(
            _("Cette session est fermée : on ne peut plus y entrer. Demandez au formateur ou à la formatrice."),
            code="closed",
        )
    if cohort.is_over(at):
        raise ValidationError(
            _("Cette session est terminée, son code ne marche plus. Demandez au formateur ou à la formatrice."),
            code="expired",
        )
    return cohort


def cohort_of_code(code: str) -> Cohort | None:
    """The session of a tidy join code: the open one, else the last one that had this code."""
    cohorts = Cohort.objects.filter(join_code=code).select_related("organisation", "course_version__course")
    return cohorts.order_by(F("closed_at").desc(nulls_first=True)).first()


def namesakes(cohort: Cohort, given_name: str, family_name: str) -> QuerySet[Enrolment]:
    """Who is in this session under the same name, whatever the case."""
    same = {"person__given_name__iexact": given_name, "person__family_name__iexact": family_name}
    return Enrolment.objects.filter(cohort=cohort, left_at=None, **same)
