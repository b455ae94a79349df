"""Addresses of the handbook: apart from the compass's, so that the menu does not say one is there."""

from django.urls import path

from traedesten.measures import handbook_views

app_name = "handbook"

urlpatterns = [
    path("haandbog/", handbook_views.front, name="front"),
    path("haandbog/<slug:slug>/", handbook_views.chapter, name="chapter"),
]
