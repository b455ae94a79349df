"""Milestones with who and when: due, reached, overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form_field import DateField, PastDateField
from traedesten.core.writing import written_day
from traedesten.programme.actions import milestone as actions
from traedesten.programme.models import Activity, Milestone, Position
from traedesten.setup.choice import NOT_CHOSEN
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class MilestoneForm(SetupForm):
    name = name_field(gettext_lazy("Hvad skal være nået"), most=300)
    due_on = DateField(label=gettext_lazy("Senest"))
    position = forms.ModelChoiceField(
        Position.objects.none(), label=gettext_lazy("Hvem har ansvaret"), required=False, empty_label=NOT_CHOSEN
    )
    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=gettext_lazy("Aktivitet"), required=False, empty_label=NOT_CHOSEN
    )

    def scope(self) -> None:
        assert self.programme is not None
        self.fields["position"].queryset = self.programme.positions.all()  # type: ignore[attr-defined]
        self.fields["activity"].queryset = self.programme.activities.all()  # type: ignore[attr-defined]


class ReachedForm(SetupForm):
    done_on = PastDateField(label=gettext_lazy("Nået den"), initial=clock.today)


def groups(site: Site) -> Groups:
    today = clock.today()
    found = list(
        site.programme.milestones.select_related("position", "done_by").prefetch_related("position__holders__staff")
    )
    ahead = [_line(each, today) for each in found if each.done_on is None]
    reached = [_line(each, today) for each in found if each.done_on is not None]
    return [(_("Ikke nået endnu"), ahead), (_("Nået"), reached)]


def _line(milestone: Milestone, today: date) -> Line:
    late = milestone.done_on is None and milestone.due_on < today
    who = _who(milestone, today)
    due = _("senest %(day)s") % {"day": written_day(milestone.due_on)}
    details = tuple(filter(None, (due, who, reached_by(milestone))))
    return Line(
        milestone, milestone.name, details, mark=_("overskredet") if late else "", is_warning=late,
        is_quiet=milestone.done_on is not None,
    )  # fmt: skip


def _who(milestone: Milestone, today: date) -> str:
    """The position, and whoever fills it today."""
    position = milestone.position
    if position is None:
        return ""
    now = [holder.staff.name for holder in position.holders.all() if _fills(holder, today)]
    return f"{position.name} ({', '.join(now)})" if now else position.name


def _fills(holder: Any, day: date) -> bool:
    return bool(holder.starts_on <= day and (holder.ends_on is None or holder.ends_on >= day))


def reached_by(milestone: Milestone) -> str:
    if milestone.done_on is None:
        return ""
    day = written_day(milestone.done_on)
    if milestone.done_by:
        return _("nået %(day)s, skrevet af %(name)s") % {"day": day, "name": milestone.done_by.name}
    return _("nået %(day)s") % {"day": day}


def end(site: Site, milestone: Milestone) -> dict[str, Any]:
    return {"reached": reached_by(milestone), "reached_form": ReachedForm(programme=site.programme, prefix="naaet")}


PART = register(
    Part(
        key="milepaele",
        title=gettext_lazy("Milepæle"),
        lead=gettext_lazy("Det, der skal være nået på en bestemt dag, og hvem der har ansvaret."),
        new=gettext_lazy("Ny milepæl"),
        empty=gettext_lazy("Skriv den første ned, for eksempel at caféen er åben."),
        argument="milestone",
        model=Milestone,
        form=MilestoneForm,
        rows=lambda programme: programme.milestones.all(),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        kept=("code", "done_on", "done_by"),
        row_end="setup/_components/milestone_end.html",
        end=end,
    )
)
