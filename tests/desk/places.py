"""The product's addresses and one page of a programme, so that the frame is tried without any app's own pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from traedesten.core.access import Permission
from traedesten.programme.queries import in_programme
from traedesten.urls import urlpatterns as ours


@in_programme(Permission.SEE_PROGRAMME)
def compass(request: HttpRequest, programme) -> HttpResponse:
    return HttpResponse(programme.name)


urlpatterns = [path("p/<slug:programme>/kompas/", compass, name="compass"), *ours]
