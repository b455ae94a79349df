"""How each kind of entry looks as a form: what is asked first, what waits under "Mere", and in which words.

The catalogue decides which columns a kind has and what they may hold; only order, labels and grouping are settled here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, KindSpec


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that belong together on the page of buttons."""

    code: str
    name: Any
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """``first`` are the columns shown at once, in order; the rest of the kind's columns wait in the fold."""

    icon: str
    hint: Any
    first: tuple[str, ...]


GROUPS = (
    Group("meeting", _("Møder med beboere"), ("contact", "enquiry", "concern", "visit", "session", "need", "rating")),
    Group(
        "person",
        _("Én persons vej"),
        ("conversation", "referral", "enrolment", "attendance", "told_visit", "follow_up", "outcome"),
    ),
    Group("health", _("Helbred og mål"), ("measurement", "goal", "plan", "answer")),
    Group("hands", _("Frivillige, partnere og fagfolk"), ("contribution", "volunteer_status", "training")),
    Group(
        "work", _("Udvikling og formidling"), ("log_entry", "initiative", "theme", "story", "publication", "delivery")
    ),
    Group("outside", _("Tal udefra"), ("outside_figure",)),
)

WHERE = ("activity", "area")
PLACED_BY_PLAN = ("attendance",)
# Told in one line once all of them are known beforehand.
SETTLED = (*WHERE, "on")
# The form of activity that a kind is usually recorded under: chosen beforehand where the programme has one such.
DONE_UNDER = {
    "contact": "outreach",
    "conversation": "conversation",
    "measurement": "conversation",
    "goal": "conversation",
    "plan": "conversation",
    "told_visit": "open",
    "publication": "publication",
    "delivery": "publication",
}
# About one person whom the writer often wrote about before: the latest are offered as taps.
ABOUT_ONE_KNOWN = (
    "conversation",
    "measurement",
    "goal",
    "plan",
    "enrolment",
    "outcome",
    "follow_up",
    "referral",
    "told_visit",
)
# Work for the whole programme as often as for one area: nobody is asked which.
FOR_ALL_AREAS = ("training", "log_entry", "initiative", "theme", "story", "publication", "outside_figure")
# Shown at once, and the programme's whole work as often as one activity's.
FOR_ALL_ACTIVITIES = ("publication", "delivery")
LAYOUTS: dict[str, Layout] = {
    "visit": Layout("how-to-reg", _("En kendt person er her"), ("session", "subject")),
    "session": Layout("groups", _("Holdt eller aflyst, og hvor mange"), ("session", "step", "people", "families")),
    "contact": Layout(
        "chat",
        _("En snak med en beboer"),
        ("channel", "first_time", "step", "topic", *WHERE, "on", "subject", "note"),
    ),
    "enquiry": Layout(
        "contact-support",
        _("Nogen spørger"),
        ("step", "thread", "channel", "topic", "source", *WHERE, "on", "due_on", "note"),
    ),
    "concern": Layout(
        "notifications",
        _("Bekymring uden sag"),
        ("step", "thread", "source", "channel", "topic", *WHERE, "on", "due_on", "note"),
    ),
    "conversation": Layout(
        "forum", _("En aftalt samtale"), ("step", "subject", "value", "topic", "also", *WHERE, "on", "note", "agreed")
    ),
    "measurement": Layout("science", _("For eksempel blodtryk"), ("subject", *WHERE, "on")),
    "goal": Layout("flag", _("Sat, nået eller opgivet"), ("step", "subject", "topic", *WHERE, "on", "note")),
    "plan": Layout("assignment", _("Lavet, revideret, afsluttet"), ("step", "subject", "topic", *WHERE, "on", "note")),
    "enrolment": Layout(
        "person-add", _("Begynder eller slutter"), ("step", "subject", "run", "activity", "topic", "channel", "on")
    ),
    "attendance": Layout("checklist", _("Til stede på et forløb"), ("session", "run")),
    "outcome": Layout("star", _("Det kom der ud af det"), ("step", "subject", "value", "topic", "run", *WHERE, "on")),
    "follow_up": Layout("reply", _("Ringet eller mødt igen"), ("step", "subject", "topic", "channel", "on", "note")),
    "referral": Layout("share", _("Et trin på vej til et tilbud"), ("step", "subject", "offer", "topic", "on", "note")),
    "told_visit": Layout("feedback", _("Har du brugt caféen?"), ("step", "subject", "activity", "on")),
    "contribution": Layout(
        "support-agent", _("Timer givet"), ("value", "subject", "people", "partner", *WHERE, "on", "note")
    ),
    "volunteer_status": Layout("persons", _("Aktiv, på pause, stoppet"), ("step", "subject", *WHERE, "on")),
    "training": Layout("student", _("Lært en metode"), ("topic", "people", "value", "on", "note")),
    "log_entry": Layout("edit", _("En linje om arbejdet"), ("activity", "thread", "note", "on")),
    "initiative": Layout("construction", _("Fra behov til forankring"), ("thread", "step", "title", "note", "on")),
    "need": Layout(
        "list-add", _("Noget, beboere ønsker"), ("step", "thread", "topic", "title", "people", *WHERE, "on", "note")
    ),
    "theme": Layout("bookmarks", _("Det, der går igen"), ("thread", "step", "topic", "title", "note", "on")),
    "story": Layout("bookmark", _("Fortalt eller udgivet"), ("thread", "step", "title", "text", "consented_on", "on")),
    "publication": Layout("document", _("Nyhed, blad eller opslag"), ("channel", "title", "address", "activity", "on")),
    "delivery": Layout("send", _("Delt ud i et område"), ("thread", "area", "people", "activity", "on")),
    "outside_figure": Layout(
        "analytics",
        _("Fra en undersøgelse"),
        ("topic", "value", "people", "step", "area", "on", "source_name", "published_on"),
    ),
    "answer": Layout(
        "list-check", _("Ét svar fra et skema"), ("topic", "value", "step", "subject", "thread", "run", "on")
    ),
    "rating": Layout("star-fill", _("Smiley ved døren"), ("value", "people", "session", "activity", "on")),
}

