"""Addresses of this room."""

from django.urls import path

from assessments.views import jury, practice, results, taking

urlpatterns = [
    path("my/<uuid:pk>/<slug:key>/attempt/", taking.attempt_start, name="attempt-start"),
    path("attempts/<str:token>/<int:n>/", taking.attempt_question, name="attempt-question"),
    path("attempts/<str:token>/save/", taking.attempt_save, name="attempt-save"),
    path("attempts/<str:token>/review/", taking.attempt_review, name="attempt-review"),
    path("attempts/<str:token>/submit/", taking.attempt_submit, name="attempt-submit"),
    path("attempts/<str:token>/result/", results.attempt_result, name="attempt-result"),
    path("sessions/<uuid:pk>/jury/", jury.cohort_jury, name="cohort-jury"),
    path("courses/<slug:slug>/<slug:key>/try/", practice.practice_open, name="practice-open"),
]
