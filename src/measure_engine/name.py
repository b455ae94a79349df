"""Danish names of what a definition speaks of: the programme's own rows and the fixed words of the journal."""

from collections.abc import Iterable, Mapping
from typing import Any

from .language import DANISH, Translator, gettext_noop
from .world import World

WORDS: dict[tuple[str, str], str] = {
    ("step", "held"): gettext_noop("afholdt"),
    ("step", "wellbeing"): gettext_noop("trivselssamtaler"),
    ("step", "health"): gettext_noop("sundhedssamtaler"),
    ("step", "kram"): gettext_noop("KRAM-samtaler"),
    ("step", "double_kram"): gettext_noop("dobbelte KRAM-samtaler"),
    ("step", "guidance"): gettext_noop("vejledning"),
    ("step", "family_guidance"): gettext_noop("familievejledning"),
    ("step", "trauma_aware"): gettext_noop("traumebevidste samtaler"),
    ("step", "benefit"): gettext_noop("samtaler om udbytte"),
    ("step", "companion"): gettext_noop("bisidder og følgeskab"),
    ("step", "from_need"): gettext_noop("født af et behov"),
    ("step", "planned"): gettext_noop("planlagt"),
    ("step", "started"): gettext_noop("startet"),
    ("step", "described"): gettext_noop("beskrevet"),
    ("step", "method_tried"): gettext_noop("afprøvet med en metode"),
    ("step", "anchored"): gettext_noop("forankret"),
    ("step", "ended"): gettext_noop("sluttet"),
    ("step", "identified"): gettext_noop("fundet"),
    ("step", "evidence"): gettext_noop("belagt"),
    ("step", "addressed"): gettext_noop("taget op"),
    ("step", "closed"): gettext_noop("lukket"),
    ("step", "offered"): gettext_noop("tilbudt"),
    ("step", "accepted"): gettext_noop("sagt ja til"),
    ("step", "accompanied"): gettext_noop("fulgt derhen"),
    ("step", "completed"): gettext_noop("gennemført"),
    ("step", "still_active"): gettext_noop("stadig med"),
    ("step", "refused"): gettext_noop("sagt nej til"),
    ("step", "lapsed"): gettext_noop("løbet ud i sandet"),
    ("step", "joined"): gettext_noop("meldt ind"),
    ("step", "told"): gettext_noop("fortalt"),
    ("step", "published"): gettext_noop("udgivet"),
    ("step", "voiced"): gettext_noop("nævnt"),
    ("step", "met"): gettext_noop("imødekommet"),
    ("step", "made"): gettext_noop("lavet"),
    ("step", "talked"): gettext_noop("talt sammen"),
    ("step", "wants_visit"): gettext_noop("vil gerne have besøg"),
    ("step", "declined"): gettext_noop("sagt nej tak"),
    ("step", "referred"): gettext_noop("vist videre"),
    ("step", "before"): gettext_noop("før"),
    ("step", "after"): gettext_noop("efter"),
    ("step", "single"): gettext_noop("enkelt måling"),
    ("step", "follow_up"): gettext_noop("opfølgning"),
    ("step", "plan_for_job"): gettext_noop("plan for job"),
    ("step", "plan_for_education"): gettext_noop("plan for uddannelse"),
    ("step", "plan_for_activation"): gettext_noop("plan for aktivering"),
    ("step", "daycare_started"): gettext_noop("start i dagtilbud"),
    ("step", "smoke_free"): gettext_noop("røgfrihed"),
    ("step", "new_tools"): gettext_noop("nye redskaber i hverdagen"),
    ("step", "joined_community"): gettext_noop("med i et fællesskab"),
    ("step", "employed"): gettext_noop("job"),
    ("step", "other"): gettext_noop("andet"),
    ("topic", "at_end"): gettext_noop("ved afslutningen"),
    ("topic", "m3"): gettext_noop("efter 3 måneder"),
    ("topic", "m6"): gettext_noop("efter 6 måneder"),
    ("topic", "m12"): gettext_noop("efter 12 måneder"),
    ("topic", "health_book"): gettext_noop("sundhedsbogen"),
    ("topic", "action_plan"): gettext_noop("individuel handleplan"),
    ("channel", "door"): gettext_noop("ved døren"),
    ("channel", "phone"): gettext_noop("telefon"),
    ("channel", "text"): gettext_noop("sms"),
    ("channel", "yard"): gettext_noop("i gården"),
    ("channel", "laundry"): gettext_noop("i vaskeriet"),
    ("channel", "shop"): gettext_noop("ved butikken"),
    ("channel", "cafe"): gettext_noop("i caféen"),
    ("channel", "office"): gettext_noop("på kontoret"),
    ("channel", "event"): gettext_noop("ved et arrangement"),
    ("channel", "mail"): gettext_noop("e-mail eller brev"),
    ("channel", "online"): gettext_noop("på nettet"),
    ("channel", "street"): gettext_noop("på gaden"),
    ("channel", "school"): gettext_noop("på skolen"),
    ("channel", "newsletter"): gettext_noop("nyhedsblad"),
    ("channel", "website"): gettext_noop("hjemmeside"),
    ("channel", "facebook"): gettext_noop("Facebook"),
    ("channel", "postcard"): gettext_noop("postkort"),
    ("channel", "poster"): gettext_noop("plakat"),
    ("channel", "screen"): gettext_noop("infoskærm"),
    ("channel", "press"): gettext_noop("presse"),
    ("channel", "other"): gettext_noop("andet"),
    ("source", "self"): gettext_noop("beboeren selv"),
    ("source", "neighbour"): gettext_noop("nabo"),
    ("source", "caretaker"): gettext_noop("ejendomsfunktionær"),
    ("source", "staff"): gettext_noop("medarbejder"),
    ("source", "family"): gettext_noop("familie eller ven"),
    ("source", "job_centre"): gettext_noop("jobcenter"),
    ("source", "doctor"): gettext_noop("praktiserende læge"),
    ("source", "hospital"): gettext_noop("hospital"),
    ("source", "municipality"): gettext_noop("kommunal medarbejder"),
    ("source", "housing"): gettext_noop("boligorganisation"),
    ("source", "school"): gettext_noop("skole"),
    ("source", "daycare"): gettext_noop("dagtilbud"),
    ("source", "health_visitor"): gettext_noop("sundhedspleje"),
    ("source", "association"): gettext_noop("forening"),
    ("source", "volunteer"): gettext_noop("frivillig"),
    ("source", "proactive_list"): gettext_noop("opsøgende liste"),
    ("source", "other"): gettext_noop("anden"),
    ("sex", "female"): gettext_noop("kvinder"),
    ("sex", "male"): gettext_noop("mænd"),
    ("sex", "other"): gettext_noop("andet køn"),
    ("offer_kind", "municipal_health"): gettext_noop("kommunale sundhedstilbud"),
    ("offer_kind", "civil"): gettext_noop("civilsamfundets tilbud"),
    ("offer_kind", "job"): gettext_noop("tilbud om job og uddannelse"),
    ("offer_kind", "municipal_other"): gettext_noop("andre kommunale tilbud"),
    ("offer_kind", "other"): gettext_noop("andre tilbud"),
    ("run_form", "group"): gettext_noop("gruppeforløb"),
    ("run_form", "individual"): gettext_noop("individuelle forløb"),
    ("session_form", "open"): gettext_noop("åbninger"),
    ("session_form", "course"): gettext_noop("kursusgange"),
    ("session_form", "event"): gettext_noop("arrangementer"),
    ("session_form", "meeting"): gettext_noop("møder"),
    ("session_form", "other"): gettext_noop("andre gange"),
}


