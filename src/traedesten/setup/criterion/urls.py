"""Addresses of criteria in the set-up; a criterion's own number stands behind "k", so that no word of ours is one."""

from django.urls import path

from traedesten.setup.criterion import closing_views, target_views, views

BASE = "p/<slug:programme>/opsaetning/kriterier/"
ONE = f"{BASE}k/<str:code>/"

criterion_urls = [
    path(BASE, views.listed, name="criteria"),
    path(f"{BASE}nyt/", views.choose, name="criterion_new"),
    path(f"{BASE}nyt/<slug:preset>/", views.compose, name="criterion_compose"),
    path(f"{BASE}nyt/<slug:preset>/vis/", views.live, name="criterion_live"),
    path(f"{BASE}aktivitet/<slug:activity>/", closing_views.fates, name="activity_criteria"),
    path(f"{ONE}ret/", views.edit, name="criterion_edit"),
    path(f"{ONE}flyt/", views.move, name="criterion_move"),
    path(f"{ONE}kopi/", views.copy, name="criterion_copy"),
    path(f"{ONE}afslut/", views.retire, name="criterion_retire"),
    path(f"{ONE}tag-i-brug/", views.restore, name="criterion_restore"),
    path(f"{ONE}maal/", target_views.listed, name="targets"),
    path(f"{ONE}maal/nyt/", target_views.add, name="target_new"),
    path(f"{ONE}maal/fortryd/<uuid:token>/", target_views.take_back, name="target_undo"),
    path(f"{ONE}maal/<int:target>/", target_views.change, name="target_change"),
    path(f"{ONE}maal/<int:target>/opgiv/", target_views.end, name="target_end"),
]
