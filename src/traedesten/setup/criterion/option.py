"""What can be chosen for a parameter, in the words of the programme and the journal; codes are never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from measure_engine.name import Names
from measure_engine.preset import Parameter, Preset
from measure_engine.selection import CLOSED_LISTS
from measure_engine.sentence import DIMENSIONS
from measure_engine.vocabulary import STEPS, WITH_SUBJECT
from traedesten.journal import vocabulary
from traedesten.journal.catalogue import KINDS, TOPIC_LISTS
from traedesten.measures.board import translator
from traedesten.offers.models import Offer
from traedesten.places.models import Organisation, Venue
from traedesten.programme.models import Programme
from traedesten.schedule.models import CourseRun, Initiative

Pairs = list[tuple[str, str]]
Groups = list[tuple[str, Pairs]]
Options = Pairs | Groups

WORDS: dict[str, dict[str, str]] = {
    "counted_by": {"card": gettext_noop("Stempelkort, uden at vide hvem"), "register": gettext_noop("Kendte personer")},
    "of": {
        "joined": gettext_noop("Alle, der er meldt ind"),
        "started": gettext_noop("Alle, der har startet"),
        "ended": gettext_noop("Alle, der er sluttet"),
        "followed_up": gettext_noop("Alle, der er spurgt bagefter"),
        "people": gettext_noop("Personer"),
        "families": gettext_noop("Familier"),
    },
    "per": {
        "response": gettext_noop("Svar"),
        "family": gettext_noop("Familie"),
        "enrolment": gettext_noop("Deltagelse i et forløb"),
        "person": gettext_noop("Person"),
        "child": gettext_noop("Barn"),
    },
    "every": {
        "week": gettext_noop("Uge"),
        "month": gettext_noop("Måned"),
        "quarter": gettext_noop("Kvartal"),
        "half_year": gettext_noop("Halvår"),
        "season": gettext_noop("Sæson"),
        "year": gettext_noop("År"),
    },
    "pairing": {
        "course": gettext_noop("Datoerne for forløbets start og slut"),
        "wave": gettext_noop("Det, der står på skemaet: før eller efter"),
    },
    "trait": {"sex": gettext_noop("Køn"), "age_band": gettext_noop("Alder")},
    "moments": {
        "at_end": gettext_noop("Ved afslutningen"),
        "m3": gettext_noop("Efter 3 måneder"),
        "m6": gettext_noop("Efter 6 måneder"),
        "m12": gettext_noop("Efter 12 måneder"),
    },
}
KINDS_OF = {
    "people_contacted": ("contact",),
    "people_enrolled": ("enrolment", "attendance"),
    "people_with_plan": ("plan",),
    "conversations": ("conversation",),
    "publications": ("publication",),
    "initiatives": ("initiative",),
    "themes": ("theme",),
    "referrals": ("referral",),
    "stories": ("story",),
    "needs": ("need",),
    "trained_people": ("training",),
    "enrolments": ("enrolment",),
}
"""Presets that read these kinds; those not named here are told their kinds, or ask for nothing a kind decides."""
CALENDAR = tuple(WORDS["every"])
WORD_LISTS = {"sources": vocabulary.SOURCES, "channels": vocabulary.CHANNELS}
LIST_OF = {"item": "item", "items": "item", "indicator": "indicator"}


class Offered:
    """What the programme has to choose among, read once per page."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.names = Names({}, translator())

    def of(self, preset: Preset, parameter: Parameter) -> Options:
        """Code and label of every answer, in groups where the list has parts."""
        name = parameter.name
        if parameter.codes_of:
            return self.rows(parameter.codes_of)
        if name == "session_tags":
            return self.rows("tag")
        if name in LIST_OF:
            return self.topics((LIST_OF[name],))
        if name in ("kinds", "asked_kinds"):
            return [(kind, vocabulary.KINDS.name(kind)) for kind in KINDS if kind in WITH_SUBJECT]
        return self._by_kind(preset, parameter)

    def _by_kind(self, preset: Preset, parameter: Parameter) -> Options:
        """Steps, topics, channels: what the kinds that the preset reads can have; and the closed lists."""
        name, kinds = parameter.name, kinds_of(preset)
        if name == "steps":
            return steps(kinds)
        if name == "topics":
            return self.topics(tuple(dict.fromkeys(KINDS[kind].topic_list for kind in kinds if KINDS[kind].topic_list)))
        if name == "channels":
            codes = dict.fromkeys(code for kind in kinds for code in KINDS[kind].channels)
            return [(code, vocabulary.CHANNELS.name(code)) for code in codes]
        if name in WORD_LISTS:
            return [(code, WORD_LISTS[name].name(code)) for code in WORD_LISTS[name]]
        if name == "split_by":
            return [(str(each), self._capital(_(DIMENSIONS[each]))) for each in DIMENSIONS]
        if name in WORDS:
            known = {code: _(label) for code, label in WORDS[name].items()}
            return [(code, known[code]) for code in (known if name == "every" else parameter.choices)]
        if name in CLOSED_LISTS:
            return [(code, self._capital(self.names(name.removesuffix("s"), code))) for code in parameter.choices]
        return [(code, vocabulary.STEPS.name(code)) for code in parameter.choices]

    @staticmethod
    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]

    def parts(self, preset: Preset, dimension: str) -> Options:
        """What a figure can be divided into by a dimension."""
        if dimension in ROWS_OF_DIMENSION:
            return self.rows(ROWS_OF_DIMENSION[dimension])
        if dimension == "topic":
            return self.topics(tuple(TOPIC_LISTS))
        if dimension == "step":
            return steps(kinds_of(preset))
        if dimension == "kind":
            return [(kind, vocabulary.KINDS.name(kind)) for kind in KINDS if kind in WITH_SUBJECT]
        if dimension in ("channel", "source"):
            words = WORD_LISTS[f"{dimension}s"]
            return [(code, words.name(code)) for code in words]
        choices = CLOSED_LISTS[f"{dimension}es" if dimension == "sex" else f"{dimension}s"]
        return [(code, self._capital(self.names(dimension, code))) for code in choices]

    # --- the programme's own rows -----------------------------------------------------------------------------------

    def rows(self, kind: str) -> Pairs:
        if kind not in self._rows:
            self._rows[kind] = list(self._queries[kind]())
        return self._rows[kind]

    @cached_property
    def _rows(self) -> dict[str, Pairs]:
        return {}

    @cached_property
    def _queries(self) -> dict[str, Callable[[], Iterable[tuple[str, str]]]]:
        programme = self.programme
        named = programme.partners.values("organisation")
        return {
            "activity": lambda: programme.activities.values_list("code", "name"),
            "focus_area": lambda: programme.focus_areas.values_list("code", "name"),
            "area": lambda: programme.areas.values_list("code", "name"),
            "tag": lambda: programme.tags.values_list("code", "name"),
            "venue": lambda: Venue.objects.filter(area__programmes=programme).distinct().values_list("code", "name"),
            "run": lambda: CourseRun.objects.filter(programme=programme).values_list("code", "name"),
            "offer": lambda: Offer.objects.filter(programme=programme).values_list("code", "name"),
            "initiative": lambda: Initiative.objects.filter(programme=programme).values_list("code", "name"),
            "organisation": lambda: (
                Organisation.objects.filter(pk__in=named)
                | Organisation.objects.filter(offers__programme=programme)
                | Organisation.objects.filter(activities__programme=programme)
            ).distinct().values_list("code", "name"),
        }  # fmt: skip

    @cached_property
    def _topics(self) -> dict[str, Pairs]:
        found: dict[str, Pairs] = {}
        for list_code, code, name in self.programme.topics.values_list("list", "code", "name"):
            found.setdefault(list_code, []).append((code, name))
        return found

    def topics(self, lists: tuple[str, ...]) -> Options:
        """Topics of these lists; under the name of each list where there are several."""
        groups = [(str(TOPIC_LISTS[name]), self._topics[name]) for name in lists if name in self._topics]
        return groups[0][1] if len(groups) == 1 else groups


