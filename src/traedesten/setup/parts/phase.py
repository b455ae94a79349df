"""Phases with their focus."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form_field import DateField
from traedesten.core.writing import written_date
from traedesten.programme.actions import phase as actions
from traedesten.programme.models import Phase
from traedesten.setup.form import SetupForm, name_field, text_field
from traedesten.setup.part import Groups, Line, Part, plain_list, register
from traedesten.setup.site import Site


class PhaseForm(SetupForm):
    name = name_field()
    starts_on = DateField(label=gettext_lazy("Første dag"))
    ends_on = DateField(label=gettext_lazy("Sidste dag"))
    focus = text_field(gettext_lazy("Fokus"), rows=3, help_text=gettext_lazy("Hvad denne fase især handler om."))


def groups(site: Site) -> Groups:
    today = clock.today()
    return plain_list(
        Line(
            phase,
            phase.name,
            (period_of(phase), phase.focus) if phase.focus else (period_of(phase),),
            mark=_("nu") if phase.starts_on <= today <= phase.ends_on else "",
            is_quiet=phase.ends_on < today,
        )
        for phase in site.programme.phases.all()
    )


def period_of(phase: Phase) -> str:
    return _("%(first)s til %(last)s") % {"first": written_date(phase.starts_on), "last": written_date(phase.ends_on)}


PART = register(
    Part(
        key="faser",
        title=gettext_lazy("Faser"),
        lead=gettext_lazy("Stykker af perioden med hver sit fokus. Mange deler hvert år i to."),
        new=gettext_lazy("Ny fase"),
        empty=gettext_lazy("Skriv den første fase ned: hvornår den løber, og hvad den især handler om."),
        argument="phase",
        model=Phase,
        form=PhaseForm,
        rows=lambda programme: programme.phases.all(),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
    )
)
