"""Positions with weekly hours, and who fills them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form_field import NumberField
from traedesten.core.writing import written_date, written_number
from traedesten.places.models import Organisation
from traedesten.programme.actions import position as actions
from traedesten.programme.models import Position, PositionHolder
from traedesten.setup.choice import NOT_CHOSEN, organisations
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, plain_list, register
from traedesten.setup.site import Site


class PositionForm(SetupForm):
    name = name_field(help_text=gettext_lazy("For eksempel »Beboersygeplejerske«."))
    weekly_hours = NumberField(
        label=gettext_lazy("Timer om ugen"), required=False, least=0, most=actions.MOST_HOURS, decimals=2
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Ansat hos"), required=False, empty_label=NOT_CHOSEN
    )

    def scope(self) -> None:
        assert self.programme is not None
        self.fields["organisation"].queryset = organisations(self.programme)  # type: ignore[attr-defined]


def groups(site: Site) -> Groups:
    positions = site.programme.positions.select_related("organisation").prefetch_related("holders__staff")
    return plain_list(_line(position) for position in positions)


def _line(position: Position) -> Line:
    today = clock.today()
    now = [holder.staff.name for holder in position.holders.all() if fills(holder, today)]
    details = (
        [_("%(hours)s timer om ugen") % {"hours": written_number(position.weekly_hours)}]
        if position.weekly_hours
        else []
    )
    details += [position.organisation.name] if position.organisation else []
    details += [", ".join(now)] if now else []
    return Line(position, position.name, tuple(details), mark="" if now else _("ikke besat"), is_warning=not now)


def fills(holder: PositionHolder, day: Any) -> bool:
    return bool(holder.starts_on <= day and (holder.ends_on is None or holder.ends_on >= day))


def end(site: Site, position: Position) -> dict[str, Any]:
    """Under the form: who has filled it and who does."""
    return {"holders": [(holder, _period(holder)) for holder in position.holders.select_related("staff")]}


def _period(holder: PositionHolder) -> str:
    told = {"first": written_date(holder.starts_on)}
    if holder.ends_on:
        return _("%(first)s til %(last)s") % {**told, "last": written_date(holder.ends_on)}
    return _("fra %(first)s") % told


PART = register(
    Part(
        key="stillinger",
        title=gettext_lazy("Stillinger"),
        lead=gettext_lazy(
            "De stillinger, aftalen betaler, med timer, og hvem der har dem. "
            "Hvem der må hvad i Trædesten, gives for sig."
        ),
        new=gettext_lazy("Ny stilling"),
        empty=gettext_lazy("Skriv den første stilling ned, for eksempel projektlederen."),
        argument="position",
        model=Position,
        form=PositionForm,
        rows=lambda programme: programme.positions.all(),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        row_end="setup/_components/position_end.html",
        end=end,
        after_add=lambda position: ("stillinger", position.pk),
    )
)
