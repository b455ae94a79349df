"""An entry as one Danish sentence, the way a colleague would say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from traedesten.core.writing import written_number
from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import KINDS, MEASUREMENTS
from traedesten.journal.models import Entry

# What a sentence reads of an entry: a list asks for these in the same query.
OF_SESSION = ("session__area", "session__run", "session__initiative")  # where the session is named by itself
READS = ("activity", "area", "session__activity", "run", "offer", "partner", "subject", "topic", "thread__initiative")

# What a writer gives: the beginning, where the area follows, and what comes after a colon.
Said = tuple[str, Iterable[str]]
# Channels whose name alone does not fit behind a verb.
WAYS = {
    "phone": gettext_lazy("på telefon"),
    "text": gettext_lazy("på sms"),
    "mail": gettext_lazy("på e-mail eller brev"),
    "other": gettext_lazy("et andet sted"),
}
Writer = Callable[[Entry, str], Said]


def of(entry: Entry, *, with_person: bool = True) -> str:
    """The sentence; without the person's code for readers who are not to see persons."""
    who = entry.subject.code if entry.subject and with_person else ""
    head, parts = WRITERS.get(entry.kind, _general)(entry, who)
    head = f"{head[:1].upper()}{head[1:]}{_where(entry)}"
    tail = ", ".join(part for part in parts if part)
    return f"{head}: {tail}." if tail else f"{head}."


# --- Pieces -----------------------------------------------------------------------------------------------


def _where(entry: Entry) -> str:
    return _(" i %(area)s") % {"area": entry.area.name} if entry.area else ""


def _what(entry: Entry) -> str:
    """What was going on: the run, the activity or that of the session."""
    titled = entry.run or (entry.session and entry.session.name)
    if titled:  # a name somebody gave, often a whole sentence of its own
        return _("»%(title)s«") % {"title": titled}
    return str((entry.session and entry.session.activity) or entry.activity or "")


def _step(entry: Entry) -> str:
    return v.STEPS.name(entry.step).lower() if entry.step else ""


def _channel(entry: Entry) -> str:
    return v.CHANNELS.name(entry.channel).lower() if entry.channel else ""


def _way(entry: Entry) -> str:
    """The channel as it is said in the middle of a sentence."""
    return str(WAYS.get(entry.channel, "")) or _channel(entry)


def _number(value: float | None) -> str:
    return "" if value is None else written_number(value)


def _persons(count: int | None) -> str:
    return "" if count is None else ngettext("%(n)s person", "%(n)s personer", count) % {"n": _number(count)}


def _families(count: int | None) -> str:
    return "" if count is None else ngettext("%(n)s familie", "%(n)s familier", count) % {"n": _number(count)}


def _topic(entry: Entry) -> str:
    return str(entry.topic or "")


def _about(entry: Entry) -> str:
    """The topic in the middle of a sentence: "Lære at cykle" becomes "lære at cykle", "KRAM" stays."""
    name = _topic(entry)
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def _initiative(entry: Entry) -> str:
    initiative = getattr(entry.thread, "initiative", None) if entry.thread else None
    return initiative.name if initiative else ""


def _to(what: str) -> str:
    return _(" til %(what)s") % {"what": what} if what else ""


def _with(who: str) -> str:
    return _(" med %(who)s") % {"who": who} if who else ""


# --- One writer a kind ------------------------------------------------------------------------------------


def _general(entry: Entry, who: str) -> Said:
    return KINDS[entry.kind].name + _with(who), (_about(entry) or _what(entry), _step(entry))


def _visit(entry: Entry, who: str) -> Said:
    return _("%(who)s besøgte %(what)s") % {"who": who or _("en kendt person"), "what": _what(entry)}, ()


def _session(entry: Entry, who: str) -> Said:
    if entry.step == "cancelled":
        return _("%(what)s blev aflyst") % {"what": _what(entry)}, ()
    counted = _(" og ").join(part for part in (_persons(entry.people), _families(entry.families)) if part)
    return _("%(what)s blev holdt") % {"what": _what(entry)}, (counted,)


def _contact(entry: Entry, who: str) -> Said:
    first = {"yes": _("første gang"), "no": _("set før")}.get(entry.first_time, "")
    several = _persons(entry.people) if (entry.people or 1) > 1 else ""
    head = _("kontakt %(channel)s") % {"channel": _way(entry)} + _with(who or several)
    return head, (_about(entry), _step(entry), first)


def _enquiry(entry: Entry, who: str) -> Said:
    way = f" {_way(entry)}" if entry.channel else ""
    return f"{KINDS[entry.kind].name} {_step(entry)}{way}", (_about(entry),)