# Words that fit the kind better than the column's general name.
LABELS: dict[str, dict[str, Any]] = {
    "session": {
        "session": _("Hvilken åbning"),
        "step": _("Hvordan gik det"),
        "partner": _("Holdt sammen med"),
    },
    "visit": {"session": _("Hvilken åbning")},
    "contact": {
        "channel": _("Hvor eller hvordan"),
        "first_time": _("Første gang vi mødes"),
        "step": _("Hvordan gik det"),
        "topic": _("Hvad det handlede om"),
        "people": _("Antal personer, hvis flere"),
    },
    "enquiry": {"channel": _("Hvor eller hvordan"), "topic": _("Hvad det handler om"), "thread": _("Henvendelse")},
    "concern": {"channel": _("Hvor eller hvordan"), "topic": _("Hvad det handler om"), "thread": _("Bekymring")},
    "conversation": {"step": _("Hvilken samtale"), "topic": _("Hvad den mest handlede om"), "channel": _("Hvor")},
    "measurement": {"topic": _("Hvad er målt")},
    "goal": {"step": _("Målet er"), "topic": _("Hvad målet handler om"), "thread": _("Mål"), "note": _("Målet i ord")},
    "plan": {"step": _("Planen er"), "topic": _("Hvilken plan"), "thread": _("Plan")},
    "enrolment": {
        "step": _("Personen er"),
        "topic": _("Grund, hvis personen slutter"),
        "channel": _("Hvordan personen kom med"),
    },
    "attendance": {"session": _("Hvilken mødegang")},
    "outcome": {"step": _("Hvad er sket"), "value": _("Er det sket?"), "topic": _("Hvornår")},
    "follow_up": {"step": _("Fik vi fat i personen"), "topic": _("Hvornår")},
    "referral": {"step": _("Hvor langt er vi"), "topic": _("Grund"), "thread": _("Brobygning")},
    "told_visit": {"step": _("Har personen brugt caféen"), "activity": _("Hvilken café")},
    "contribution": {
        "value": _("Timer i alt"),
        "subject": _("Frivillig"),
        "people": _("Antal frivillige uden kode"),
        "partner": _("Samarbejdspartner"),
    },
    "volunteer_status": {"step": _("Den frivillige er"), "subject": _("Frivillig")},
    "training": {"topic": _("Hvilken metode"), "people": _("Hvor mange fagfolk"), "subject": _("Én fagperson")},
    "log_entry": {"thread": _("Initiativ"), "topic": _("Metode"), "note": _("Hvad skete der")},
    "initiative": {
        "thread": _("Hvilket initiativ"),
        "step": _("Trin"),
        "topic": _("Metode"),
        "title": _("Overskrift eller nyt initiativs navn"),
    },
    "need": {
        "topic": _("Hvad slags behov"),
        "people": _("Hvor mange sagde det"),
        "thread": _("Behov"),
        "title": _("Behovet med få ord"),
    },
    "theme": {
        "thread": _("Hvilket tema"),
        "topic": _("Hvad slags tema"),
        "note": _("Belæg: hvad har I set eller hørt"),
    },
    "story": {"thread": _("Hvilken fortælling")},
    "publication": {"channel": _("Hvor er det udgivet"), "thread": _("Udgivelse")},
    "delivery": {"thread": _("Hvilken udgivelse"), "people": _("Antal boliger"), "channel": _("Slags")},
    "outside_figure": {
        "topic": _("Hvilket tal"),
        "people": _("Antal adspurgte"),
        "step": _("Hvad tallet er"),
        "on": _("Dagen, tallet gælder for"),
    },
    "answer": {"thread": _("Skema uden navn"), "topic": _("Spørgsmål eller skema"), "step": _("Hvornår")},
    "rating": {"people": _("Antal tryk"), "session": _("Hvilken åbning"), "activity": _("Hvilken aktivitet")},
}

