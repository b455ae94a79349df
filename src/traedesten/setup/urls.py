"""Addresses of the set-up, below a programme; a new programme has none to stand below."""

from django.urls import path

from traedesten.setup.criterion.urls import criterion_urls
from traedesten.setup.views import activity, expense, hub, milestone, part, programme, taking_back, team

app_name = "setup"
urlpatterns = [
    path("nyt-program/", programme.new, name="new_programme"),
    path("p/<slug:programme>/opsaetning/", hub.hub, name="hub"),
    path("p/<slug:programme>/opsaetning/program/", programme.change, name="programme"),
    *criterion_urls,
    path("p/<slug:programme>/opsaetning/fortryd/<uuid:token>/", taking_back.take_back, name="undo"),
    path("p/<slug:programme>/roller/", team.roles, name="roles"),
    path("p/<slug:programme>/opsaetning/adgang/", team.team, name="team"),
    path("p/<slug:programme>/opsaetning/adgang/ny/", team.invite, name="invite"),
    path("p/<slug:programme>/opsaetning/adgang/<int:staff>/", team.one, name="colleague"),
    path("p/<slug:programme>/opsaetning/adgang/<int:staff>/<slug:deed>/", team.act, name="act"),
    path("p/<slug:programme>/opsaetning/adgang/<int:staff>/rolle/<int:grant>/tag/", team.take_role, name="take_role"),
    path("p/<slug:programme>/opsaetning/aktiviteter/<int:row>/luk/", activity.close, name="close"),
    path("p/<slug:programme>/opsaetning/milepaele/<int:row>/naaet/", milestone.reach, name="reach"),
    path("p/<slug:programme>/opsaetning/forbrug/<int:row>/", expense.correct, name="expense"),
    path("p/<slug:programme>/opsaetning/forbrug/<int:row>/tilbage/", expense.withdraw, name="withdraw_expense"),
    path("p/<slug:programme>/opsaetning/<slug:part>/", part.rows, name="part"),
    path("p/<slug:programme>/opsaetning/<slug:part>/ny/", part.new, name="new_row"),
    path("p/<slug:programme>/opsaetning/<slug:part>/<int:row>/", part.row, name="row"),
    path("p/<slug:programme>/opsaetning/<slug:part>/<int:row>/fjern/", part.remove, name="remove"),
]
