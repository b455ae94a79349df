"""The pieces that sentences about definitions are made of: nouns for kinds and units, and how a selection reads."""

from dataclasses import replace
from typing import Any

from .language import Translator, gettext_noop, number
from .name import Names
from .selection import Codes, Selection
from .vocabulary import STEPS, Unit

NEUTER = gettext_noop("mindst ét")
COMMON = gettext_noop("mindst én")

NOUNS: dict[tuple[str, str], tuple[str, str]] = {
    ("visit", ""): (NEUTER, gettext_noop("besøg")),
    ("session", ""): (COMMON, gettext_noop("afholdt gang")),
    ("session", "held"): (COMMON, gettext_noop("afholdt gang")),
    ("session", "cancelled"): (COMMON, gettext_noop("aflyst gang")),
    ("contact", ""): (COMMON, gettext_noop("kontakt")),
    ("enquiry", ""): (COMMON, gettext_noop("henvendelse")),
    ("concern", ""): (COMMON, gettext_noop("bekymring")),
    ("conversation", ""): (COMMON, gettext_noop("samtale")),
    ("conversation", "wellbeing"): (COMMON, gettext_noop("trivselssamtale")),
    ("conversation", "health"): (COMMON, gettext_noop("sundhedssamtale")),
    ("conversation", "kram"): (COMMON, gettext_noop("KRAM-samtale")),
    ("conversation", "double_kram"): (COMMON, gettext_noop("dobbelt KRAM-samtale")),
    ("conversation", "guidance"): (COMMON, gettext_noop("vejledningssamtale")),
    ("conversation", "family_guidance"): (COMMON, gettext_noop("familievejledning")),
    ("conversation", "trauma_aware"): (COMMON, gettext_noop("traumebevidst samtale")),
    ("conversation", "benefit"): (COMMON, gettext_noop("samtale om udbytte")),
    ("conversation", "companion"): (NEUTER, gettext_noop("møde med bisidder")),
    ("measurement", ""): (COMMON, gettext_noop("måling")),
    ("goal", ""): (NEUTER, gettext_noop("mål")),
    ("goal", "set"): (NEUTER, gettext_noop("mål, der er sat")),
    ("goal", "reached"): (NEUTER, gettext_noop("mål, der er nået")),
    ("goal", "dropped"): (NEUTER, gettext_noop("mål, der er opgivet")),
    ("plan", ""): (COMMON, gettext_noop("plan")),
    ("plan", "made"): (COMMON, gettext_noop("plan")),
    ("plan", "revised"): (COMMON, gettext_noop("revideret plan")),
    ("plan", "closed"): (COMMON, gettext_noop("afsluttet plan")),
    ("enrolment", ""): (COMMON, gettext_noop("indmeldelse")),
    ("enrolment", "joined"): (COMMON, gettext_noop("indmeldelse")),
    ("enrolment", "ended"): (COMMON, gettext_noop("afsluttet indmeldelse")),
    ("attendance", ""): (NEUTER, gettext_noop("fremmøde")),
    ("outcome", ""): (NEUTER, gettext_noop("udbytte")),
    ("follow_up", ""): (COMMON, gettext_noop("opfølgning")),
    ("referral", ""): (COMMON, gettext_noop("henvisning")),
    ("referral", "offered"): (COMMON, gettext_noop("tilbudt henvisning")),
    ("referral", "accepted"): (COMMON, gettext_noop("henvisning, der er sagt ja til")),
    ("referral", "accompanied"): (COMMON, gettext_noop("henvisning med følgeskab")),
    ("referral", "started"): (COMMON, gettext_noop("påbegyndt henvisning")),
    ("referral", "completed"): (COMMON, gettext_noop("gennemført henvisning")),
    ("referral", "still_active"): (COMMON, gettext_noop("henvisning, der stadig er i gang")),
    ("referral", "ended"): (COMMON, gettext_noop("afsluttet henvisning")),
    ("referral", "refused"): (COMMON, gettext_noop("afvist henvisning")),
    ("referral", "lapsed"): (COMMON, gettext_noop("bortfaldet henvisning")),
    ("told_visit", ""): (NEUTER, gettext_noop("svar på, om de har brugt stedet")),
    ("contribution", ""): (COMMON, gettext_noop("indsats")),
    ("volunteer_status", ""): (COMMON, gettext_noop("status som frivillig")),
    ("publication", ""): (COMMON, gettext_noop("udgivelse")),
    ("delivery", ""): (COMMON, gettext_noop("omdeling")),
    ("outside_figure", ""): (NEUTER, gettext_noop("tal udefra")),
    ("training", ""): (COMMON, gettext_noop("uddannelse")),
    ("initiative", ""): (NEUTER, gettext_noop("trin i initiativet")),
    ("need", ""): (NEUTER, gettext_noop("behov")),
    ("theme", ""): (NEUTER, gettext_noop("tema")),
    ("log_entry", ""): (NEUTER, gettext_noop("notat i logbogen")),
    ("story", ""): (COMMON, gettext_noop("historie")),
    ("answer", ""): (NEUTER, gettext_noop("svar")),
    ("rating", ""): (COMMON, gettext_noop("vurdering")),
}

