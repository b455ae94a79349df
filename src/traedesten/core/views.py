"""Pages that belong to no part of the work: accessibility, licence, the gallery, the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.i18n import set_language

from traedesten.core.gallery import SHELVES, GalleryForm, sample_chart

choose_language = login_not_required(set_language)


@login_not_required
@never_cache
@require_GET
def form_mark(request: HttpRequest) -> HttpResponse:
    """The mark that forms of this browser must carry now; it changes at log-in, while an older form may be open."""
    return JsonResponse({"mark": get_token(request)})


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, open to all."""
    return render(request, "core/accessibility.html")


@login_not_required
@require_GET
def licence(request: HttpRequest) -> HttpResponse:
    """What this is built on and who may use it, open to all."""
    return render(request, "core/licence.html")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every shared component on one page, for those who build and for the tests."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    form = GalleryForm(request.POST or None)
    steps = [_("Café"), _("Samtale"), _("Tilbud"), _("Fællesskab")]
    chart = sample_chart(get_language() or "da")
    differences = [(_("Navn"), _("Torsdagscafé"))]
    context = {"form": form, "steps": steps, "chart": chart, "shelves": SHELVES, "differences": differences}
    return render(request, "core/gallery.html", context)
