"""How people find the preset they need: groups in the words of the work, an example each, and help with its parameters.

The order is that of the screen. What stands here never changes what is counted.
"""

from dataclasses import dataclass

from ..language import DANISH, Translator, gettext_noop
from . import PRESETS
from .parameter import FILTERS, Parameter, Preset


@dataclass(frozen=True, slots=True)
class Group:
    """Presets about one part of the work; `examples` are criteria as an agreement writes them, by preset."""

    code: str
    label: str
    examples: dict[str, str]


GROUPS = (
    Group(
        "people",
        gettext_noop("Mennesker"),
        {
            "unique_people": gettext_noop("Mindst 30 forskellige kvinder er med om året."),
            "people_contacted": gettext_noop("Det opsøgende arbejde når 100 beboere om året."),
            "people_with_plan": gettext_noop("50 beboere får en individuel handleplan."),
            "people_share_of_population": gettext_noop("12 % af de voksne har haft en trivselssamtale."),
            "people_share_by_trait": gettext_noop("Mindst en tredjedel af dem, vi taler med, er mænd."),
        },
    ),
    Group(
        "families",
        gettext_noop("Familier"),
        {
            "unique_families": gettext_noop("50 familier får mindst én vejledning om året."),
            "families_completing": gettext_noop("Mindst 8 familier gennemfører et forløb hver sæson."),
        },
    ),
    Group(
        "conversations",
        gettext_noop("Samtaler"),
        {"conversations": gettext_noop("Sygeplejersken holder mindst 200 samtaler om året.")},
    ),
    Group(
        "sessions",
        gettext_noop("Åbninger, arrangementer og besøg"),
        {
            "sessions_held": gettext_noop("Mindst 6 temaaktiviteter om året."),
            "regular_sessions": gettext_noop("Caféen er åben mindst én gang om ugen."),
            "areas_with_session": gettext_noop("Der er en café i hvert af de tre områder."),
            "visits": gettext_noop("Caféen får 2.000 besøg."),
            "mean_per_session": gettext_noop("I gennemsnit 25 familier til hver familieaften."),
            "activities_held": gettext_noop("63 aktiviteter har været i gang."),
        },
    ),
    Group(
        "guests",
        gettext_noop("Gæster med stempelkort"),
        {
            "unique_guests": gettext_noop("300 forskellige gæster i hvert område."),
            "returning_guests": gettext_noop("75 % af gæsterne kommer igen."),
            "retained_guests": gettext_noop("Halvdelen af gæsterne bliver ved med at komme."),
        },
    ),
    Group(
        "courses",
        gettext_noop("Forløb og hold"),
        {
            "people_enrolled": gettext_noop("80 beboere er med i et planlagt vejledningsforløb."),
            "people_started": gettext_noop("20 udsatte beboere begynder et forløb i eget hjem."),
            "enrolments": gettext_noop("146 tilmeldte, heraf 80 gennem en telefonsamtale."),
            "runs_held": gettext_noop("Mindst 4 hold om sundhed om året sammen med jobklubben."),
            "runs_with_session": gettext_noop("Mindst én sundhedsaktivitet i hvert familieforløb."),
            "mean_people_per_run": gettext_noop("I gennemsnit 12 deltagere på de lokale hold."),
            "completion_rate": gettext_noop("60 % gennemfører."),
            "outcome_share": gettext_noop("75 % har en plan for job eller uddannelse, når forløbet slutter."),
            "retained": gettext_noop("65 % er der endnu, når projektet slutter."),
        },
    ),
    Group(
        "bridging",
        gettext_noop("Brobygning"),
        {
            "referrals": gettext_noop("Henvisninger til tilbud i nærheden, nye som gamle."),
            "took_part_afterwards": gettext_noop("50 cafégæster deltager siden i et tilbud i sundhedscentret."),
            "completed_afterwards": gettext_noop("Halvdelen af dem gennemfører."),
            "retained_afterwards": gettext_noop("Halvdelen er der endnu, når projektet slutter."),
        },
    ),
    Group(
        "answers",
        gettext_noop("Svar og vurderinger"),
        {
            "answer_share": gettext_noop("75 % af familierne har fået ny viden."),
            "rating_share": gettext_noop("85 % af gæsterne giver en god smiley."),
            "paired_change": gettext_noop("Trivslen er bedre efter forløbet end før."),
            "survey_mean": gettext_noop("Tilliden i området er vokset mellem to spørgeundersøgelser."),
        },
    ),
    Group(
        "volunteers",
        gettext_noop("Frivillige, partnere og kolleger"),
        {
            "active_volunteers": gettext_noop("Der bliver flere aktive frivillige."),
            "unique_volunteers": gettext_noop("50 beboere hjælper ved lokale arrangementer."),
            "hours_given": gettext_noop("Partnerne lægger 200 timer om året."),
            "partners_taking_part": gettext_noop("18 partnere har været med."),
            "trained_people": gettext_noop("55 fagfolk er uddannet i metoden."),
        },
    ),
    Group(
        "initiatives",
        gettext_noop("Initiativer, behov og temaer"),
        {
            "initiatives": gettext_noop("Mindst 15 initiativer, født af det, beboerne mangler."),
            "mean_people_per_initiative": gettext_noop("I gennemsnit 20 deltagere i hvert nyt initiativ."),
            "needs": gettext_noop("De behov, beboerne nævner, bliver imødekommet."),
            "themes": gettext_noop("Tilbagevendende barrierer bliver fundet og taget op."),
        },
    ),
    Group(
        "publications",
        gettext_noop("Nyheder og fortællinger"),
        {
            "publications": gettext_noop("4 nyhedsblade om året til hver husstand."),
            "stories": gettext_noop("Beboere fortæller deres historie."),
        },
    ),
    Group(
        "outside",
        gettext_noop("Tal udefra"),
        {"outside_figure": gettext_noop("Andelen, der er utrygge, falder fra 19 %.")},
    ),
)