UNIT_NOUNS: dict[Unit, str] = {
    Unit.ENTRY: gettext_noop("registreringer"),
    Unit.SESSION: gettext_noop("afholdte gange"),
    Unit.VISIT: gettext_noop("besøg og fremmøder"),
    Unit.RUN: gettext_noop("forløb"),
    Unit.ENROLMENT: gettext_noop("deltagere"),
    Unit.PERSON: gettext_noop("personer"),
    Unit.VOLUNTEER: gettext_noop("frivillige"),
    Unit.CONTACTED: gettext_noop("beboere"),
    Unit.TRAINED: gettext_noop("fagfolk"),
    Unit.REFERRAL: gettext_noop("henvisninger"),
    Unit.CHILD: gettext_noop("børn"),
    Unit.FAMILY: gettext_noop("familier"),
    Unit.PARTNER: gettext_noop("partnere"),
    Unit.INITIATIVE: gettext_noop("initiativer"),
    Unit.PUBLICATION: gettext_noop("udgivelser"),
    Unit.NEED: gettext_noop("behov"),
    Unit.THEME: gettext_noop("temaer"),
    Unit.STORY: gettext_noop("beboerhistorier"),
    Unit.CONVERSATION: gettext_noop("samtaler"),
    Unit.RESPONSE: gettext_noop("svar"),
    Unit.ACTIVITY: gettext_noop("aktiviteter"),
    Unit.AREA: gettext_noop("områder"),
    Unit.WEEK: gettext_noop("uger"),
    Unit.MONTH: gettext_noop("måneder"),
    Unit.QUARTER: gettext_noop("kvartaler"),
    Unit.HALF_YEAR: gettext_noop("halvår"),
    Unit.SEASON: gettext_noop("sæsoner"),
    Unit.YEAR: gettext_noop("år"),
}

ONE_OF_UNIT: dict[Unit, str] = {
    Unit.SESSION: gettext_noop("afholdt gang"),
    Unit.RUN: gettext_noop("forløb"),
    Unit.INITIATIVE: gettext_noop("initiativ"),
    Unit.ACTIVITY: gettext_noop("aktivitet"),
    Unit.AREA: gettext_noop("område"),
    Unit.WEEK: gettext_noop("uge"),
    Unit.MONTH: gettext_noop("måned"),
    Unit.QUARTER: gettext_noop("kvartal"),
    Unit.HALF_YEAR: gettext_noop("halvår"),
    Unit.SEASON: gettext_noop("sæson"),
    Unit.YEAR: gettext_noop("år"),
}


