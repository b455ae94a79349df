from django.urls import path

from traedesten.measures import snapshot_views, views

app_name = "measures"

urlpatterns = [
    path("p/<slug:programme>/kompas/", views.compass, name="compass"),
    path("p/<slug:programme>/kriterier/<str:code>/", views.criterion, name="criterion"),
    path("p/<slug:programme>/kriterier/<str:code>/udvikling/", views.development, name="development"),
    path("p/<slug:programme>/kriterier/<str:code>/registreringer/", views.entries, name="entries"),
    path("p/<slug:programme>/offentliggjort/", snapshot_views.listed, name="snapshots"),
    path("p/<slug:programme>/offentliggjort/ny/", snapshot_views.freeze, name="freeze"),
    path("p/<slug:programme>/offentliggjort/<slug:key>/", snapshot_views.one, name="snapshot"),
    path("p/<slug:programme>/offentliggjort/<slug:key>/tabel.csv", snapshot_views.table, name="snapshot_table"),
    path("p/<slug:programme>/offentliggjort/<slug:key>/forskel/", snapshot_views.compared, name="difference"),
    path("p/<slug:programme>/offentliggjort/<slug:key>/ret/", snapshot_views.correct, name="correct"),
]
