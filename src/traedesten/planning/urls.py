"""Addresses of the plan, below a programme; and the one address without log-in, known by its secret alone."""

from django.urls import path

from traedesten.planning.views import calendar, feed, rhythm, session, year

app_name = "planning"
urlpatterns = [
    path("p/<slug:programme>/kalender/", calendar.calendar, name="calendar"),
    path("p/<slug:programme>/kalender/ny/", session.new, name="session_new"),
    path("p/<slug:programme>/kalender/fortryd/", session.undo_removal, name="undo_removal"),
    path("p/<slug:programme>/kalender/gang/<slug:session>/", session.show, name="session"),
    path("p/<slug:programme>/kalender/gang/<slug:session>/ret/", session.edit, name="session_edit"),
    path("p/<slug:programme>/kalender/gang/<slug:session>/aflys/", session.call_off, name="session_call_off"),
    path("p/<slug:programme>/kalender/gang/<slug:session>/alligevel/", session.restore, name="session_restore"),
    path("p/<slug:programme>/kalender/gang/<slug:session>/slet/", session.remove, name="session_remove"),
    path("p/<slug:programme>/rytmer/", rhythm.rhythms, name="rhythms"),
    path("p/<slug:programme>/rytmer/ny/", rhythm.new, name="rhythm_new"),
    path("p/<slug:programme>/rytmer/<slug:rhythm>/ret/", rhythm.change, name="rhythm_change"),
    path("p/<slug:programme>/rytmer/<slug:rhythm>/slut/", rhythm.end, name="rhythm_end"),
    path("p/<slug:programme>/aarshjul/", year.year, name="year"),
    path("p/<slug:programme>/abonner/", feed.feeds, name="feeds"),
    path("p/<slug:programme>/abonner/<int:feed>/ny-adresse/", feed.renew, name="feed_renew"),
    path("p/<slug:programme>/abonner/<int:feed>/luk/", feed.close, name="feed_close"),
    path("abonnement/<str:token>.ics", feed.calendar_file, name="feed"),
]
