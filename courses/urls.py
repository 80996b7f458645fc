"""Addresses of this room."""

from django.urls import path

from courses.views import cohorts, joining, meetings, public, session, trainee, trainee_seen

ONE = "sessions/<uuid:pk>/people/<uuid:enrolment>/"

urlpatterns = [
    path("courses/", public.course_list, name="course-list"),
    path("courses/<slug:slug>/", public.course_detail, name="course-detail"),
    path("courses/<slug:slug>/<slug:key>/", public.course_activity, name="course-activity"),
    path("join/", joining.join_code, name="join-code"),
    path("j/<str:code>/", joining.join_name, name="join-name"),
    path("card/", joining.join_card, name="join-card"),
    path("my/", trainee.trainee_home, name="trainee-home"),
    path("my/<uuid:pk>/", trainee.enrolment_detail, name="enrolment-detail"),
    path("my/<uuid:pk>/<slug:key>/", trainee.activity_open, name="activity-open"),
    path("my/<uuid:pk>/<slug:key>/start/", trainee.activity_start, name="activity-start"),
    path("my/<uuid:pk>/<slug:key>/done/", trainee.activity_done, name="activity-done"),
    path("sessions/", cohorts.cohort_list, name="cohort-list"),
    path("sessions/new/", cohorts.cohort_create, name="cohort-create"),
    path("sessions/<uuid:pk>/", session.cohort_detail, name="cohort-detail"),
    path("sessions/<uuid:pk>/poster/", cohorts.cohort_poster, name="cohort-poster"),
    path("sessions/<uuid:pk>/matrix/", session.cohort_matrix, name="cohort-matrix"),
    path("sessions/<uuid:pk>/identities/", session.cohort_identities, name="cohort-identities"),
    path("sessions/<uuid:pk>/meetings/", meetings.cohort_meetings, name="cohort-meetings"),
    path("meetings/<uuid:pk>/", meetings.meeting_attendance, name="meeting-attendance"),
    path("meetings/<uuid:pk>/remove/", meetings.meeting_remove, name="meeting-remove"),
    path("sessions/<uuid:pk>/openings/<slug:key>/", session.cohort_opening, name="cohort-opening"),
    path("sessions/<uuid:pk>/close/", cohorts.cohort_close, name="cohort-close"),
    path(ONE, trainee_seen.enrolment_view, name="enrolment-view"),
    path(f"{ONE}card/", trainee_seen.enrolment_card, name="enrolment-card"),
]
