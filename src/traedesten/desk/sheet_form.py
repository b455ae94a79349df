"""The sheet of an opening that was counted on paper: the tablet's six buttons as columns, with what each holds."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form import set_is_needed
from traedesten.core.writing import written_day
from traedesten.desk.cafe_place import Place
from traedesten.desk.control_form import ControlForm, number_field, session_field
from traedesten.journal.actions import paper_tally
from traedesten.journal.models import Card, PaperTally
from traedesten.journal.models.paper_tally import BUTTONS, LINES
from traedesten.journal.receipt import ControlReceipt
from traedesten.places.models import Staff

# What stands on the sheet, in its order; those not among the six are parts of what stands above them.
LABELS = {
    "new_guests": gettext_lazy("Ny"),
    "new_without_card": gettext_lazy("heraf ville ikke have kort"),
    "second_time": gettext_lazy("2. gang (kortet har ét stempel)"),
    "second_new_quarter": gettext_lazy("heraf med stempel fra før kvartalet"),
    "first_in_quarter": gettext_lazy("Kendt, første gang i kvartalet"),
    "period_by_card": gettext_lazy("heraf, af de to ovenfor, første gang i år"),
    "known": gettext_lazy("Kendt"),
    "forgotten": gettext_lazy("Glemt kort"),
    "replaced_cards": gettext_lazy("heraf havde tabt det og fik et nyt"),
    "without_card": gettext_lazy("Uden kort"),
    "asked_second": gettext_lazy("heraf her for 2. gang"),
    "asked_quarter": gettext_lazy("Spurgt (uden kort eller nyt kort): første gang i kvartalet"),
    "asked_period": gettext_lazy("Spurgt (uden kort eller nyt kort): første gang i år"),
}


class SheetForm(ControlForm):
    code, icon, model = "ark", "assignment", PaperTally
    title = gettext_lazy("Åbning talt på papir")
    sentence = gettext_lazy(
        "Skriv stregerne fra arket ind. Et tomt felt betyder ingen; de seks felter skal give »I alt«."
    )
    fixed: ClassVar = ("session", "beside_tablet")
    card: ClassVar[Card] = Card.GUEST

    session = session_field()
    new_guests = number_field(LABELS["new_guests"])
    new_without_card = number_field(LABELS["new_without_card"])
    second_time = number_field(LABELS["second_time"])
    second_new_quarter = number_field(LABELS["second_new_quarter"])
    first_in_quarter = number_field(LABELS["first_in_quarter"])
    period_by_card = number_field(LABELS["period_by_card"])
    known = number_field(LABELS["known"])
    forgotten = number_field(LABELS["forgotten"])
    replaced_cards = number_field(LABELS["replaced_cards"])
    without_card = number_field(LABELS["without_card"])
    asked_second = number_field(LABELS["asked_second"])
    asked_quarter = number_field(LABELS["asked_quarter"])
    asked_period = number_field(LABELS["asked_period"])
    total = number_field(gettext_lazy("I alt"), needed=True)
    beside_tablet = forms.BooleanField(
        label=gettext_lazy("Arket er ud over det, der blev trykt på tabletten"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_is_needed(self.fields["total"], True)

    @property
    def lines(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields of the sheet in order, and whether each is one of the six that add up."""
        return [(self[name], name in BUTTONS) for name in self.fields if name in LINES]

    @classmethod
    def defaults(cls, place: Place) -> dict[str, Any]:
        return {**super().defaults(place), "session": place.last_session_without(PaperTally, card=cls.card)}

    @classmethod
    def values_of(cls, control: PaperTally) -> dict[str, Any]:
        said = {name: getattr(control, name) or "" for name in LINES if name in cls.base_fields}
        return {**super().values_of(control), **said, "total": control.visits}

    @classmethod
    def said(cls, control: PaperTally) -> str:
        values = {"day": written_day(control.session.planned_on), "visits": control.visits, "new": control.new_guests}
        if control.card == Card.FAMILY:
            return _("Familieark %(day)s: %(visits)s besøg, %(new)s nye familier.") % values
        return _("Ark %(day)s: %(visits)s besøg, %(new)s nye.") % values

    def record(self, by: Staff, uid: UUID) -> ControlReceipt:
        return paper_tally.record(
            by=by, session=self.chosen_session(), lines=self.typed(LINES), total=self.cleaned_data["total"],
            card=self.card, beside_tablet=self.cleaned_data["beside_tablet"], uid=uid,
        )  # fmt: skip

    def correct(self, by: Staff, uid: UUID, reason: str) -> ControlReceipt:
        said = {"lines": self.typed(LINES), "total": self.cleaned_data["total"]}
        return paper_tally.correct(by=by, control=self.control, reason=reason, uid=uid, **said)


class FamilySheetForm(SheetForm):
    code, icon, card = "familieark", "groups", Card.FAMILY
    title = gettext_lazy("Familier talt på papir")
    sentence = gettext_lazy("Familier med familiekort, hver familie som ét besøg. De lægges aldrig til gæsterne.")

    adults = number_field(gettext_lazy("Voksne i de nye familier"))
    children = number_field(gettext_lazy("Børn i de nye familier"))

    field_order = ("session", "new_guests", "new_without_card", "adults", "children")
