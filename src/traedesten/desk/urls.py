"""Addresses of the team's screens, below a programme."""

from django.urls import path

from traedesten.desk.views import correction, journal, registration

app_name = "desk"
urlpatterns = [
    path("p/<slug:programme>/registrer/", registration.register, name="register"),
    path("p/<slug:programme>/registrer/personer/", registration.subjects, name="subjects"),
    path("p/<slug:programme>/registrer/<slug:kind>/", registration.register_kind, name="register_kind"),
    path("p/<slug:programme>/registrer/<slug:kind>/ny-person/", registration.new_subject, name="new_subject"),
    path("p/<slug:programme>/journal/", journal.journal, name="journal"),
    path("p/<slug:programme>/journal/fil/", journal.take_out, name="journal_file"),
    path("p/<slug:programme>/journal/<uuid:uid>/", journal.entry, name="entry"),
    path("p/<slug:programme>/journal/<uuid:uid>/ret/", correction.correct, name="correct"),
    path("p/<slug:programme>/journal/<uuid:uid>/traek-tilbage/", correction.withdraw, name="withdraw"),
    path("p/<slug:programme>/journal/<uuid:uid>/fortryd/", registration.undo, name="undo"),
]
