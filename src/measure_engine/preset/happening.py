"""Presets that count what was held, published, begun or told."""

from ..aggregate import Column, Mean, MeanPeople, Share, Sum
from ..condition import Condition, CoversAreas, FirstEver, HasEntries, RunEnded, When
from ..definition import Definition, Dimension, Split
from ..language import gettext_noop
from ..selection import Selection
from ..vocabulary import CALENDAR_UNITS, STEPS, Unit
from .parameter import COURSE, OFFER, PERSON, PLACE, Preset, Values, filters, flag, real, selection, whole, word, words
from .person import SPLIT, TAKING_PART, split

HELD = ("held",)


def _held(values: Values) -> Selection:
    return selection(("session",), values, steps=HELD)


def _sessions(values: Values) -> Definition:
    return Definition((_held(values),), Unit.SESSION, split=split(values))


def _visits(values: Values) -> Definition:
    return Definition((_held(values), selection(TAKING_PART, values)), Unit.VISIT, split=split(values))


def _conversations(values: Values) -> Definition:
    by_type = Split(Dimension.STEP, values["steps"]) if values["by_type"] else None
    return Definition((selection(("conversation",), values),), Unit.CONVERSATION, split=by_type)


def _runs(values: Values) -> Definition:
    ended: tuple[Condition, ...] = (RunEnded(),) if values["ended_only"] else (FirstEver(),)
    return Definition((_held(values),), Unit.RUN, ended)


def _publications(values: Values) -> Definition:
    covering = values["covering"]
    where: tuple[Condition, ...] = (CoversAreas(covering, values["areas"]),) if covering is not None else ()
    chosen = selection(("publication",), {**values, "areas": ()} if covering is not None else values)
    return Definition((chosen,), Unit.PUBLICATION, where)


def _regular(values: Values) -> Definition:
    often = Share((HasEntries(values["at_least"], when=When.PERIOD),))
    return Definition((_held(values),), Unit(values["every"]), aggregate=often)


def _areas(values: Values) -> Definition:
    return Definition((_held(values),), Unit.AREA, (HasEntries(values["at_least"], when=When.PERIOD),))


def _runs_with_session(values: Values) -> Definition:
    wanted = HasEntries(values["at_least"], (Selection(("session",), steps=HELD, tags=values["session_tags"]),))
    return Definition((_held(values),), Unit.RUN, (RunEnded(),), Share((wanted,)))


def _mean_per_session(values: Values) -> Definition:
    return Definition((_held(values),), Unit.SESSION, aggregate=Mean(Column(values["of"])))


def _mean_per_run(values: Values) -> Definition:
    people = selection(("attendance", "visit"), values)
    return Definition((people,), Unit.RUN, aggregate=MeanPeople((_held(values),)))


def _mean_per_initiative(values: Values) -> Definition:
    people = selection(("attendance", "visit"), values)
    begun = selection(("initiative",), values, steps=("started",))
    return Definition((people,), Unit.INITIATIVE, aggregate=MeanPeople((begun,)))


def _initiatives(values: Values) -> Definition:
    first, *others = values["require"]
    asked = [HasEntries(of=(Selection(("initiative",), steps=(step,)),)) for step in others]
    if values["with_log_entry"]:
        asked.append(HasEntries(of=(Selection(("log_entry",)),)))
    chosen = selection(("initiative",), values, steps=(first,))
    return Definition((chosen,), Unit.INITIATIVE, (FirstEver(), *asked), split=split(values))


def _themes(values: Values) -> Definition:
    asked = tuple(HasEntries(of=(Selection(("theme",), steps=(step,)),)) for step in values["require"])
    found = selection(("theme",), values, steps=("identified",))
    if values["as_share"]:
        return Definition((found,), Unit.THEME, aggregate=Share(asked))
    return Definition((found,), Unit.THEME, asked)


def _referrals(values: Values) -> Definition:
    chosen = selection(("referral",), values, steps=values["steps"] or ("offered",))
    return Definition((chosen,), Unit.REFERRAL, split=split(values))


def _stories(values: Values) -> Definition:
    return Definition((selection(("story",), values, steps=(values["step"],)),), Unit.STORY)


def _activities(values: Values) -> Definition:
    return Definition((_held(values),), Unit.ACTIVITY)


def _partners(values: Values) -> Definition:
    return Definition((_held(values), selection(("contribution", "training"), values)), Unit.PARTNER)