PLACES = ("areas", "focus_areas", "venues", "offers", "providers", "initiatives", "partners", "with_partner", "runs")
PERSONS = ("sexes", "age_bands", "first_times", "sources")
SORTS = (
    "kinds", "steps", "topics", "channels", "tags", "run_forms", "session_forms", "offer_kinds", "with_civil_society",
    "from_need",
)  # fmt: skip
PARTS = ("split_by", "split_values", "by_type", "by_method", "by_channel")
ASPECTS = {
    "main": "",
    "place": gettext_noop("Hvor, og sammen med hvem"),
    "person": gettext_noop("Hvem det er"),
    "sort": gettext_noop("Hvilken slags"),
    "part": gettext_noop("Del tallet op"),
}
"""Folds of the screen that parameters stand in; those of "main" stand open."""

FIRST: dict[str, tuple[str, ...]] = {
    "conversations": ("steps",),
    "publications": ("channels",),
    "people_with_plan": ("topics",),
    "people_share_of_population": ("steps",),
    "people_share_by_trait": ("steps",),
    "sessions_held": ("tags", "session_forms"),
    "runs_held": ("tags", "run_forms"),
    "completion_rate": ("tags",),
    "mean_people_per_run": ("tags",),
    "areas_with_session": ("areas",),
    "unique_volunteers": ("session_forms",),
    "referrals": ("steps", "offer_kinds"),
    "took_part_afterwards": ("providers", "offer_kinds"),
    "completed_afterwards": ("providers", "offer_kinds"),
    "retained_afterwards": ("providers", "offer_kinds"),
    "trained_people": ("topics",),
    "initiatives": ("from_need", "with_civil_society"),
    "mean_people_per_initiative": ("with_civil_society",),
    "unique_people": ("kinds",),
    "unique_families": ("kinds", "steps"),
}
"""Filters that a preset is nearly always told, and which therefore stand open."""