_OLDER = _("Er den ældre, så skriv dagen under »Dato« og tryk Gem. Så kan du vælge mellem åbningerne omkring den dag.")
HELP: dict[str, dict[str, Any]] = {
    "contact": {"subject": _("Kun hvis personen allerede er kendt under en kode. Ellers lad feltet stå tomt.")},
    "rating": {"people": _("Hvor mange der trykkede på denne smiley. Tomt betyder én.")},
    "outside_figure": {"people": _("Hvor mange svar tallet bygger på, hvis det er kendt.")},
    "delivery": {"people": _("Hvor mange boliger fik udgivelsen.")},
    "contribution": {"value": _("I alt for alle, for eksempel 2,5.")},
    "conversation": {"also": _("Tryk på alt, I kom ind på. Det kan læses her, men tælles ikke.")},
    "session": {"people": _("Tæl også børn med."), "session": _OLDER},
    "visit": {"session": _OLDER},
}
GENERAL_HELP: dict[str, Any] = {
    "household": _("Familiens kode. En ny kode opretter familien."),
    "due_on": _("Lad det stå tomt, hvis der ikke skal gøres mere."),
    "on": _("For eksempel 20.11.2026 eller »i går«."),
    "at": _("For eksempel 14.30."),
    "note": _("Skriv aldrig navn eller CPR-nummer."),
    "linked_subject": _("Personens kode."),
}


# Heads that are counted with a tap each, and usual answers that need no typing: (what is written, what the tap says).
COUNTED = ("session", "contribution", "need", "contact", "training")
QUICK: dict[tuple[str, str], tuple[tuple[str, Any], ...]] = {
    ("conversation", "value"): tuple((minutes, minutes) for minutes in ("15", "30", "45", "60", "90")),
    ("contribution", "value"): tuple((hours, hours) for hours in ("1", "2", "3", "4")),
    ("training", "value"): tuple((hours, hours) for hours in ("3", "7", "14")),
}