def _enrolments(values: Values) -> Definition:
    chosen = selection(("enrolment",), values, steps=("joined",))
    by_channel = Split(Dimension.CHANNEL) if values["by_channel"] else None
    return Definition((chosen,), Unit.ENTRY, split=by_channel)


def _hours(values: Values) -> Definition:
    return Definition((selection(("contribution",), values),), Unit.ENTRY, aggregate=Sum(Column.VALUE))


def _needs(values: Values) -> Definition:
    return Definition((selection(("need",), values, steps=(values["step"],)),), Unit.NEED, split=split(values))


PRESETS = (
    Preset(
        "sessions_held",
        gettext_noop("Afholdte møder og åbninger"),
        gettext_noop("Antal afholdte gange. Aflyste tæller ikke; en gang uden fremmødte tæller som afholdt."),
        (*filters(*PLACE, "runs", "run_forms", "session_forms", "initiatives"), *SPLIT),
        _sessions,
        ("6", "15", "27"),
    ),
    Preset(
        "visits",
        gettext_noop("Besøg og fremmøder"),
        gettext_noop(
            "Antal besøg: én person én gang pr. møde. Er mødet talt, gælder tællingen; ellers det største af hovedtal "
            "og kendte personer. Ét menneske kan have mange besøg."
        ),
        (*filters(*PLACE, "runs", "run_forms", "session_forms"), *SPLIT),
        _visits,
        ("46",),
    ),
    Preset(
        "conversations",
        gettext_noop("Samtaler"),
        gettext_noop("Antal samtaler, højst én pr. person, dag og slags."),
        (
            *filters(*PLACE, *PERSON, "steps", "topics", "sources"),
            flag("by_type", gettext_noop("Fordelt på slags"), False),
        ),
        _conversations,
        ("47", "54"),
    ),
    Preset(
        "runs_held",
        gettext_noop("Forløb og hold"),
        gettext_noop("Antal forløb, der er begyndt i perioden (første afholdte gang), eller er afsluttet i perioden."),
        (*filters(*COURSE), flag("ended_only", gettext_noop("Kun afsluttede"), False)),
        _runs,
        ("9", "45", "55"),
    ),
    Preset(
        "publications",
        gettext_noop("Udgivelser"),
        gettext_noop("Antal nyheder, opslag, nyhedsbreve eller plakater; evt. kun dem, der er delt ud i alle områder."),
        (
            *filters("channels", "areas", "activities", "topics"),
            real("covering", gettext_noop("Delt ud til mindst denne andel af boligerne i hvert område (fx 0,95)")),
        ),
        _publications,
        ("10", "11", "12"),
    ),
    Preset(
        "regular_sessions",
        gettext_noop("Åbent hver uge eller måned"),
        gettext_noop("Andelen af uger eller måneder med mindst én afholdt gang. Planlagte lukkeuger tæller ikke med."),
        (
            word("every", gettext_noop("Hver"), tuple(sorted(CALENDAR_UNITS)), "week"),
            whole("at_least", gettext_noop("Mindst så mange gange"), 1),
            *filters(*PLACE, "session_forms"),
        ),
        _regular,
        ("13",),
    ),
    Preset(
        "areas_with_session",
        gettext_noop("Områder, hvor det er i gang"),
        gettext_noop("Antal områder med mindst én afholdt gang, ud af alle de valgte områder."),
        (*filters(*PLACE, "session_forms"), whole("at_least", gettext_noop("Mindst så mange gange"), 1)),
        _areas,
        ("29",),
    ),
    Preset(
        "runs_with_session",
        gettext_noop("Forløb, hvor noget bestemt indgår"),
        gettext_noop("Andelen af afsluttede forløb med mindst én afholdt gang med et bestemt mærke."),
        (
            words("session_tags", gettext_noop("Gangens mærke"), required=True),
            whole("at_least", gettext_noop("Mindst så mange gange"), 1),
            *filters("activities", "focus_areas", "areas", "runs", "run_forms"),
        ),
        _runs_with_session,
        ("8",),
    ),
    Preset(
        "mean_per_session",
        gettext_noop("Gennemsnit pr. gang"),
        gettext_noop("Personer eller familier i alt delt med antal afholdte gange, hvor antallet er skrevet ned."),
        (
            word("of", gettext_noop("Personer eller familier"), ("people", "families"), "people"),
            *filters(*PLACE, "runs", "session_forms"),
        ),
        _mean_per_session,
        ("28",),
    ),
    Preset(
        "mean_people_per_run",
        gettext_noop("Deltagere pr. forløb i gennemsnit"),
        gettext_noop("Forskellige fremmødte i hvert forløb lagt sammen og delt med antal forløb, der er begyndt."),
        filters(*COURSE),
        _mean_per_run,
        ("37",),
    ),
    Preset(
        "mean_people_per_initiative",
        gettext_noop("Deltagere pr. initiativ i gennemsnit"),
        gettext_noop("Forskellige deltagere i hvert initiativ lagt sammen og delt med antal startede initiativer."),
        filters("areas", "activities", "initiatives", "with_civil_society", "from_need"),
        _mean_per_initiative,
        ("39",),
    ),
    Preset(
        "initiatives",
        gettext_noop("Initiativer"),
        gettext_noop(
            "Antal initiativer, der er nået til et trin i perioden, evt. født af et behov, med logbog eller metode."
        ),
        (
            words("require", gettext_noop("Trin, der skal være nået"), STEPS["initiative"], ("started",)),
            flag("with_log_entry", gettext_noop("Med notat i logbogen"), False),
            *filters(
                "areas",
                "activities",
                "initiatives",
                "topics",
                "with_civil_society",
                "from_need",
                "with_partner",
                "partners",
            ),
            *SPLIT,
        ),
        _initiatives,
        ("30", "43", "49", "51"),
    ),
    Preset(
        "themes",
        gettext_noop("Tilbagevendende temaer"),
        gettext_noop("Antal fundne temaer og barrierer, der også er belagt og taget op."),
        (
            words("require", gettext_noop("Trin, der skal være nået"), STEPS["theme"], ("evidence", "addressed")),
            flag("as_share", gettext_noop("Vis som andel af alle fundne temaer"), False),
            *filters("activities", "areas", "topics"),
        ),
        _themes,
        ("48",),
    ),
    Preset(
        "referrals",
        gettext_noop("Henvisninger og brobygning"),
        gettext_noop("Antal henvisninger, der er nået til et trin i perioden; evt. fordelt på slags tilbud."),
        (*filters(*OFFER, *PERSON, "steps", "sources", "topics", "activities", "areas"), *SPLIT),
        _referrals,
        ("50", "55"),
    ),
    Preset(
        "stories",
        gettext_noop("Beboerhistorier"),
        gettext_noop("Antal beboerhistorier, der er fortalt, eller udgivet med samtykke."),
        (word("step", gettext_noop("Trin"), STEPS["story"], "published"), *filters("activities", "areas", "topics")),
        _stories,
        ("52",),
    ),
    Preset(
        "activities_held",
        gettext_noop("Aktiviteter, der har været i gang"),
        gettext_noop("Antal forskellige aktiviteter med mindst én afholdt gang i perioden."),
        filters(*PLACE, "session_forms"),
        _activities,
        ("60",),
    ),
    Preset(
        "partners_taking_part",
        gettext_noop("Partnere, der har været med"),
        gettext_noop("Antal forskellige partnere med en afholdt gang, timer eller undervisning i perioden."),
        filters("activities", "focus_areas", "areas", "tags"),
        _partners,
        ("60",),
    ),
    Preset(
        "enrolments",
        gettext_noop("Tilmeldinger"),
        gettext_noop("Antal indmeldelser i perioden; evt. fordelt på, hvordan deltagerne blev fundet."),
        (
            *filters(*COURSE, "channels", "sources"),
            flag("by_channel", gettext_noop("Fordelt på rekrutteringskanal"), False),
        ),
        _enrolments,
        ("57",),
    ),
    Preset(
        "hours_given",
        gettext_noop("Timer fra frivillige og partnere"),
        gettext_noop("Summen af timer, som frivillige eller partnere har lagt i perioden."),
        filters(*PLACE),
        _hours,
    ),
    Preset(
        "needs",
        gettext_noop("Behov og ønsker"),
        gettext_noop("Antal behov, som beboere har nævnt, eller som er imødekommet."),
        (
            word("step", gettext_noop("Trin"), STEPS["need"], "voiced"),
            *filters("activities", "areas", "topics"),
            *SPLIT,
        ),
        _needs,
    ),
)