HELP: dict[str, str] = {
    "activities": gettext_noop("Vælg ingen, hvis alle aktiviteter tæller. Underaktiviteter følger med."),
    "focus_areas": gettext_noop("Alle aktiviteter i indsatsområdet tæller med."),
    "areas": gettext_noop("Vælg ingen, hvis alle områder tæller."),
    "venues": gettext_noop("Kun det, der er sket på stedet."),
    "runs": gettext_noop("Kun de hold, du vælger her; nye hold kommer ikke med af sig selv."),
    "offers": gettext_noop("Tilbud, der kan bygges bro til."),
    "providers": gettext_noop("Dem, der holder tilbuddet, fx sundhedscentret."),
    "partners": gettext_noop("Kun det, der er sket sammen med en af dem."),
    "with_partner": gettext_noop("Om der skal være en partner med, uanset hvilken."),
    "initiatives": gettext_noop("Kun de initiativer, du vælger her."),
    "tags": gettext_noop("Kun det, der har mindst ét af mærkerne."),
    "topics": gettext_noop("Vælg ingen, hvis alle emner tæller."),
    "steps": gettext_noop(
        "Vælg ingen, hvis alle tæller. Aflyste gange og forgæves forsøg tæller kun, hvis du vælger dem."
    ),
    "channels": gettext_noop("Vælg ingen, hvis alle tæller."),
    "sources": gettext_noop("Den, der sendte beboeren til jer."),
    "kinds": gettext_noop("En person tæller, når der er mindst én af de registreringer, du vælger."),
    "sexes": gettext_noop("Den, hvor det ikke er oplyst, tæller ikke med, når du vælger her."),
    "age_bands": gettext_noop("Den, hvor det ikke er oplyst, tæller ikke med, når du vælger her."),
    "new_only": gettext_noop("Kun dem, hvis allerførste registrering ligger i perioden."),
    "at_least": gettext_noop("1 er nok til at tælle."),
    "of_population": gettext_noop("Tallet kan så også læses som »120 af 1.078 beboere«."),
    "population": gettext_noop("Lad feltet stå tomt, så bruges områdernes beboertal."),
    "counted_by": gettext_noop("Stempelkort giver et skøn uden at vide, hvem gæsterne er."),
    "with_families": gettext_noop(
        "Mennesker, der kommer på et familiekort, regnes med efter, hvor mange de plejer at være."
    ),
    "within_days": gettext_noop("Lad feltet stå tomt, hvis det er lige meget, hvor længe der går."),
    "first_activities": gettext_noop("Det, man skal have besøgt først, fx caféen."),
    "first_areas": gettext_noop("Vælg ingen, hvis det er lige meget hvor."),
    "days": gettext_noop("Den, der er kommet til senere, kan endnu hverken være blevet eller gået."),
    "months": gettext_noop("En frivillig uden en indsats så længe er ikke længere aktiv."),
    "moments": gettext_noop("Vælg ingen, hvis det er lige meget, hvornår der er spurgt."),
    "outcomes": gettext_noop("Det, der skal være sket. Ét er nok."),
    "of": gettext_noop("Det, der deles med. Jo tidligere, jo flere er med i nævneren."),
    "item": gettext_noop("Listen over spørgsmål står under »Egne ord« i opsætningen."),
    "items": gettext_noop("Vælger du flere, vurderes hvert for sig, og det svageste afgør."),
    "indicator": gettext_noop("Listen over tal udefra står under »Egne ord« i opsætningen."),
    "better_by": gettext_noop("Mindre ændringer tæller som uændret. I WHO-5 bruges 10 point."),
    "pairing": gettext_noop("Enten ved datoerne for forløbets start og slut, eller ved det, der står på skemaet."),
    "asked_kinds": gettext_noop("Så vises også, hvor mange der ikke har svaret."),
    "waves": gettext_noop("Vælg ingen, hvis alle målinger tæller."),
    "covering": gettext_noop("Lad feltet stå tomt, hvis omdelingen er lige meget."),
    "require": gettext_noop("Det første, du vælger, skal ligge i perioden; de andre skal også være nået."),
    "as_share": gettext_noop("Ellers er tallet et antal."),
    "with_log_entry": gettext_noop("Kun initiativer, som nogen har skrevet om i logbogen."),
    "with_civil_society": gettext_noop("Lavet sammen med foreninger og andre i civilsamfundet."),
    "from_need": gettext_noop("Initiativet begyndte med et behov, som en beboer nævnte."),
    "session_tags": gettext_noop("Det mærke, som mindst én gang i hvert forløb skal have."),
    "split_by": gettext_noop("Så vises tallet også for hver del."),
    "split_values": gettext_noop("Vælg ingen for at vise alle dele, der forekommer."),
    "trait": gettext_noop("Andelen regnes blandt dem, hvor det vides."),
}

_OF_PRESET: dict[tuple[str, str], str] = {
    ("rating_share", "at_least"): gettext_noop("Smileyer går fra 1 til 5. Mindst 4 er en god vurdering."),
    ("answer_share", "at_least"): gettext_noop("På en skala fra 1 til 5 er 4 »enig«."),
    ("regular_sessions", "at_least"): gettext_noop("1, hvis én åbning er nok."),
    ("themes", "require"): gettext_noop("Et tema tæller, når det er fundet og er nået til det, du vælger."),
}


def aspect_of(preset: Preset, parameter: Parameter) -> str:
    """Which fold of the screen the parameter stands in."""
    name = parameter.name
    if parameter.required or name == "activities" or name in FIRST.get(preset.name, ()):
        return "main"
    for aspect, names in (("place", PLACES), ("person", PERSONS), ("sort", SORTS), ("part", PARTS)):
        if name in names:
            return aspect
    if name in FILTERS:
        raise AssertionError(f"{name} stands in no fold")
    return "main"


def help_of(preset: str, parameter: str, translator: Translator = DANISH) -> str:
    """What to know when choosing; empty where the label says it all."""
    text = _OF_PRESET.get((preset, parameter)) or HELP.get(parameter, "")
    return translator.gettext(text) if text else ""


def search(words: str, translator: Translator = DANISH) -> tuple[tuple[Group, tuple[Preset, ...]], ...]:
    """Groups with the presets that mention every word, by the start of some word; all of them when nothing is asked."""
    _, asked = translator.gettext, words.casefold().split()
    found = []
    for group in GROUPS:
        presets = tuple(
            PRESETS[name]
            for name, example in group.examples.items()
            if _holds(" ".join(map(_, (group.label, PRESETS[name].label, PRESETS[name].explanation, example))), asked)
        )
        if presets:
            found.append((group, presets))
    return tuple(found)


def _holds(text: str, asked: list[str]) -> bool:
    known = [word.strip(".,;:()»«?!") for word in text.casefold().split()]
    return all(any(word.startswith(stem(each)) for word in known) for each in asked)


def stem(word: str) -> str:
    """So much of a Danish word as its endings leave: who writes "nyhedsbladet" means "nyhedsblad"."""
    for ending in ("erne", "ene", "er", "en", "et", "e", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
