"""« Préparer ma session »: six answers, five of them suggested."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.versions import State
from courses.choices import Frame
from courses.models import CourseVersion
from courses.queries import courses_for
from curriculum.choices import ReferenceKind
from curriculum.models import DigitalStrandVersion, TrainingReferenceVersion
from people.models import Organisation

#: Which training a frame suggests first, by the slug of its reference.
SUGGESTED = {Frame.BAFA: "bafa", Frame.PROFESSIONAL: "bpjeps-asec"}


class OrganisationChoice(forms.ModelChoiceField[Organisation]):
    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name


class CourseChoice(forms.ModelChoiceField[CourseVersion]):
    def label_from_instance(self, obj: CourseVersion) -> str:
        return obj.title


class ReferenceChoice(forms.ModelChoiceField[TrainingReferenceVersion]):
    def label_from_instance(self, obj: TrainingReferenceVersion) -> str:
        return f"{obj.reference.abbreviation} ({obj.label})"


class CohortForm(forms.Form):
    """`organisations` are the bodies where this person prepares sessions; a single one isn't asked for."""

    organisation = OrganisationChoice(
        label=_("Organisme"), queryset=Organisation.objects.none(), empty_label=None, required=False
    )
    course_version = CourseChoice(label=_("Parcours"), queryset=CourseVersion.objects.none(), empty_label=None)
    frame = forms.ChoiceField(
        label=_("Cadre de la session"),
        choices=[(frame.value, capfirst(frame.label)) for frame in Frame],
        widget=forms.RadioSelect,
    )
    reference_version = ReferenceChoice(
        label=_("Formation préparée"),
        queryset=TrainingReferenceVersion.objects.none(),
        required=False,
        empty_label=_("Aucune en particulier"),
        help_text=_("Le certificat pourra être ajouté au livret de cette formation."),
    )
    name = forms.CharField(
        label=_("Nom de la session"),
        max_length=120,
        help_text=_("Vos stagiaires le verront en arrivant."),
    )
    starts_on = forms.DateField(label=_("Premier jour"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Dernier jour"),
        help_text=_("Le lendemain, le code de la session ne marche plus."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], chosen: Organisation, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        references = TrainingReferenceVersion.objects.filter(state=State.PUBLISHED).select_related("reference")
        self.references = list(references.order_by("reference__abbreviation", "-number"))
        self._ask(organisations)
        self.fields["reference_version"].queryset = references.order_by("reference__abbreviation")  # type: ignore[attr-defined]
        self._suggest(today)

    def _ask(self, organisations: QuerySet[Organisation]) -> None:
        courses = courses_for(self.chosen)
        self.fields["course_version"].queryset = courses  # type: ignore[attr-defined]
        if organisations.count() > 1:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
            self.fields["organisation"].initial = self.chosen.pk
        else:
            del self.fields["organisation"]
        self.fields["course_version"].initial = next((version.pk for version in courses), None)

    def _suggest(self, today: date) -> None:
        monday = today + timedelta(days=(7 - today.weekday()) % 7)
        self.fields["frame"].initial = Frame.BAFA
        self.fields["starts_on"].initial = monday
        self.fields["ends_on"].initial = monday + timedelta(days=7)
        self.fields["reference_version"].initial = self.suggestions.get(Frame.BAFA)
        name = gettext("Session de %(month)s") % {"month": date_format(monday, "F Y")}
        self.fields["name"].initial = name

    @property
    def suggestions(self) -> dict[str, str]:
        """Frame → key of the training it suggests, for the page's script."""
        by_slug = {version.reference.slug: str(version.pk) for version in reversed(self.references)}
        return {frame.value: by_slug[slug] for frame, slug in SUGGESTED.items() if slug in by_slug}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["organisation"] = data.get("organisation") or self.chosen
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("Le dernier jour vient après le premier."))
        reference = data.get("reference_version")
        volunteer = reference is not None and reference.reference.kind == ReferenceKind.VOLUNTEER
        if reference is not None and data.get("frame") == Frame.BAFA and not volunteer:
            reason = gettext("%(name)s n'est pas une formation du cadre BAFA, BAFD : changez le cadre ou la formation.")
            self.add_error("reference_version", ValidationError(reason % {"name": reference.reference.abbreviation}))
        data["strand_version"] = _strand(reference, data.get("course_version"))
        return data


def _strand(reference: TrainingReferenceVersion | None, course: CourseVersion | None) -> DigitalStrandVersion | None:
    """The digital strand of this training, best one that speaks of the course's framework."""
    if reference is None:
        return None
    strands = list(DigitalStrandVersion.objects.filter(reference_version=reference, state=State.PUBLISHED))
    framework = course.framework_version_id if course else None
    same = [strand for strand in strands if strand.framework_version_id == framework]
    return next(iter(same or strands), None)
