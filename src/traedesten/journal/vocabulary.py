"""The closed word lists of the journal: each word with its stored number and its Danish name.

Numbers are for ever: a word may be added at the end with the next number, none is renumbered (a test pins them).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Vocabulary(dict[str, int]):
    """Word -> number, with the Danish names beside."""

    def __init__(self, *words: tuple[str, Any]) -> None:
        super().__init__({code: number for number, (code, _name) in enumerate(words, start=1)})
        self.names: dict[str, Any] = dict(words)

    def name(self, code: str) -> str:
        """Danish name of a word; the word itself where it is unknown (for error messages about it)."""
        return str(self.names.get(code, code))


KINDS = Vocabulary(
    ("visit", _("Besøg")),
    ("session", _("Åbning eller mødegang")),
    ("contact", _("Kontakt")),
    ("enquiry", _("Henvendelse")),
    ("concern", _("Bekymring")),
    ("conversation", _("Samtale")),
    ("measurement", _("Måling")),
    ("goal", _("Mål i små trin")),
    ("plan", _("Plan")),
    ("enrolment", _("Tilmelding")),
    ("attendance", _("Fremmøde")),
    ("outcome", _("Resultat for en person")),
    ("follow_up", _("Opfølgning")),
    ("referral", _("Brobygning")),
    ("told_visit", _("Har brugt caféen")),
    ("contribution", _("Bidrag")),
    ("volunteer_status", _("Frivillig")),
    ("publication", _("Udgivelse")),
    ("delivery", _("Omdeling")),
    ("outside_figure", _("Tal udefra")),
    ("training", _("Uddannet i metode")),
    ("initiative", _("Trin i et initiativ")),
    ("need", _("Behov eller ønske")),
    ("theme", _("Tema eller barriere")),
    ("log_entry", _("Logbog")),
    ("story", _("Beboerfortælling")),
    ("answer", _("Svar på spørgeskema")),
    ("rating", _("Tilfredshed")),
)

STEPS = Vocabulary(
    ("held", _("Afholdt")),
    ("cancelled", _("Aflyst")),
    ("talked", _("Talte sammen")),
    ("wants_visit", _("Vil gerne have besøg")),
    ("declined", _("Sagde nej tak")),
    ("referred", _("Vist videre")),
    ("no_answer", _("Traf ingen")),
    ("received", _("Modtaget")),
    ("followed_up", _("Fulgt op")),
    ("closed", _("Afsluttet")),
    ("wellbeing", _("Trivselssamtale")),
    ("health", _("Sundhedssamtale")),
    ("kram", _("KRAM-samtale")),
    ("double_kram", _("Dobbelt KRAM-samtale")),
    ("guidance", _("Vejledning")),
    ("family_guidance", _("Familievejledning")),
    ("trauma_aware", _("Traumebevidst samtale")),
    ("benefit", _("Samtale om udbytte")),
    ("companion", _("Bisidder eller følgeskab")),
    ("set", pgettext_lazy("et mål er", "Sat")),  # with a context: alone, "Sat" is Saturday in Django's own texts
    ("reached", _("Nået")),
    ("dropped", _("Opgivet")),
    ("made", _("Lavet")),
    ("revised", _("Revideret")),
    ("joined", _("Begyndt")),
    ("ended", _("Sluttet")),
    ("plan_for_job", _("Plan for job")),
    ("plan_for_education", _("Plan for uddannelse")),
    ("plan_for_activation", _("Plan for aktivering")),
    ("daycare_started", _("Begyndt i dagtilbud")),
    ("smoke_free", _("Røgfri")),
    ("new_tools", _("Nye redskaber i hverdagen")),
    ("joined_community", _("Med i et fællesskab")),
    ("employed", _("I job")),
    ("other", _("Andet")),
    ("not_reached", _("Ikke nået")),
    ("offered", _("Tilbudt")),
    ("accepted", _("Sagt ja")),
    ("accompanied", _("Fulgt derhen")),
    ("started", _("Begyndt")),
    ("completed", _("Gennemført")),
    ("still_active", _("Stadig med")),
    ("refused", _("Sagt nej")),
    ("lapsed", _("Løbet ud i sandet")),
    ("yes", _("Ja")),
    ("no", _("Nej")),
    ("active", _("Aktiv")),
    ("paused", _("På pause")),
    ("own", _("Eget tal")),
    ("comparison", _("Sammenligningstal")),
    ("from_need", _("Født af et behov")),
    ("planned", _("Planlagt")),
    ("described", _("Beskrevet")),
    ("method_tried", _("Metode afprøvet")),
    ("anchored", _("Forankret")),
    ("voiced", _("Udtrykt")),
    ("met", _("Imødekommet")),
    ("identified", _("Set")),
    ("evidence", _("Belæg")),
    ("addressed", _("Taget op")),
    ("told", _("Fortalt")),
    ("published", _("Udgivet")),
    ("single", _("En enkelt måling")),
    ("before", _("Før")),
    ("after", _("Efter")),
    ("follow_up", _("Opfølgning")),
)

CHANNELS = Vocabulary(
    ("door", _("Ved døren")),
    ("phone", _("Telefon")),
    ("text", _("Sms eller besked")),
    ("yard", _("I gården")),
    ("laundry", _("I vaskeriet")),
    ("shop", _("Ved butikken")),
    ("cafe", _("I caféen")),
    ("office", _("På kontoret")),
    ("event", _("Ved et arrangement")),
    ("mail", _("E-mail eller brev")),
    ("online", _("På nettet")),
    ("street", _("På gaden")),
    ("school", _("På skolen")),
    ("other", _("Andet sted")),
    ("newsletter", _("Nyhedsblad")),
    ("website", _("Hjemmeside")),
    ("facebook", _("Facebook")),
    ("postcard", _("Postkort")),
    ("poster", _("Plakat")),
    ("screen", _("Infoskærm")),
    ("press", _("Presse")),
)

SOURCES = Vocabulary(
    ("self", _("Beboeren selv")),
    ("neighbour", _("Nabo")),
    ("caretaker", _("Ejendomsfunktionær")),
    ("staff", _("Medarbejder i indsatsen")),
    ("family", _("Familie eller ven")),
    ("job_centre", _("Jobcenter")),
    ("doctor", _("Praktiserende læge")),
    ("hospital", _("Hospital")),
    ("municipality", _("Anden kommunal medarbejder")),
    ("housing", _("Boligorganisation")),
    ("school", _("Skole")),
    ("daycare", _("Dagtilbud")),
    ("health_visitor", _("Sundhedspleje")),
    ("association", _("Forening")),
    ("volunteer", _("Frivillig")),
    ("proactive_list", _("Opsøgende liste")),
    ("other", _("Anden")),
    ("unknown", _("Ved ikke")),
)

SEXES = Vocabulary(("female", _("Kvinde")), ("male", _("Mand")), ("other", _("Andet")), ("unknown", _("Uoplyst")))

AGE_BANDS = Vocabulary(
    ("0-5", _("0-5 år")),
    ("6-12", _("6-12 år")),
    ("13-17", _("13-17 år")),
    ("18-29", _("18-29 år")),
    ("30-44", _("30-44 år")),
    ("45-59", _("45-59 år")),
    ("60-74", _("60-74 år")),
    ("75+", _("75 år og derover")),
    ("unknown", _("Uoplyst")),
)

FIRST_TIMES = Vocabulary(("yes", _("Ja, første gang")), ("no", _("Nej, set før")), ("unknown", _("Ved ikke")))

ORIGINS = Vocabulary(
    ("screen", _("Skærm")),
    ("import", _("Import")),
    ("sync", _("Telefon uden net")),
    ("api", _("Andet system")),
    ("simulation", _("Simulering")),
)