ROWS_OF_DIMENSION = {"area": "area", "activity": "activity", "provider": "organisation"}


def kinds_of(preset: Preset) -> tuple[str, ...]:
    """The kinds of entry that what is chosen for the preset can be about."""
    if any(each.name in ("kinds", "asked_kinds") for each in preset.parameters):
        return tuple(kind for kind in KINDS if kind in WITH_SUBJECT)
    return KINDS_OF.get(preset.name, ("visit", "attendance"))


def steps(kinds: Iterable[str]) -> Options:
    """Steps by kind, each once; without headings where only one kind has any."""
    groups: Groups = []
    seen: set[str] = set()
    for kind in kinds:
        fresh = [step for step in STEPS[kind] if step not in seen]
        seen.update(fresh)
        if fresh:
            groups.append((vocabulary.KINDS.name(kind), [(step, vocabulary.STEPS.name(step)) for step in fresh]))
    return groups[0][1] if len(groups) == 1 else groups


def flat(options: Options) -> dict[str, str]:
    """Code -> label, headings left out."""
    found: dict[str, str] = {}
    for code, label in options:
        found.update(dict(label) if isinstance(label, list) else {code: label})
    return found


def with_kept(options: Options, kept: Iterable[str], told: str = "") -> Options:
    """What was chosen before stays to be chosen, also where the list no longer has it or never had it."""
    missing = [(code, told % {"code": code} if told else code) for code in kept if code not in flat(options)]
    if not missing:
        return options
    if options and isinstance(options[0][1], list):
        return [*options, (_("Valgt før"), missing)]
    return [*options, *missing]
