"""One plain Danish sentence per definition, made from the algebra itself, so that it can never say something else."""

from collections.abc import Callable
from typing import Any

from .aggregate import (
    Aggregate,
    Column,
    Count,
    CrossSection,
    Latest,
    Mean,
    MeanPeople,
    PairedChange,
    Pairing,
    Population,
    Share,
    ShareOfAnswers,
    ShareOfPopulation,
    StampCard,
    Sum,
)
from .condition import (
    ActiveVolunteer,
    After,
    Condition,
    CoversAreas,
    FirstEver,
    FollowedUp,
    HasEntries,
    HasOutcome,
    HasTrait,
    JoinedBefore,
    Reached,
    Retained,
    RunEnded,
    Stage,
)
from .definition import Definition, Dimension
from .figure import half_up
from .language import DANISH, Translator, day, gettext_noop, number
from .name import Names
from .period import PeriodKind
from .phrase import ONE_OF_UNIT, ONE_OFFER, ONE_RUN, OUTCOMES, UNIT_NOUNS, Phrases
from .target import Target, TargetKind
from .vocabulary import CALENDAR_UNITS, PEOPLE_UNITS, Unit

DIMENSIONS: dict[Dimension, str] = {
    Dimension.TOPIC: gettext_noop("emne"),
    Dimension.STEP: gettext_noop("slags eller trin"),
    Dimension.CHANNEL: gettext_noop("kanal"),
    Dimension.SOURCE: gettext_noop("hvem der henviste"),
    Dimension.SEX: gettext_noop("køn"),
    Dimension.AGE_BAND: gettext_noop("alder"),
    Dimension.KIND: gettext_noop("slags registrering"),
    Dimension.AREA: gettext_noop("område"),
    Dimension.ACTIVITY: gettext_noop("aktivitet"),
    Dimension.OFFER_KIND: gettext_noop("slags tilbud"),
    Dimension.PROVIDER: gettext_noop("udbyder"),
}

EACH_PERIOD: dict[PeriodKind, str] = {
    PeriodKind.WEEK: gettext_noop("i ugen"),
    PeriodKind.MONTH: gettext_noop("i måneden"),
    PeriodKind.QUARTER: gettext_noop("i kvartalet"),
    PeriodKind.HALF_YEAR: gettext_noop("i halvåret"),
    PeriodKind.SEASON: gettext_noop("i sæsonen"),
    PeriodKind.YEAR: gettext_noop("i året"),
    PeriodKind.PHASE: gettext_noop("i fasen"),
}


def sentence(
    definition: Definition, names: Names | None = None, *, when: str | None = None, translator: Translator = DANISH
) -> str:
    """The definition in words. `when` is the time it is asked of: "i året", "i perioden", "indtil 31. maj 2028"."""
    time = when if when is not None else translator.gettext("i perioden")
    writer = _Writer(definition, names or Names(translator=translator), translator, time)
    return f"{writer.text()}{writer.split()}."


def when(target: Target | None, translator: Translator = DANISH) -> str:
    """The time a target speaks of, to end the sentence with."""
    _ = translator.gettext
    if target is not None and target.period is not None:
        return _(EACH_PERIOD[target.period])
    if target is not None and target.kind is TargetKind.REACH_BY and target.ends_on is not None:
        return _("indtil %(date)s") % {"date": day(target.ends_on, translator)}
    return _("i perioden")


