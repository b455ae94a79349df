"""The forms for what people write by hand about how guests are counted: one class a sort, with its words and action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form import Form, set_is_either_or, set_is_needed
from traedesten.core.form_field import DateField, NumberInput
from traedesten.core.ids import new_id
from traedesten.core.writing import written_day
from traedesten.desk.cafe_place import Place
from traedesten.desk.reason_form import reason_field
from traedesten.journal import vocabulary
from traedesten.journal.actions import audit_prompt, box_count, door_check, new_guest_week, site_audit
from traedesten.journal.models import AuditPrompt, BoxCount, Card, DoorCheck, NewGuestWeek, SiteAudit
from traedesten.journal.models.control import Control
from traedesten.journal.models.new_guest_week import AGES, SEXES
from traedesten.journal.models.site_audit import NUMBERS
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem
from traedesten.places.models import Staff


def number_field(label: Any, help_text: Any = "", *, needed: bool = False) -> forms.CharField:
    """A whole number as it was typed; the journal reads it and says what is wrong with it."""
    widget = NumberInput(attrs={"inputmode": "numeric", "class": "input-width-s"})
    field = forms.CharField(label=label, help_text=help_text, required=False, widget=widget, max_length=40)
    set_is_needed(field, needed)
    return field


class ControlForm(Form):
    """`control` is what is put right; without one the form is for something new."""

    code: ClassVar[str]
    icon: ClassVar[str]
    title: ClassVar[Any]
    sentence: ClassVar[Any]
    model: ClassVar[type[Control]]
    # Columns of the journal whose field has another name here.
    columns: ClassVar[dict[str, str]] = {}
    fixed: ClassVar[tuple[str, ...]] = ("session",)

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: Place, control: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.control = place, control
        if control is not None:
            for name in self.fixed:
                self.fields.pop(name, None)
            self.fields["reason"] = reason_field()
        if "session" in self.fields:
            self.fields["session"].choices = place.session_choices()  # type: ignore[attr-defined]

    @classmethod
    def defaults(cls, place: Place) -> dict[str, Any]:
        """What stands in a new form: today, or the last session without one."""
        if "session" in cls.base_fields:
            return {"id": new_id(), "session": place.last_session_without(cls.model)}
        return {"id": new_id(), "on": place.today}

    @classmethod
    def values_of(cls, control: Any) -> dict[str, Any]:
        """What an earlier one says, as initial values."""
        values = {name: getattr(control, name) for name in cls.base_fields if hasattr(control, name) and name != "id"}
        if hasattr(control, "session"):
            values["session"] = control.session.code
        return {"id": new_id(), **values}

    @classmethod
    def said(cls, control: Any) -> str:
        raise NotImplementedError

    def save(self, by: Staff) -> ControlReceipt:
        """Write it down, or put `control` right."""
        uid: UUID = self.cleaned_data["id"]
        if self.control is None:
            return self.record(by, uid)
        return self.correct(by, uid, self.cleaned_data["reason"])

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        raise NotImplementedError

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        raise NotImplementedError

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each sentence at its field; one without a field stands for the whole form."""
        for problem in problems:
            name = self.columns.get(problem.column, problem.column)
            self.add_error(name if name in self.fields else None, problem.message)

    def renew(self) -> None:
        """A new id, so that the next press is a new one."""
        typed: Any = self.data
        self.data = {**typed.dict(), "id": str(new_id())}

    def chosen_session(self) -> Any:
        return self.place.session(self.cleaned_data["session"])

    def typed(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in names}


def session_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Åbning"), error_messages={"required": gettext_lazy("Vælg en åbning.")})