# What counts as this kind, where staff ask: shown folded under the heading.
COUNTS: dict[str, tuple[Any, ...]] = {
    "contact": (
        _("En kontakt er en snak begge veje: ved døren, i gården, på telefon. I behøver ikke at kende personen."),
        _("Var det en aftalt snak med en, I kender under en kode, er det en samtale."),
        _("Kom personen bare i caféen, er det et besøg. Talte I sammen der, er det både et besøg og en kontakt."),
    ),
    "conversation": (
        _("En samtale er aftalt og med en person, I kender under en kode. Den er ikke også en kontakt."),
        _("Den samme person tæller højst én gang om dagen for hver slags samtale."),
        _("Mødtes I tilfældigt og talte sammen, er det en kontakt."),
    ),
    "visit": (
        _("Et besøg er en kendt person ved én åbning. Medarbejdere og frivillige på vagt er ikke besøg."),
        _("Gæster uden kode tælles med trykkene på tabletten eller med antallet, når åbningen er holdt."),
    ),
    "enquiry": (
        _("En henvendelse er, når nogen spørger jer om noget. Den tælles, og der oprettes ingen sag på en person."),
        _("Gælder den en anden, der ikke selv har sagt ja, er det en bekymring."),
    ),
    "concern": (
        _("En bekymring gælder en, der ikke selv har sagt ja til kontakt. Skriv ikke navn eller adresse."),
        _("Har personen sagt ja, så registrér en kontakt eller en samtale i stedet."),
    ),
    "session": (
        _("Tæl dem, der kom. Medarbejdere, frivillige på vagt og studiebesøg tælles ikke med."),
        _("En åbning er holdt, også når ingen kom. Så skriver I 0."),
    ),
    "contribution": (
        _("Et bidrag er en hånd fra en frivillig eller en partner, med eller uden timer. Gæster giver ikke bidrag."),
    ),
    "referral": (
        _("Der er bygget bro, når personen er begyndt i tilbuddet. Skriv hvert trin, når det sker."),
        _("Følges I med derhen, er det trinnet »Fulgt derhen«."),
    ),
    "attendance": (
        _("Sæt kryds ved dem, der var der. De andre skal I ikke gøre noget ved."),
        _("Personen har gennemført, når andelen af mødegange er høj nok. Det regner systemet ud."),
    ),
    "outcome": (
        _("Et resultat er noget, der er sket i personens liv. Skriv også »Nej«, når I har spurgt, og det ikke skete."),
    ),
    "follow_up": (_("Skriv også forsøg, hvor I ikke fik fat i personen. De viser, hvem der mangler."),),
    "outside_figure": (_("Skriv den dag, tallet gælder for, ikke den dag, I fandt det."),),
    "publication": (_("Hvert nummer, opslag eller plakat er én udgivelse, uanset hvor mange der fik den."),),
    "training": (_("Én registrering for hver metode. Skriv antallet af fagfolk eller én persons kode."),),
}


def label(spec: KindSpec, column: str) -> str:
    """What a column is called in the form of a kind."""
    own = LABELS.get(spec.code, {}).get(column)
    if own:
        return str(own)
    if column == "value" and spec.value:
        return str(spec.value.label)
    details = {detail.name: detail.label for detail in spec.detail_columns}
    return str(details.get(column) or COLUMN_NAMES[column])


def help_text(spec: KindSpec, column: str) -> str:
    """One line under the label; empty where the label is enough."""
    own = HELP.get(spec.code, {}).get(column) or GENERAL_HELP.get(column, "")
    if own or column != "value" or not spec.value or not spec.value.unit or spec.code == "rating":
        return str(own)
    return "" if str(spec.value.unit) == str(spec.value.label).lower() else str(spec.value.unit)


def _first(spec: KindSpec) -> tuple[str, ...]:
    """What is shown at once. Where it happened always is: every figure by area stands on it."""
    asked = LAYOUTS[spec.code].first
    if "area" in asked or "area" not in spec.columns or is_placed_by_plan(spec):
        return asked
    place = asked.index("on") if "on" in asked else len(asked)
    return (*asked[:place], "area", *asked[place:])


def columns(spec: KindSpec) -> tuple[str, ...]:
    """Every column of the form in order: those asked first, then the rest."""
    details = tuple(detail.name for detail in spec.detail_columns)
    known = dict.fromkeys((*spec.columns, "on", "at", *details))
    first = [column for column in _first(spec) if column in known]
    return tuple(dict.fromkeys((*first, *known)))


def is_first(spec: KindSpec, column: str) -> bool:
    """Whether a column is shown at once: settled here, or because the catalogue requires it."""
    details = {detail.name for detail in spec.detail_columns if detail.required}
    return column in _first(spec) or column in spec.required or column in details


def asked(spec: KindSpec) -> frozenset[str]:
    """Columns of where it happened that are to be a choice: left out by accident, the entry counts nowhere."""
    chosen = {name for group in spec.one_of for name in group} | set(spec.required)
    shown = {*_first(spec), "area"} if spec.code in PLACED_BY_PLAN else set(_first(spec))
    wanted = set(WHERE) & shown & set(spec.columns) - chosen
    if spec.code in FOR_ALL_AREAS:
        wanted.discard("area")
    if spec.code in FOR_ALL_ACTIVITIES:
        wanted.discard("activity")
    return frozenset(wanted)


def date_follows_session(spec: KindSpec) -> bool:
    """Whether the day is the session's, so that no date need be asked."""
    return "session" in spec.required


def is_placed_by_plan(spec: KindSpec) -> bool:
    """Whether a session or a run mostly says where and when; it is asked in the fold where neither does."""
    return date_follows_session(spec) or spec.code in PLACED_BY_PLAN


def all_kinds() -> tuple[str, ...]:
    """Every kind in the order of the page of buttons."""
    return tuple(kind for group in GROUPS for kind in group.kinds if kind in KINDS)