class _Writer:
    def __init__(self, definition: Definition, names: Names, translator: Translator, time: str) -> None:
        self.definition, self.names, self.translator, self.time = definition, names, translator, time
        self.phrases = Phrases(names, translator)
        self._ = translator.gettext

    def text(self) -> str:
        for kind, write in _WRITERS.items():
            if isinstance(self.definition.aggregate, kind):
                return write(self, self.definition.aggregate)
        raise AssertionError(self.definition.aggregate.word)

    def split(self) -> str:
        split, _ = self.definition.split, self._
        if split is None:
            return ""
        dimension = _(DIMENSIONS[split.by])
        if split.by is Dimension.TOPIC and "answer" in self.definition.kinds:
            dimension = _("spørgsmål")
        elif split.by is Dimension.TOPIC and self.definition.kinds & {"training", "initiative"}:
            dimension = _("metode")
        elif split.by is Dimension.STEP and self.definition.unit is Unit.CONVERSATION:
            dimension = _("slags")
        text = _(", fordelt på %(dimension)s") % {"dimension": dimension}
        return text + (_("; hver del vurderes for sig") if split.judged else "")

    # Who or what is counted, and when

    def units(self) -> str:
        """ "forskellige kvinder med mindst ét besøg i »Caféen« i året", "afholdte arrangementer i Nord i perioden"."""
        definition = self.definition
        if definition.is_course:
            noun = self._different()
        elif definition.unit is Unit.AREA:
            noun = self._areas()
        elif definition.unit in PEOPLE_UNITS | {Unit.PARTNER, Unit.ACTIVITY}:
            noun = self._different() + self._having_one()
        else:
            noun = self._things()
        return self._timed(noun + self.relative(self._asked()))

    def _timed(self, text: str) -> str:
        """A state on a day has no period to stand in."""
        on_a_day = any(isinstance(each, (ActiveVolunteer, JoinedBefore)) for each in self.definition.where)
        return text if on_a_day or not self.time else f"{text} {self.time}"

    def narrowed(self, *leaving_out: str) -> str:
        said = (*leaving_out, "sexes") if self._people() else leaving_out
        return self.phrases.narrowed(self.definition.select[0], *said)

    def _different(self) -> str:
        unit, _ = self.definition.unit, self._
        noun = self._people() or _(UNIT_NOUNS[unit])
        if unit in (Unit.ENROLMENT, Unit.RESPONSE):
            return noun
        if unit is Unit.CHILD:
            return _("børn af deltagere")
        if unit is Unit.ACTIVITY or unit is Unit.PARTNER:
            return _("forskellige %(noun)s") % {"noun": noun}
        new = any(isinstance(each, FirstEver) for each in self.definition.where)
        return (_("nye %(noun)s") if new else _("forskellige %(noun)s")) % {"noun": noun}

    def _people(self) -> str:
        """The sexes asked for, in place of the unit's own noun."""
        sexes = self.definition.select[0].sexes
        if self.definition.unit in (Unit.PERSON, Unit.VOLUNTEER, Unit.CONTACTED, Unit.ENROLMENT) and sexes:
            return self.phrases.both([self.names("sex", sex) for sex in sexes])
        return ""

    def _having_one(self) -> str:
        """With at least one of the entries; those contacted, trained or active of late say it themselves."""
        definition, _ = self.definition, self._
        if definition.unit is Unit.CONTACTED:
            return _(", der er kontaktet%(narrowed)s") % {"narrowed": self.narrowed()}
        if definition.unit is Unit.TRAINED:
            return _(", der er uddannet%(narrowed)s") % {"narrowed": self.narrowed()}
        if any(isinstance(each, ActiveVolunteer) or self._is_own(each) for each in definition.where):
            return self.narrowed()
        one = self.phrases.at_least_one(definition.select)
        return _(" med %(one)s%(narrowed)s") % {"one": one, "narrowed": self.narrowed()}

    def _is_own(self, condition: Condition) -> bool:
        """Asks for more of the unit's own entries."""
        return isinstance(condition, HasEntries) and not condition.of

    def _areas(self) -> str:
        definition, _ = self.definition, self._
        own = next((each for each in definition.where if self._is_own(each)), None)
        one = self.phrases.at_least_one(definition.select)
        if isinstance(own, HasEntries) and own.at_least > 1:
            one = _("mindst %(n)d afholdte gange") % {"n": own.at_least}
        names = [self.names("area", code) for code in definition.select[0].areas]
        which = f" ({self.phrases.both(names)})" if names else ""
        return _("områder%(which)s med %(one)s%(narrowed)s") % {
            "which": which, "one": one, "narrowed": self.narrowed("areas")
        }  # fmt: skip

    def _things(self) -> str:
        """Units that are things: what they are called, or what the entries are."""
        definition, _ = self.definition, self._
        first, noun = definition.select[0], _(UNIT_NOUNS[definition.unit])
        if definition.unit is Unit.SESSION and first.session_forms:
            noun = _("afholdte %(forms)s") % {"forms": self.phrases.named("session_form", first.session_forms)}
            return noun + self.narrowed("session_forms")
        if definition.unit is Unit.RUN and first.run_forms:
            return self.phrases.named("run_form", first.run_forms) + self.narrowed("run_forms")
        if definition.unit is Unit.ENTRY and definition.kinds == {"enrolment"}:
            noun = _("indmeldelser")
        if definition.unit is Unit.CONVERSATION and first.steps:
            noun = self.phrases.both([self.names("step", step) for step in first.steps])
        return noun + self.narrowed()

    # Conditions

    def _asked(self) -> list[str]:
        """What is asked of the units, to stand after one "der"."""
        definition, _ = self.definition, self._
        clauses = []
        if definition.unit in WITH_STEPS and definition.select[0].steps:
            clauses.append(_("er %(steps)s") % {"steps": self.phrases.both(self._steps())})
        clauses += [clause for each in definition.where if (clause := self.clause(each))]
        if self._is_over() and len(clauses) == 2:
            clauses[0] += ","
        return clauses

    def _is_over(self) -> bool:
        return any(isinstance(each, Reached) and each.stage is Stage.OVER for each in self.definition.where)

    def _steps(self) -> list[str]:
        """The steps an initiative, theme or story must have come to, one after the other."""
        steps = [self.phrases.named("step", self.definition.select[0].steps)]
        for each in self.definition.where:
            if self._is_step(each) and isinstance(each, HasEntries):
                steps.append(self.phrases.named("step", each.of[0].steps))
        return steps

    def _is_step(self, condition: Condition) -> bool:
        """Another step of the same thing."""
        return isinstance(condition, HasEntries) and bool(condition.of) and condition.of[0].kinds in (
            ("initiative",), ("theme",), ("story",), ("need",)
        )  # fmt: skip

    def relative(self, clauses: list[str]) -> str:
        return self._(", der %(clauses)s") % {"clauses": self.phrases.both(clauses)} if clauses else ""

    def clause(self, condition: Condition) -> str:
        """What one condition asks, without "der"; empty where the noun has said it."""
        return _CLAUSES[type(condition)](self, condition)

    def _course(self) -> str:
        """ "et forløb i »Mødregrupper«", "et tilbud hos Sundhedscentret, som er sluttet"."""
        _, first = self._, self.definition.select[0]
        thing, said = _("et forløb"), ["run_forms"]
        if first.run_forms:
            thing = self.phrases.either([_(ONE_RUN[form]) for form in first.run_forms])
        if "referral" in self.definition.kinds:
            thing = self.phrases.either([_(ONE_OFFER[kind]) for kind in first.offer_kinds]) or _("et tilbud")
            said.append("offer_kinds")
        text = thing + self.narrowed(*said)
        return text + (_(", som er sluttet") if self._is_over() else "")

    def _names_course(self, condition: Condition) -> bool:
        """The first condition that is about the course names it."""
        asked = [each for each in self.definition.where if _tells_of_course(each)]
        return bool(asked) and asked[0] is condition

    def reached(self, condition: Reached) -> str:
        _ = self._
        if not self._names_course(condition):
            short = {
                Stage.JOINED: _("er meldt ind"), Stage.STARTED: _("har startet"), Stage.ENDED: _("er sluttet"),
                Stage.COMPLETED: _("har gennemført"),
            }  # fmt: skip
            return short.get(condition.stage, "")
        texts = {
            Stage.JOINED: _("er meldt ind på %(course)s"), Stage.STARTED: _("har startet %(course)s"),
            Stage.ENDED: _("er sluttet på %(course)s"), Stage.COMPLETED: _("har gennemført %(course)s"),
        }  # fmt: skip
        return texts[condition.stage] % {"course": self._course()}

    def joined_before(self, condition: JoinedBefore) -> str:
        _ = self._
        if not self._names_course(condition):
            return _("kom til for mindst %(days)d dage siden") % {"days": condition.days}
        values = {"course": self._course(), "days": condition.days}
        return _("kom med på %(course)s for mindst %(days)d dage siden") % values

    def after(self, condition: After) -> str:
        first = condition.first[0]
        where = self.phrases.quoted("activity", first.activities) or self._("stedet")
        if first.areas:
            where += self._(" i %(areas)s") % {"areas": self.phrases.named("area", first.areas)}
        text = self._("først havde besøgt %(where)s (samme dag tæller med)") % {"where": where}
        if condition.within_days is None:
            return text
        return text + self._(", højst %(days)d dage før") % {"days": condition.within_days}

    def retained(self, condition: Retained) -> str:
        return self._("har været med de seneste %(days)d dage og ikke er sluttet") % {"days": condition.days}

    def has_outcome(self, condition: HasOutcome) -> str:
        text = self.phrases.either([self._(OUTCOMES[step]) for step in condition.steps])
        return f"{text} {self.phrases.named('topic', condition.moments)}".rstrip()

    def followed_up(self, condition: FollowedUp) -> str:
        return self._("er nået ved opfølgningen %(moments)s") % {
            "moments": self.phrases.named("topic", condition.moments)
        }

    def covers(self, condition: CoversAreas) -> str:
        _, share = self._, half_up(100 * condition.share)
        areas = self.phrases.both([self.names("area", code) for code in condition.areas]) or _("alle områder")
        if share == 100:
            return _("er delt ud til alle boliger i %(areas)s") % {"areas": areas}
        return _("er delt ud til mindst %(share)d %% af boligerne i %(areas)s") % {"share": share, "areas": areas}

    def has_entries(self, condition: HasEntries) -> str:
        _ = self._
        if self._is_step(condition):
            steps = self.phrases.named("step", condition.of[0].steps)
            return _("er %(steps)s") % {"steps": steps} if condition not in self.definition.where else ""
        if self._is_own(condition) and self.definition.unit is Unit.AREA:
            return ""
        selections = condition.of or self.definition.select
        narrowed = self.phrases.narrowed(selections[0]) if condition.of else ""
        values = {"n": condition.at_least, "what": self.phrases.several(selections), "narrowed": narrowed}
        if condition.different_dates and condition.at_least > 1:
            return _("har %(what)s på mindst %(n)d forskellige datoer%(narrowed)s") % values
        if condition.at_least > 1:
            return _("har %(what)s mindst %(n)d gange%(narrowed)s") % values
        return _("har %(one)s%(narrowed)s") % {"one": self.phrases.at_least_one(selections), "narrowed": narrowed}

    def has_trait(self, condition: HasTrait) -> str:
        return self._("er %(values)s") % {"values": self.phrases.named(condition.trait, condition.values)}

    def active_volunteer(self, condition: ActiveVolunteer) -> str:
        text = self._("har gjort en indsats de seneste %(months)d måneder eller er meldt aktive uden pause")
        return text % {"months": condition.months}

    def run_ended(self, condition: RunEnded) -> str:
        return self._("er sluttet")

    def first_ever(self, condition: FirstEver) -> str:
        """New people are called new; a run begins; a step is first reached when it is reached."""
        return self._("er begyndt") if self.definition.unit is Unit.RUN else ""

    # Aggregates

    def count(self, aggregate: Count) -> str:
        text = self._("Antal %(units)s") % {"units": self.units()}
        if aggregate.population is None:
            return text
        dwellings = aggregate.population is Population.DWELLINGS
        return text + (
            self._(", ved siden af antallet af boliger") if dwellings else self._(", ved siden af beboertallet")
        )

    def share(self, aggregate: Share) -> str:
        """Whom it is a share of comes first, so that no clause can be read as being about the wrong ones."""
        if self.definition.unit in CALENDAR_UNITS:
            return self._calendar_share(aggregate)
        having = self.phrases.both([self.clause(each) for each in aggregate.having])
        text = self._("Blandt %(units)s: andelen, der %(having)s") % {"units": self.units(), "having": having}
        waits = any(isinstance(each, HasOutcome) and each.moments for each in aggregate.having)
        return text + (self._("; de, hvor tidspunktet ikke er kommet, regnes ikke med") if waits else "")

    def _calendar_share(self, aggregate: Share) -> str:
        """ "Andel af uger med mindst én afholdt gang i »Caféen«"."""
        _, condition = self._, aggregate.having[0]
        one = self.phrases.at_least_one(self.definition.select)
        if isinstance(condition, HasEntries) and condition.at_least > 1:
            one = _("mindst %(n)d afholdte gange") % {"n": condition.at_least}
        values = {"units": _(UNIT_NOUNS[self.definition.unit]), "one": one, "narrowed": self.narrowed()}
        return self._timed(_("Andel af %(units)s med %(one)s%(narrowed)s") % values)

    def sum(self, aggregate: Sum) -> str:
        columns = {
            Column.VALUE: self._("timer") if "contribution" in self.definition.kinds else self._("værdier"),
            Column.PEOPLE: self._("personer"),
            Column.FAMILIES: self._("familier"),
        }
        values = {"column": columns[aggregate.column], "narrowed": self.narrowed()}
        return self._timed(self._("Antal %(column)s i alt%(narrowed)s") % values)

    def mean(self, aggregate: Mean) -> str:
        columns = {
            Column.VALUE: self._("værdi"),
            Column.PEOPLE: self._("personer"),
            Column.FAMILIES: self._("familier"),
        }
        return self._per_unit(columns[aggregate.column])

    def mean_people(self, aggregate: MeanPeople) -> str:
        return self._per_unit(self._("forskellige deltagere"))

    def _per_unit(self, what: str) -> str:
        one = self._(ONE_OF_UNIT.get(self.definition.unit, UNIT_NOUNS[self.definition.unit]))
        if self.definition.unit is Unit.RUN:  # one or many is the same word in Danish only
            one = self.translator.pgettext("ét", "forløb")
        values = {"what": what, "one": one, "narrowed": self.narrowed()}
        return self._timed(self._("Antal %(what)s i gennemsnit pr. %(one)s%(narrowed)s") % values)

    def share_of_population(self, aggregate: ShareOfPopulation) -> str:
        whole = self._("områdets beboere")
        if aggregate.number is not None:
            whole = self._("%(n)s personer") % {"n": number(aggregate.number, translator=self.translator)}
        return self._("Antal %(units)s som andel af %(whole)s") % {"units": self.units(), "whole": whole}

    def share_of_answers(self, aggregate: ShareOfAnswers) -> str:
        _, topics = self._, self.definition.select[0].topics
        values = {"n": number(aggregate.at_least), "narrowed": self.narrowed()}
        if self.definition.kinds == {"rating"}:
            return self._timed(_("Andel af vurderingerne%(narrowed)s, der er %(n)s eller derover,") % values)
        values["items"] = self.phrases.both([self.phrases.quote(self.names("topic", each)) for each in topics])
        text = _("Andel af svarene på %(items)s%(narrowed)s, der er %(n)s eller derover,")
        if self.definition.unit is Unit.FAMILY:
            text = _("Andel af familiernes svar på %(items)s%(narrowed)s, der er %(n)s eller derover,")
        return self._timed(text % values)

    def paired(self, aggregate: PairedChange) -> str:
        _ = self._
        values = {"item": self.names("topic", aggregate.item), "narrowed": self.narrowed()}
        if aggregate.pairing is Pairing.WAVE:
            text = _("Gennemsnitlig ændring i »%(item)s«%(narrowed)s fra før til efter hos de samme personer")
        else:
            text = _("Gennemsnitlig ændring i »%(item)s« fra før til efter et forløb%(narrowed)s hos de samme personer")
        return self._timed(text % values)

    def cross_section(self, aggregate: CrossSection) -> str:
        values = {"item": self.names("topic", aggregate.item), "narrowed": self.narrowed()}
        return self._("Gennemsnit af »%(item)s« i hver måling%(narrowed)s") % values

    def latest(self, aggregate: Latest) -> str:
        values = {"indicator": self.names("topic", aggregate.indicator), "narrowed": self.narrowed()}
        return self._("Det seneste tal udefra for »%(indicator)s«%(narrowed)s") % values

    def stamp_card(self, aggregate: StampCard) -> str:
        _, values = self._, {"narrowed": self.narrowed()}
        families = self.definition.unit is Unit.FAMILY
        text = _("Antal forskellige familier%(narrowed)s") if families else _("Antal forskellige gæster%(narrowed)s")
        if any(isinstance(each, FirstEver) for each in self.definition.where):
            text = _("Antal nye familier%(narrowed)s") if families else _("Antal nye gæster%(narrowed)s")
        if aggregate.with_families:
            text = _("Antal forskellige personer%(narrowed)s: gæster plus familier gange personer i en ny familie")
            if any(isinstance(each, FirstEver) for each in self.definition.where):
                text = _("Antal nye personer%(narrowed)s: nye gæster plus nye familier gange personer i en ny familie")
        if aggregate.returning:
            text = _("Andel, der kommer igen, af gæsterne%(narrowed)s")
        if aggregate.retained:
            text = _("Andel af de tidligere gæster, der kom igen i det seneste hele kvartal%(narrowed)s")
        how = _(", beregnet af skøn ud fra stempelkort") if aggregate.with_families else ""
        return self._timed(text % values) + (how or _(", skønnet ud fra stempelkort"))