class BoxForm(ControlForm):
    code, icon, model = "kasse", "credit-card", BoxCount
    title = gettext_lazy("Kort i kassen")
    sentence = gettext_lazy("Tæl de stempelkort, der er tilbage i kassen, cirka en gang om måneden.")
    columns: ClassVar = {"counted_on": "on"}
    fixed: ClassVar = ("card",)

    card = forms.ChoiceField(label=gettext_lazy("Hvilke kort"), choices=Card.choices, initial=Card.GUEST)
    on = DateField(label=gettext_lazy("Talt den"))
    printed = number_field(
        gettext_lazy("Trykt i alt"), gettext_lazy("Alle kort, der nogensinde er trykt til denne kasse."), needed=True
    )
    left = number_field(gettext_lazy("Tilbage i kassen"))
    handed_out = number_field(
        gettext_lazy("Delt ud i alt"), gettext_lazy("Kun hvis I tæller de uddelte i stedet for dem, der er tilbage.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("left", "handed_out"):
            set_is_either_or(self.fields[name], True)

    @classmethod
    def defaults(cls, place: Place) -> dict[str, Any]:
        last = place.controls(BoxCount).filter(card=Card.GUEST).order_by("-counted_on", "-pk").first()
        more = {"printed": last.printed} if last else {}
        return {**super().defaults(place), "card": Card.GUEST, **more}

    @classmethod
    def values_of(cls, control: BoxCount) -> dict[str, Any]:
        return {**super().values_of(control), "on": control.counted_on}

    @classmethod
    def said(cls, control: BoxCount) -> str:
        day = written_day(control.counted_on)
        gone = control.printed - control.left if control.left is not None else control.handed_out or 0
        values = {"day": day, "gone": gone, "printed": control.printed, "card": Card(control.card).label}
        return _("%(card)s, %(day)s: %(gone)s væk af %(printed)s trykte.") % values

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        site = self.place.site
        return box_count.record(
            by=by, programme=self.place.programme, activity=site.activity, area=site.area, uid=uid,
            card=Card(self.cleaned_data["card"]), **self.typed(("on", "printed", "left", "handed_out")),
        )  # fmt: skip

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        said = self.typed(("on", "printed", "left", "handed_out"))
        return box_count.correct(by=by, control=self.control, reason=reason, uid=uid, **said)


class DoorForm(ControlForm):
    code, icon, model = "doer", "how-to-reg", DoorCheck
    title = gettext_lazy("Dørtælling")
    sentence = gettext_lazy("Klik alle, der går ind ad døren, ved en åbning fire gange om året.")

    session = session_field()
    clicked = number_field(gettext_lazy("Talt ved døren"), gettext_lazy("Alle gæster, der gik ind."), needed=True)
    tapped = number_field(
        gettext_lazy("Trykt på tabletten"),
        gettext_lazy("Tallet, tabletten eller arket viste, da I lukkede."),
        needed=True,
    )

    @classmethod
    def said(cls, control: DoorCheck) -> str:
        values = {"day": written_day(control.session.planned_on), "tapped": control.tapped, "clicked": control.clicked}
        return _("Dørtælling %(day)s: %(tapped)s trykt af %(clicked)s talt ved døren.") % values

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        return door_check.record(by=by, session=self.chosen_session(), uid=uid, **self.typed(("clicked", "tapped")))

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        said = self.typed(("clicked", "tapped"))
        return door_check.correct(by=by, control=self.control, reason=reason, uid=uid, **said)


class PromptForm(ControlForm):
    code, icon, model = "spoergsmaal", "help", AuditPrompt
    title = gettext_lazy("Kontrolspørgsmål")
    sentence = gettext_lazy(
        "Spørg hver 25. gæst med kort: »Har du været her før?« Skriv, hvor mange I spurgte, og hvor tit der var trykt"
        " forkert."
    )

    session = session_field()
    asked = number_field(gettext_lazy("Spurgt"), needed=True)
    wrong = number_field(gettext_lazy("Heraf trykt forkert"), needed=True)

    @classmethod
    def said(cls, control: AuditPrompt) -> str:
        values = {"day": written_day(control.session.planned_on), "wrong": control.wrong, "asked": control.asked}
        return _("Kontrolspørgsmål %(day)s: %(wrong)s forkerte af %(asked)s.") % values

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        return audit_prompt.record(by=by, session=self.chosen_session(), uid=uid, **self.typed(("asked", "wrong")))

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        said = self.typed(("asked", "wrong"))
        return audit_prompt.correct(by=by, control=self.control, reason=reason, uid=uid, **said)


SEEN = {
    "visits": (gettext_lazy("Besøg, I har set efter"), gettext_lazy("Alle indtil nu, også dem I har skrevet før.")),
    "first_visits": (gettext_lazy("Heraf gæsters første besøg"), ""),
    "first_visits_tapped_new": (gettext_lazy("… der blev trykt »Ny«"), ""),
    "losses": (gettext_lazy("Tabte kort"), ""),
    "losses_untold": (gettext_lazy("… der ikke blev trykt som tabt"), ""),
    "firsts": (gettext_lazy("Uden kort og rigtigt første gang i kvartalet eller perioden"), ""),
    "firsts_told": (gettext_lazy("… der også sagde det"), ""),
    "repeats_in_quarter": (gettext_lazy("Uden kort og set før i kvartalet"), ""),
    "repeats_in_quarter_told_first": (gettext_lazy("… der sagde, det var første gang i kvartalet"), ""),
    "repeats_in_period": (gettext_lazy("Uden kort og set før i perioden"), ""),
    "repeats_in_period_told_first": (gettext_lazy("… der sagde, det var første gang i perioden"), ""),
}


class SiteAuditForm(ControlForm):
    code, icon, model = "eftersyn", "visibility", SiteAudit
    title = gettext_lazy("Eftersyn")
    sentence = gettext_lazy(
        "Stil jer ved siden af tabletten, og se, om der bliver trykt rigtigt. Efter 100 besøg regner skønnet med jeres"
        " egne tal i stedet for de generelle."
    )
    columns: ClassVar = {"audited_on": "on"}

    on = DateField(label=gettext_lazy("Til og med"))
    visits = number_field(*SEEN["visits"], needed=True)
    first_visits = number_field(*SEEN["first_visits"])
    first_visits_tapped_new = number_field(*SEEN["first_visits_tapped_new"])
    losses = number_field(*SEEN["losses"])
    losses_untold = number_field(*SEEN["losses_untold"])
    firsts = number_field(*SEEN["firsts"])
    firsts_told = number_field(*SEEN["firsts_told"])
    repeats_in_quarter = number_field(*SEEN["repeats_in_quarter"])
    repeats_in_quarter_told_first = number_field(*SEEN["repeats_in_quarter_told_first"])
    repeats_in_period = number_field(*SEEN["repeats_in_period"])
    repeats_in_period_told_first = number_field(*SEEN["repeats_in_period_told_first"])

    @classmethod
    def defaults(cls, place: Place) -> dict[str, Any]:
        last = place.controls(SiteAudit).order_by("-audited_on", "-pk").first()
        return {**(cls.values_of(last) if last else {}), **super().defaults(place)}

    @classmethod
    def values_of(cls, control: SiteAudit) -> dict[str, Any]:
        return {**super().values_of(control), "on": control.audited_on}

    @classmethod
    def said(cls, control: SiteAudit) -> str:
        values = {"day": written_day(control.audited_on), "visits": control.visits}
        return _("Eftersyn til og med %(day)s: %(visits)s besøg set efter.") % values

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        on = self.cleaned_data["on"]
        return site_audit.record(by=by, programme=self.place.programme, on=on, numbers=self.typed(NUMBERS), uid=uid)

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        on = self.cleaned_data["on"]
        said = {"on": on, "numbers": self.typed(NUMBERS)}
        return site_audit.correct(by=by, control=self.control, reason=reason, uid=uid, **said)


AGE_NAMES: Mapping[str, Any] = {
    "child": gettext_lazy("0-17 år"),
    "young": gettext_lazy("18-29 år"),
    "adult": gettext_lazy("30-59 år"),
    "senior": gettext_lazy("60 år og derover"),
    "unknown": gettext_lazy("Uoplyst alder"),
}


class WeekForm(ControlForm):
    code, icon, model = "alder", "calendar-month", NewGuestWeek
    title = gettext_lazy("Nye gæsters alder og køn")
    sentence = gettext_lazy("Én gang om ugen, aldrig for en enkelt dag eller gæst. Tomt felt betyder ingen.")
    columns: ClassVar = {"monday": "on"}
    fixed: ClassVar = ("on",)

    on = DateField(label=gettext_lazy("En dag i ugen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason", None)
        for age in AGES:
            for sex in SEXES:
                self.fields[f"{sex}_{age}"] = number_field(f"{vocabulary.SEXES.name(sex)}, {AGE_NAMES[age]}")
        if reason:
            self.fields["reason"] = reason

    @property
    def heads(self) -> list[str]:
        return [vocabulary.SEXES.name(sex) for sex in SEXES]

    @property
    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The grid: an age with its field for each sex."""
        return [(AGE_NAMES[age], [self[f"{sex}_{age}"] for sex in SEXES]) for age in AGES]

    @classmethod
    def values_of(cls, control: NewGuestWeek) -> dict[str, Any]:
        cells = {f"{sex}_{age}": getattr(control, f"{sex}_{age}") or "" for age in AGES for sex in SEXES}
        return {**super().values_of(control), "on": control.monday, **cells}

    @classmethod
    def said(cls, control: NewGuestWeek) -> str:
        values = {"week": control.monday.isocalendar()[1], "guests": control.guests}
        return _("Uge %(week)s: alder og køn på %(guests)s nye gæster.") % values

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        site = self.place.site
        return new_guest_week.record(
            by=by, programme=self.place.programme, activity=site.activity, area=site.area, uid=uid,
            on=self.cleaned_data["on"], cells=self.cleaned_data, today=clock.today(),
        )  # fmt: skip

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        return new_guest_week.correct(by=by, control=self.control, reason=reason, uid=uid, cells=self.cleaned_data)
