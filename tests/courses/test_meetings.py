"""Half-days of a session, their attendance sheets, and the hours that come of them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.actions import add_meeting, note_attendance, remove_meeting
from courses.models import Attendance, Meeting
from courses.queries import Hours, hours_of
from people.actions import erase_person
from people.models import AuditEvent


@pytest.fixture
def client(as_person, trainer):
    return as_person(trainer)


@pytest.fixture
def meet(cohort, trainer, at):
    def meet(minutes=180, title="Matinée", day=None):
        facts = {"cohort": cohort, "day": day or at.date(), "title": title, "minutes": minutes, "by": trainer, "at": at}
        return add_meeting(**facts)

    return meet


def note(meeting, present, trainer, at):
    return note_attendance(meeting=meeting, present={one.pk for one in present}, by=trainer, at=at)


def test_hours_are_those_of_the_sheets_that_name_somebody(meet, join, trainer, at):
    ines, lou = join("Inès"), join("Lou")
    note(meet(180), [ines, lou], trainer, at)
    note(meet(90, "Après-midi"), [ines], trainer, at)
    meet(200, "Pas encore tenue")
    assert hours_of([ines, lou]) == {ines.pk: Hours(270, 270), lou.pk: Hours(270, 180)}
    assert hours_of([lou])[lou.pk].share == 66


def test_a_sheet_noted_again_counts_once_and_the_trail_keeps_both(meet, join, trainer, at):
    ines, meeting = join("Inès"), meet(60)
    note(meeting, [], trainer, at)
    note(meeting, [ines], trainer, at)
    assert list(Attendance.objects.values_list("enrolment", "present")) == [(ines.pk, True)]
    assert AuditEvent.objects.filter(verb="attendance-noted").count() == 2


def test_a_meeting_outside_the_session_is_refused(meet, cohort):
    with pytest.raises(ValidationError) as refusal:
        meet(day=cohort.ends_on + dt.timedelta(days=1))
    assert refusal.value.code == "outside"


def test_somebody_of_another_session_is_no_part_of_the_sheet(meet, make_cohort, join, trainer, at):
    stranger = join("Ali", into=make_cohort(name="Autre"))
    with pytest.raises(ValidationError) as refusal:
        note(meet(), [stranger], trainer, at)
    assert refusal.value.code == "left"
    assert not Attendance.objects.exists()


def test_a_meeting_goes_while_nobody_is_noted_and_stays_afterwards(meet, join, trainer, at):
    remove_meeting(meeting=meet(), by=trainer, at=at)
    assert not Meeting.objects.exists()
    kept = meet()
    note(kept, [join("Inès")], trainer, at)
    with pytest.raises(ValidationError) as refusal:
        remove_meeting(meeting=kept, by=trainer, at=at)
    assert refusal.value.code == "noted"


def test_by_the_screens_a_meeting_is_added_noted_and_read(client, cohort, join):
    ines, _lou = join("Inès"), join("Lou")
    here = reverse("cohort-meetings", args=[cohort.pk])
    client.post(here, {"day": cohort.starts_on.isoformat(), "title": "Matinée", "hours": "3", "minutes": "30"})
    meeting = Meeting.objects.get()
    assert meeting.minutes == 210
    sheet = reverse("meeting-attendance", args=[meeting.pk])
    assert client.get(sheet).content.decode().count("checked") == 2
    assert client.post(sheet, {"present": [str(ines.pk)]}).url == here
    assert [(entry.person.given_name, hours.share) for entry, hours in client.get(here).context["followed"]] == [
        ("Inès", 100),
        ("Lou", 0),
    ]
    assert client.get(sheet).content.decode().count("checked") == 1
    client.post(reverse("meeting-remove", args=[meeting.pk]))
    assert Meeting.objects.exists()


@pytest.mark.parametrize(
    "bad", [{"hours": "0", "minutes": "0"}, {"hours": "13"}, {"day": "hier"}, {"day": "1999-01-01"}, {"title": ""}]
)
def test_a_wrong_meeting_is_said_and_nothing_lost(client, cohort, bad):
    given = {"day": cohort.starts_on.isoformat(), "title": "Matinée", "hours": "3", "minutes": ""}
    page = client.post(reverse("cohort-meetings", args=[cohort.pk]), given | bad)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Meeting.objects.exists()


def test_a_broken_sheet_notes_nobody(client, meet, join):
    join("Inès")
    page = client.post(reverse("meeting-attendance", args=[meet().pk]), {"present": ["x"]})
    assert page.status_code == 200
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_meetings_costs_the_same_whatever_their_number(client, cohort, meet, join, trainer, at, count):
    people = [join(f"Personne {letter}") for letter in "abc"[:count]]
    for number in range(count):
        note(meet(60, f"Séance {number}"), people, trainer, at)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("cohort-meetings", args=[cohort.pk]))
    assert len(asked) == 7


def test_one_s_data_says_which_meetings_one_was_at(meet, join, trainer, at):
    from courses.actions import CoursesData

    ines = join("Inès")
    note(meet(60), [ines], trainer, at)
    exported = CoursesData().export(ines.person)["sessions"][0]["attendance"]
    assert exported == [{"day": at.date().isoformat(), "minutes": 60, "present": True}]
    erase_person(person=ines.person, by=ines.person, at=at)
    assert Attendance.objects.filter(present=True).count() == 1
