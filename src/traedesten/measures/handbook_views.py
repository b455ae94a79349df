"""The handbook's pages: for anybody who is logged in, whatever their programmes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from traedesten.measures import handbook


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """How to find one's criterion: by the question it answers, by a word, or in the list of all."""
    asked = request.GET.get("soeg", "").strip()[:100]
    context = {
        "asked": asked,
        "groups": handbook.search(asked),
        "rows": handbook.rows(asked),
        "pages": handbook.book()["pages"].values(),
        "all_rows": len(handbook.book()["rows"]),
        **_frame(),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "measures/_handbook_found.html" if part else "measures/handbook.html", context)


@require_GET
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter: of a measure, of a family of measures, or of the words. Raises Http404 for any other."""
    if found := handbook.chapter(slug):
        context = {"chapter": found, "group": handbook.group_of(found), "legend": handbook.book()["legend"], **_frame()}
        return render(request, "measures/handbook_chapter.html", context)
    if found := handbook.page(slug):
        return render(request, "measures/handbook_page.html", {"page": found, **_frame()})
    if found := handbook.group(slug):
        chapters = handbook.chapters_of(found)
        return render(request, "measures/handbook_group.html", {"group": found, "chapters": chapters, **_frame()})
    raise Http404


def _frame() -> dict[str, Any]:
    """Whether to say that the text is Danish, where the frame is read in another language."""
    return {"is_danish_only": get_language() != "da"}