def _conversation(entry: Entry, who: str) -> Said:
    minutes = _("%(n)s minutter") % {"n": _number(entry.value)} if entry.value else ""
    return v.STEPS.name(entry.step) + _with(who), (_about(entry), minutes)


def _measurement(entry: Entry, who: str) -> Said:
    rule = MEASUREMENTS.get(entry.topic.code) if entry.topic else None
    measured = f"{_number(entry.value)} {rule.unit if rule else ''}".strip()
    return _topic(entry) + (_(" hos %(who)s") % {"who": who} if who else ""), (measured,)


def _enrolment(entry: Entry, who: str) -> Said:
    known = {"who": who or _("en deltager"), "what": _what(entry)}
    if entry.step == "ended":
        return _("%(who)s sluttede på %(what)s") % known, (_about(entry),)
    return _("%(who)s begyndte på %(what)s") % known, ()


def _attendance(entry: Entry, who: str) -> Said:
    return _("%(who)s var til stede på %(what)s") % {"who": who or _("en deltager"), "what": _what(entry)}, ()


def _outcome(entry: Entry, who: str) -> Said:
    answer = {0.0: _("nej"), 1.0: _("ja")}.get(entry.value, "") if entry.value is not None else ""
    return v.STEPS.name(entry.step) + (_(" for %(who)s") % {"who": who} if who else ""), (answer, _about(entry))


def _follow_up(entry: Entry, who: str) -> Said:
    return _("opfølgning") + _with(who), (_about(entry), _step(entry))


def _referral(entry: Entry, who: str) -> Said:
    way = _("brobygning af %(who)s til %(offer)s") if who else _("brobygning til %(offer)s")
    return way % {"who": who, "offer": str(entry.offer or "")}, (_step(entry),)


def _told_visit(entry: Entry, who: str) -> Said:
    known = {"who": who or _("en deltager"), "what": _what(entry)}
    has_been = entry.step == "yes"
    return (_("%(who)s har brugt %(what)s") if has_been else _("%(who)s har ikke brugt %(what)s")) % known, ()


def _contribution(entry: Entry, who: str) -> Said:
    giver = who or (entry.partner.name if entry.partner else "") or _persons(entry.people) or _("en frivillig")
    hours = _("%(n)s timer") % {"n": _number(entry.value)} if entry.value else _("en hånd")
    return _("%(who)s gav %(hours)s") % {"who": giver, "hours": hours} + _to(_what(entry)), ()


def _publication(entry: Entry, who: str) -> Said:
    return _("udgivet"), (_channel(entry),)


def _delivery(entry: Entry, who: str) -> Said:
    homes = ngettext("%(n)s bolig", "%(n)s boliger", entry.people or 0) % {"n": _number(entry.people)}
    return _("delt ud til %(homes)s") % {"homes": homes}, ()


def _outside_figure(entry: Entry, who: str) -> Said:
    return _topic(entry), (_number(entry.value),)


def _training(entry: Entry, who: str) -> Said:
    return _("%(who)s lærte %(topic)s") % {"who": who or _persons(entry.people), "topic": _topic(entry)}, ()


def _initiative_step(entry: Entry, who: str) -> Said:
    return _initiative(entry) or KINDS[entry.kind].name, (_step(entry), _about(entry))


def _log_entry(entry: Entry, who: str) -> Said:
    return _("logbog"), (_initiative(entry) or _what(entry),)


def _answer(entry: Entry, who: str) -> Said:
    head = _("svar på %(topic)s") % {"topic": _topic(entry)}
    return head + (_(" fra %(who)s") % {"who": who} if who else ""), (_number(entry.value), _step(entry))


def _rating(entry: Entry, who: str) -> Said:
    count = entry.people or 1
    said = ngettext("%(n)s smiley på %(value)s af 5", "%(n)s smileyer på %(value)s af 5", count)
    return said % {"n": _number(count), "value": _number(entry.value)} + _to(_what(entry)), ()


WRITERS: dict[str, Writer] = {
    "answer": _answer,
    "attendance": _attendance,
    "concern": _enquiry,
    "contact": _contact,
    "contribution": _contribution,
    "conversation": _conversation,
    "delivery": _delivery,
    "enquiry": _enquiry,
    "enrolment": _enrolment,
    "follow_up": _follow_up,
    "initiative": _initiative_step,
    "log_entry": _log_entry,
    "measurement": _measurement,
    "outcome": _outcome,
    "outside_figure": _outside_figure,
    "publication": _publication,
    "rating": _rating,
    "referral": _referral,
    "session": _session,
    "told_visit": _told_visit,
    "training": _training,
    "visit": _visit,
}