ONE_OFFER: dict[str, str] = {
    "municipal_health": gettext_noop("et kommunalt sundhedstilbud"),
    "civil": gettext_noop("et tilbud i civilsamfundet"),
    "job": gettext_noop("et tilbud om job eller uddannelse"),
    "municipal_other": gettext_noop("et andet kommunalt tilbud"),
    "other": gettext_noop("et andet tilbud"),
}

ONE_RUN: dict[str, str] = {
    "group": gettext_noop("et gruppeforløb"),
    "individual": gettext_noop("et individuelt forløb"),
}

OUTCOMES: dict[str, str] = {
    "plan_for_job": gettext_noop("har en plan for job"),
    "plan_for_education": gettext_noop("har en plan for uddannelse"),
    "plan_for_activation": gettext_noop("har en plan for aktivering"),
    "daycare_started": gettext_noop("er begyndt i dagtilbud"),
    "smoke_free": gettext_noop("er røgfri"),
    "new_tools": gettext_noop("har fået nye redskaber i hverdagen"),
    "joined_community": gettext_noop("er kommet med i et fællesskab"),
    "employed": gettext_noop("er kommet i job"),
    "other": gettext_noop("har fået et andet udbytte"),
}


class Phrases:
    """Selections and lists in words."""

    def __init__(self, names: Names, translator: Translator) -> None:
        self.names, self.translator = names, translator
        self._ = translator.gettext

    def either(self, words: list[str]) -> str:
        return self._joined(words, self._("eller"))

    def both(self, words: list[str]) -> str:
        return self._joined(words, self._("og"))

    def named(self, kind: str, codes: Codes) -> str:
        return self.either([self.names(kind, code) for code in codes])

    def quoted(self, kind: str, codes: Codes) -> str:
        return self.either([self.quote(self.names(kind, code)) for code in codes])

    def quote(self, title: str) -> str:
        return self._("»%(title)s«") % {"title": title}

    def at_least_one(self, selections: tuple[Selection, ...]) -> str:
        """ "mindst ét besøg eller fremmøde"."""
        nouns = list(dict.fromkeys(self._noun(kind, step) for kind, step in _kinds_and_steps(selections)))
        articles = {article for article, _noun in nouns}
        if len(articles) == 1:
            return f"{self._(nouns[0][0])} {self.either([noun for _article, noun in nouns])}"
        one = {NEUTER: self._("ét"), COMMON: self._("én")}
        words = [f"{one[article]} {noun}" for article, noun in nouns]
        return self._("mindst %(words)s") % {"words": self.either(words)}

    def _noun(self, kind: str, step: str) -> tuple[str, str]:
        """Article and noun of a kind; a step that has no noun of its own stands in brackets."""
        if (kind, step) in NOUNS:
            article, noun = NOUNS[kind, step]
            return article, self._(noun)
        article, noun = NOUNS[kind, ""]
        return article, f"{self._(noun)} ({self.names('step', step)})"

    def several(self, selections: tuple[Selection, ...]) -> str:
        nouns = [self._(NOUNS[kind, ""][1]) for kind, _step in _kinds_and_steps(selections)]
        return self.either(list(dict.fromkeys(nouns)))

    def narrowed(self, selection: Selection, *leaving_out: str) -> str:
        """Everything that narrows a selection, to stand after the noun; some fields may be said elsewhere."""
        said: dict[str, Any] = dict.fromkeys(leaving_out, ())
        selection = replace(selection, **said)
        phrases = (*self._what(selection), *self._with_whom(selection), *self._where(selection))
        return "".join(f" {phrase}" for phrase in phrases)

    def _what(self, selection: Selection) -> list[str]:
        _, found = self._, list[str]()
        if selection.channels:
            found.append(f"({self.named('channel', selection.channels)})")
        if selection.topics and not {"answer", "outside_figure"} & set(selection.kinds):
            found.append(self._about(selection))
        if selection.tags:
            found.append(_("med mærket %(tags)s") % {"tags": self.quoted("tag", selection.tags)})
        if selection.sources:
            found.append(_("henvist af %(sources)s") % {"sources": self.named("source", selection.sources)})
        if selection.run_forms:
            found.append(_("på %(forms)s") % {"forms": self.named("run_form", selection.run_forms)})
        if selection.session_forms and selection.kinds != ("session",):
            found.append(_("ved %(forms)s") % {"forms": self.named("session_form", selection.session_forms)})
        return [*found, *self._values(selection)]

    def _about(self, selection: Selection) -> str:
        """Topics: what a talk is about, what somebody is trained in, which plan or method it is."""
        _, topics = self._, self.named("topic", selection.topics)
        if selection.kinds == ("training",):
            return _("i %(topics)s") % {"topics": topics}
        if selection.kinds[0] in ("plan", "initiative", "measurement"):
            return f"({topics})"
        return _("om %(topics)s") % {"topics": topics}

    def _values(self, selection: Selection) -> list[str]:
        _, found = self._, list[str]()
        if selection.value_min is not None:
            found.append(_("med værdien %(value)s eller derover") % {"value": number(selection.value_min)})
        if selection.value_max is not None:
            found.append(_("med værdien %(value)s eller derunder") % {"value": number(selection.value_max)})
        if selection.sexes:
            found.append(f"({self.named('sex', selection.sexes)})")
        if selection.age_bands:
            found.append(_("på %(ages)s") % {"ages": self.named("age_band", selection.age_bands)})
        return found

    def _with_whom(self, selection: Selection) -> list[str]:
        _, found = self._, list[str]()
        if selection.partners:
            found.append(_("sammen med %(partners)s") % {"partners": self.named("organisation", selection.partners)})
        elif selection.with_partner is not None:
            found.append(_("sammen med en partner") if selection.with_partner else _("uden partnere"))
        if selection.with_civil_society is not None:
            yes = selection.with_civil_society
            found.append(_("lavet med civilsamfundet") if yes else _("lavet uden civilsamfundet"))
        if selection.from_need is not None:
            found.append(_("født af et registreret behov") if selection.from_need else _("uden et registreret behov"))
        return found

    def _where(self, selection: Selection) -> list[str]:
        _, found = self._, list[str]()
        if selection.offers:
            found.append(_("i tilbuddet %(offers)s") % {"offers": self.quoted("offer", selection.offers)})
        if selection.offer_kinds:
            into = _("til %(kinds)s") if selection.kinds == ("referral",) else _("i %(kinds)s")
            found.append(into % {"kinds": self.named("offer_kind", selection.offer_kinds)})
        if selection.providers:
            found.append(_("hos %(providers)s") % {"providers": self.named("organisation", selection.providers)})
        if selection.runs:
            found.append(_("i forløbet %(runs)s") % {"runs": self.quoted("run", selection.runs)})
        if selection.initiatives:
            which = self.quoted("initiative", selection.initiatives)
            found.append(_("i initiativet %(initiatives)s") % {"initiatives": which})
        if selection.activities:
            found.append(_("i %(activities)s") % {"activities": self.quoted("activity", selection.activities)})
        if selection.focus_areas:
            found.append(_("i indsatsområdet %(areas)s") % {"areas": self.quoted("focus_area", selection.focus_areas)})
        if selection.venues:
            found.append(_("på stedet %(venues)s") % {"venues": self.quoted("venue", selection.venues)})
        if selection.areas:
            found.append(_("i %(areas)s") % {"areas": self.named("area", selection.areas)})
        return found

    def _joined(self, words: list[str], last: str) -> str:
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _kinds_and_steps(selections: tuple[Selection, ...]) -> list[tuple[str, str]]:
    """Each kind once with each step asked of it."""
    found: list[tuple[str, str]] = []
    for selection in selections:
        for kind in selection.kinds:
            steps = [step for step in selection.steps if step in STEPS[kind]]
            found += [(kind, step) for step in steps or ("",)]
    return list(dict.fromkeys(found))
