from django.urls import path

from traedesten.measures import handbook_views, views

app_name = "measures"

urlpatterns = [
    path("haandbog/", handbook_views.front, name="handbook"),
    path("haandbog/<slug:slug>/", handbook_views.chapter, name="handbook_chapter"),
    path("p/<slug:programme>/kompas/", views.compass, name="compass"),
    path("p/<slug:programme>/kriterier/<str:code>/", views.criterion, name="criterion"),
    path("p/<slug:programme>/kriterier/<str:code>/udvikling/", views.development, name="development"),
    path("p/<slug:programme>/kriterier/<str:code>/registreringer/", views.entries, name="entries"),
]