class Names:
    """Looks a code up: first what the programme calls it, then the journal's word, then the code itself."""

    def __init__(self, own: Mapping[tuple[str, str], str] | None = None, translator: Translator = DANISH) -> None:
        self._own = dict(own or {})
        self._translator = translator

    @classmethod
    def of(
        cls, world: World, more: Mapping[tuple[str, str], str] | None = None, translator: Translator = DANISH
    ) -> "Names":
        """Names of the world's own rows; `more` adds topics, tags and focus areas, which the world has no rows of."""
        own: dict[tuple[str, str], str] = {}
        tables: dict[str, Iterable[Any]] = {
            "area": world.areas,
            "activity": world.activities,
            "organisation": world.organisations,
            "venue": world.venues,
            "offer": world.offers,
            "run": world.runs,
            "initiative": world.initiatives,
        }
        for kind, rows in tables.items():
            for row in rows:
                own[kind, row.code or str(row.id)] = row.name or row.code or str(row.id)
        return cls({**own, **(more or {})}, translator)

    def __call__(self, kind: str, code: str) -> str:
        if (kind, code) in self._own:
            return self._own[kind, code]
        if kind == "age_band":
            older, _ = code.endswith("+"), self._translator.gettext
            return (_("%(age)s år og derover") if older else _("%(age)s år")) % {"age": code.removesuffix("+")}
        word = WORDS.get((kind, code))
        return self._translator.gettext(word) if word else code
