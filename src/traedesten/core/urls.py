"""Addresses of core's own pages."""

from django.urls import path

from traedesten.core import views

app_name = "core"
urlpatterns = [
    path("was/", views.accessibility, name="accessibility"),
    path("licens/", views.licence, name="licence"),
    path("maerke/", views.form_mark, name="form_mark"),
    path("sprog/", views.choose_language, name="language"),
    path("galleri/", views.gallery, name="gallery"),
]
