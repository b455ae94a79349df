"""Addresses of the team's screens, below a programme."""

from django.urls import path

from traedesten.desk.views import (
    attention,
    cafe,
    correction,
    importing,
    journal,
    registration,
    tablet,
    today,
    unplanned,
)

app_name = "desk"
CAFE = "p/<slug:programme>/cafeer/<slug:activity>/<slug:area>/"
IMPORTS = "p/<slug:programme>/indlaes/"
urlpatterns = [
    path("p/<slug:programme>/i-dag/", today.today, name="today"),
    path("p/<slug:programme>/i-dag/tal/", today.figures, name="today_figures"),
    path("p/<slug:programme>/registrer/", registration.register, name="register"),
    path("p/<slug:programme>/registrer/personer/", registration.subjects, name="subjects"),
    path("p/<slug:programme>/registrer/uden-for-kalenderen/", unplanned.held_unplanned, name="unplanned"),
    path("p/<slug:programme>/registrer/<slug:kind>/", registration.register_kind, name="register_kind"),
    path("p/<slug:programme>/registrer/<slug:kind>/ny-person/", registration.new_subject, name="new_subject"),
    path("p/<slug:programme>/journal/", journal.journal, name="journal"),
    path("p/<slug:programme>/journal/fil/", journal.take_out, name="journal_file"),
    path("p/<slug:programme>/journal/<uuid:uid>/", journal.entry, name="entry"),
    path("p/<slug:programme>/journal/<uuid:uid>/ret/", correction.correct, name="correct"),
    path("p/<slug:programme>/journal/<uuid:uid>/traek-tilbage/", correction.withdraw, name="withdraw"),
    path("p/<slug:programme>/journal/<uuid:uid>/fortryd/", registration.undo, name="undo"),
    path("p/<slug:programme>/kig/", attention.attention, name="attention"),
    path("p/<slug:programme>/kig/antal/", attention.count, name="attention_count"),
    path("p/<slug:programme>/kig/<slug:mark>/", attention.finding, name="finding"),
    path("p/<slug:programme>/kig/<slug:mark>/frem/", attention.take_up, name="finding_back"),
    path(IMPORTS, importing.imports, name="imports"),
    path(f"{IMPORTS}<uuid:job>/", importing.mapping, name="import_mapping"),
    path(f"{IMPORTS}<uuid:job>/proev/", importing.try_out, name="import_trial"),
    path(f"{IMPORTS}<uuid:job>/begynd/", importing.bring_in, name="import_begin"),
    path(f"{IMPORTS}<uuid:job>/fremgang/", importing.progress, name="import_progress"),
    path(f"{IMPORTS}<uuid:job>/slet/", importing.drop, name="import_drop"),
    path(f"{IMPORTS}<int:batch>/", importing.batch, name="import_batch"),
    path("p/<slug:programme>/cafeer/", cafe.cafes, name="cafes"),
    path(CAFE, cafe.cafe_home, name="cafe"),
    path(f"{CAFE}tablet/<int:clash>/", tablet.settle, name="tablet"),
    path(f"{CAFE}tablet/<int:clash>/fortryd/", tablet.unsettle, name="tablet_undo"),
    path(f"{CAFE}<slug:what>/", cafe.control, name="control"),
    path(f"{CAFE}<slug:what>/<uuid:uid>/ret/", cafe.correct, name="control_correct"),
    path(f"{CAFE}<slug:what>/<uuid:uid>/traek-tilbage/", cafe.withdraw, name="control_withdraw"),
    path(f"{CAFE}<slug:what>/<uuid:uid>/fortryd/", cafe.undo, name="control_undo"),
]
