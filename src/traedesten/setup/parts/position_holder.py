"""Who fills a position, from and to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from traedesten.core.action import Actor
from traedesten.core.form_field import DateField
from traedesten.places.models import Staff
from traedesten.programme.actions import position_holder as actions
from traedesten.programme.models import Position, PositionHolder, Programme
from traedesten.setup.choice import colleagues
from traedesten.setup.form import SetupForm
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class PositionHolderForm(SetupForm):
    position = forms.ModelChoiceField(
        Position.objects.none(), label=gettext_lazy("Stilling"), empty_label=gettext_lazy("Vælg stilling")
    )
    staff = forms.ModelChoiceField(
        Staff.objects.none(),
        label=gettext_lazy("Medarbejder"),
        empty_label=gettext_lazy("Vælg medarbejder"),
        help_text=gettext_lazy("Dem, der har en rolle i programmet."),
    )
    starts_on = DateField(label=gettext_lazy("Fra"))
    ends_on = DateField(label=gettext_lazy("Til"), required=False, help_text=gettext_lazy("Tomt, så længe det gælder."))

    def scope(self) -> None:
        assert self.programme is not None
        people = colleagues(self.programme, getattr(self.row, "staff_id", None))
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]
        self.fields["position"].queryset = self.programme.positions.all()  # type: ignore[attr-defined]


def rows(programme: Programme) -> Any:
    return PositionHolder.objects.filter(position__programme=programme).select_related("position__programme", "staff")


def groups(site: Site) -> Groups:
    found: dict[str, list[Line]] = {}
    for holder in rows(site.programme):
        found.setdefault(holder.position.name, []).append(Line(holder, holder.staff.name))
    return sorted(found.items())


def add(*, by: Actor, programme: Programme, values: dict[str, Any]) -> PositionHolder:
    told = dict(values)
    return actions.add(by=by, position=told.pop("position"), values=told)


PART = register(
    Part(
        key="bemanding",
        title=gettext_lazy("Hvem har stillingerne"),
        lead=gettext_lazy("Hvem der har hvilken stilling, fra hvornår og til hvornår."),
        new=gettext_lazy("Sæt en medarbejder på"),
        empty=gettext_lazy("Vælg en stilling og den medarbejder, der har den."),
        argument="holder",
        model=PositionHolder,
        form=PositionHolderForm,
        rows=rows,
        groups=groups,
        add=add,
        change=actions.change,
        remove=actions.remove,
        kept=(),
        asks=("position",),
        after=lambda holder: ("stillinger", holder.position_id),
    )
)
