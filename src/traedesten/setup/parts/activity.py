"""Activities by focus area, with sub-activities; closed ones stay, with their reason and what came in their place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.form_field import DateField
from traedesten.core.writing import written_date
from traedesten.places.models import Area, Organisation
from traedesten.programme.actions import activity as actions
from traedesten.programme.counted import criteria_of_activity
from traedesten.programme.models import Activity, FocusArea, Tag
from traedesten.setup.choice import NOT_CHOSEN, organisations
from traedesten.setup.form import SetupForm, name_field, text_field
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site

INHERITED = ("focus_area", "parent", "form", "target_group")
INHERITED_LISTS = ("areas", "partners", "tags")


class ActivityForm(SetupForm):
    name = name_field()
    focus_area = forms.ModelChoiceField(
        FocusArea.objects.none(), label=gettext_lazy("Indsatsområde"), required=False, empty_label=NOT_CHOSEN
    )
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Activity.Form.choices)
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(), label=gettext_lazy("Hvor"), required=False, widget=forms.CheckboxSelectMultiple
    )
    description = text_field(gettext_lazy("Hvad I gør"))
    target_group = text_field(gettext_lazy("For hvem"), rows=2)
    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Med hvem"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=gettext_lazy("Mærker"), required=False, widget=forms.CheckboxSelectMultiple
    )
    parent = forms.ModelChoiceField(
        Activity.objects.none(),
        label=gettext_lazy("Er en del af"),
        required=False,
        empty_label=gettext_lazy("Står for sig selv"),
    )
    replaces = forms.ModelChoiceField(
        Activity.objects.none(), label=gettext_lazy("I stedet for"), required=False, empty_label=gettext_lazy("Ingen")
    )
    starts_on = DateField(
        label=gettext_lazy("Første dag"), required=False, help_text=gettext_lazy("Når den ikke er programmets.")
    )
    ends_on = DateField(
        label=gettext_lazy("Sidste dag"), required=False, help_text=gettext_lazy("Når den ikke er programmets.")
    )

    def scope(self) -> None:
        programme = self.programme
        assert programme is not None
        others = programme.activities.exclude(pk=self.row.pk) if self.row else programme.activities.all()
        offered = {
            "focus_area": programme.focus_areas.all(),
            "areas": programme.areas.all(),
            "partners": organisations(programme),
            "tags": programme.tags.all(),
            "parent": others,
            "replaces": others,
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            if name not in ("focus_area",) and not rows.exists():
                del self.fields[name]
        self._inherit(programme.activities.filter(pk=self.initial.get("replaces") or 0).first())
        self._belong(programme.activities.filter(pk=self.initial.get("parent") or 0).first())

    def _inherit(self, earlier: Activity | None) -> None:
        """One started in place of another begins as it was, the day after its last."""
        if earlier is None or self.row is not None:
            return
        self.initial.update({name: getattr(earlier, name) for name in INHERITED})
        self.initial.update({name: list(getattr(earlier, name).all()) for name in INHERITED_LISTS})
        if earlier.ends_on:
            self.initial["starts_on"] = earlier.ends_on + timedelta(days=1)

    def _belong(self, parent: Activity | None) -> None:
        if parent is not None and self.row is None:
            self.initial.setdefault("focus_area", parent.focus_area)
            self.initial.setdefault("areas", list(parent.areas.all()))


class CloseForm(SetupForm):
    ends_on = DateField(label=gettext_lazy("Sidste dag"))
    close_reason = forms.CharField(
        label=gettext_lazy("Hvorfor"), max_length=300, help_text=gettext_lazy("Kort, så andre kan forstå det.")
    )


def groups(site: Site) -> Groups:
    activities = list(site.programme.activities.select_related("focus_area", "parent").prefetch_related("areas"))
    focus_areas = [*site.programme.focus_areas.all(), None]
    return [
        (focus.name if focus else _("Uden indsatsområde"), _lines([a for a in activities if a.focus_area == focus]))
        for focus in focus_areas
    ]


def _lines(activities: list[Activity]) -> list[Line]:
    """Sub-activities after the one they are a part of; those that are over last."""
    today = clock.today()
    known = {activity.pk for activity in activities}

    def below(parent: int | None) -> list[Line]:
        found = [a for a in activities if (a.parent_id if a.parent_id in known else None) == parent]
        found.sort(key=lambda a: bool(a.ends_on and a.ends_on < today))
        return [line for activity in found for line in (_line(activity, today), *below(activity.pk))]

    return below(None)


def _line(activity: Activity, today: Any) -> Line:
    details = [str(activity.get_form_display()), ", ".join(area.name for area in activity.areas.all())]
    mark = ""
    if activity.close_reason and activity.ends_on:
        mark = (
            _("lukket") if activity.ends_on < today else _("lukker %(day)s") % {"day": written_date(activity.ends_on)}
        )
        details.append(activity.close_reason)
    if activity.parent:
        details.append(_("en del af %(parent)s") % {"parent": activity.parent})
    is_over = bool(activity.ends_on and activity.ends_on < today)
    return Line(activity, activity.name, tuple(filter(None, details)), mark=mark, is_quiet=is_over)


def end(site: Site, activity: Activity) -> dict[str, Any]:
    """Under the form: the criteria that count it, what replaced it, and what is still planned after its end."""
    planned = activity.sessions.filter(planned_on__gt=activity.ends_on).count() if activity.ends_on else 0
    return {
        "criteria": criteria_of_activity(activity),
        "may_decide": site.standing.may(Permission.EDIT_CRITERIA),
        "successors": list(activity.successors.all()),
        "planned": planned,
    }


PART = register(
    Part(
        key="aktiviteter",
        title=gettext_lazy("Aktiviteter"),
        lead=gettext_lazy("Det, aftalen lover, at I gør. Det er dem, man vælger imellem, når man registrerer."),
        new=gettext_lazy("Ny aktivitet"),
        empty=gettext_lazy("Skriv den første aktivitet ned, som I selv kalder den."),
        argument="activity",
        model=Activity,
        form=ActivityForm,
        rows=lambda programme: programme.activities.all(),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        kept=("code", "position", "close_reason"),
        asks=("replaces", "parent", "focus_area"),
        row_end="setup/_components/activity_end.html",
        end=end,
    )
)
