"""Focus areas: what the agreement is divided into."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext_lazy, ngettext

from traedesten.programme.actions import focus_area as actions
from traedesten.programme.models import FocusArea
from traedesten.setup.form import SetupForm, name_field, text_field
from traedesten.setup.part import Groups, Line, Part, plain_list, register
from traedesten.setup.site import Site


class FocusAreaForm(SetupForm):
    name = name_field()
    purpose = text_field(gettext_lazy("Formål"), help_text=gettext_lazy("Hvad der skal være anderledes til sidst."))


def groups(site: Site) -> Groups:
    found = site.programme.focus_areas.annotate(
        activity_count=Count("activities", distinct=True), criterion_count=Count("criteria", distinct=True)
    )
    return plain_list(Line(focus, focus.name, _details(focus)) for focus in found)


def _details(focus: FocusArea) -> tuple[str, ...]:
    activities, criteria = focus.activity_count, focus.criterion_count  # type: ignore[attr-defined]
    told = (
        ngettext("%d aktivitet", "%d aktiviteter", activities) % activities,
        ngettext("%d succeskriterium", "%d succeskriterier", criteria) % criteria,
    )
    return (focus.purpose, *told) if focus.purpose else told


PART = register(
    Part(
        key="indsatsomraader",
        title=gettext_lazy("Indsatsområder"),
        lead=gettext_lazy("Det, aftalen er delt op i. Aktiviteter, kriterier og penge hører til et indsatsområde."),
        new=gettext_lazy("Nyt indsatsområde"),
        empty=gettext_lazy("Begynd med det første, som det hedder i aftalen."),
        argument="focus_area",
        model=FocusArea,
        form=FocusAreaForm,
        rows=lambda programme: programme.focus_areas.all(),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        kept=("code", "position"),
    )
)
