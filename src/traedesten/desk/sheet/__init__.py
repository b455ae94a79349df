"""Forms of kinds that want more than the catalogue's fields: a session with who helped, a roster, measurements."""

from __future__ import annotations

from traedesten.desk.entry_form import EntryForm
from traedesten.desk.sheet.hand import HandForm
from traedesten.desk.sheet.measurement import MeasurementForm
from traedesten.desk.sheet.publication import PublicationForm
from traedesten.desk.sheet.rating import RatingForm
from traedesten.desk.sheet.roster import RosterForm
from traedesten.desk.sheet.session import SessionForm
from traedesten.desk.sheet.talk import TalkForm
from traedesten.desk.sheet.visit import VisitForm

FORMS: dict[str, type[EntryForm]] = {
    "attendance": RosterForm,
    "contribution": HandForm,
    "conversation": TalkForm,
    "measurement": MeasurementForm,
    "publication": PublicationForm,
    "rating": RatingForm,
    "session": SessionForm,
    "visit": VisitForm,
    "volunteer_status": HandForm,
}


def form_class(kind: str) -> type[EntryForm]:
    return FORMS.get(kind, EntryForm)