def _tells_of_course(condition: Condition) -> bool:
    return isinstance(condition, JoinedBefore) or (isinstance(condition, Reached) and condition.stage is not Stage.OVER)


WITH_STEPS = frozenset({Unit.INITIATIVE, Unit.THEME, Unit.STORY, Unit.NEED, Unit.REFERRAL})

_CLAUSES: dict[type[Condition], Callable[[_Writer, Any], str]] = {
    Reached: _Writer.reached,
    After: _Writer.after,
    JoinedBefore: _Writer.joined_before,
    Retained: _Writer.retained,
    HasOutcome: _Writer.has_outcome,
    FollowedUp: _Writer.followed_up,
    CoversAreas: _Writer.covers,
    HasEntries: _Writer.has_entries,
    HasTrait: _Writer.has_trait,
    ActiveVolunteer: _Writer.active_volunteer,
    RunEnded: _Writer.run_ended,
    FirstEver: _Writer.first_ever,
}

_WRITERS: dict[type[Aggregate], Callable[[_Writer, Any], str]] = {
    Count: _Writer.count,
    Share: _Writer.share,
    Sum: _Writer.sum,
    Mean: _Writer.mean,
    MeanPeople: _Writer.mean_people,
    ShareOfPopulation: _Writer.share_of_population,
    ShareOfAnswers: _Writer.share_of_answers,
    PairedChange: _Writer.paired,
    CrossSection: _Writer.cross_section,
    Latest: _Writer.latest,
    StampCard: _Writer.stamp_card,
}
