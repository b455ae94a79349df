from django.urls import path

from traedesten.measures.across import views

app_name = "across"

urlpatterns = [
    path("paa-tvaers/", views.programmes, name="programmes"),
    path("paa-tvaers/kommune/<slug:code>/", views.place, name="place"),
    path("paa-tvaers/maal/<slug:measure>/", views.kind, name="kind"),
    path("paa-tvaers/p/<slug:programme>/", views.one, name="one"),
]
