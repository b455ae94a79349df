from django.urls import path

from traedesten.measures import views

app_name = "measures"

urlpatterns = [
    path("p/<slug:programme>/kompas/", views.compass, name="compass"),
    path("p/<slug:programme>/kriterier/<str:code>/", views.criterion, name="criterion"),
    path("p/<slug:programme>/kriterier/<str:code>/udvikling/", views.development, name="development"),
    path("p/<slug:programme>/kriterier/<str:code>/registreringer/", views.entries, name="entries"),
]
