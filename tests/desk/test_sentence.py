"""Entries as a colleague would say them."""

import pytest

from tests.cast import TODAY
from traedesten.desk import sentence
from traedesten.journal.models import Entry
from traedesten.schedule.models import Initiative, Thread

HERE = {"area": "havtornen"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "visit", "subject": "KM-4", "session": "cafe-1"}, "KM-4 besøgte Sundhedscafé i Havtornen."),
        (
            {"kind": "session", "session": "cafe-1", "step": "held", "people": 1, "families": 1},
            "Sundhedscafé blev holdt i Havtornen: 1 person og 1 familie.",
        ),
        ({"kind": "session", "session": "cafe-1", "step": "cancelled"}, "Sundhedscafé blev aflyst i Havtornen."),
        (
            {"kind": "contact", "channel": "laundry", "first_time": "no", "people": 3, **HERE},
            "Kontakt i vaskeriet med 3 personer i Havtornen: set før.",
        ),
        (
            {"kind": "contact", "channel": "phone", "subject": "KM-4", "topic": "ensomhed", **HERE},
            "Kontakt på telefon med KM-4 i Havtornen: ensomhed.",
        ),
        (
            {"kind": "enquiry", "step": "received", "channel": "office", "topic": "bolig"},
            "Henvendelse modtaget på kontoret: bolig.",
        ),
        ({"kind": "concern", "step": "closed", **HERE}, "Bekymring afsluttet i Havtornen."),
        (
            {"kind": "conversation", "subject": "KM-4", "step": "double_kram", "value": 90},
            "Dobbelt KRAM-samtale med KM-4: 90 minutter.",
        ),
        ({"kind": "measurement", "subject": "KM-4", "topic": "weight", "value": 71.5}, "Vægt hos KM-4: 71,5 kg."),
        (
            {"kind": "goal", "subject": "KM-4", "step": "set", "topic": "sove"},
            "Mål i små trin med KM-4: sove bedre, sat.",
        ),
        (
            {"kind": "enrolment", "subject": "KM-4", "step": "joined", "run": "familie-1"},
            "KM-4 begyndte på »Familieforløb, efterår« i Havtornen.",
        ),
        (
            {"kind": "enrolment", "subject": "KM-4", "step": "ended", "run": "familie-1", "topic": "moved"},
            "KM-4 sluttede på »Familieforløb, efterår« i Havtornen: flyttet.",
        ),
        (
            {"kind": "attendance", "subject": "KM-4", "run": "familie-1"},
            "KM-4 var til stede på »Familieforløb, efterår« i Havtornen.",
        ),
        (
            {"kind": "outcome", "subject": "KM-4", "step": "smoke_free", "value": 0, "topic": "m6"},
            "Røgfri for KM-4: nej, efter 6 måneder.",
        ),
        ({"kind": "follow_up", "subject": "KM-4", "step": "not_reached"}, "Opfølgning med KM-4: ikke nået."),
        (
            {"kind": "referral", "subject": "KM-4", "offer": "svoemning", "step": "accepted"},
            "Brobygning af KM-4 til Svømmeholdet: sagt ja.",
        ),
        (
            {"kind": "told_visit", "subject": "KM-4", "activity": "cafe", "step": "no"},
            "KM-4 har ikke brugt Sundhedscafé.",
        ),
        (
            {"kind": "contribution", "partner": "strandskolen", "value": 2.5, "activity": "cafe"},
            "Havkøbing Strandskole gav 2,5 timer til Sundhedscafé.",
        ),
        ({"kind": "volunteer_status", "subject": "KM-4", "step": "paused"}, "Frivillig med KM-4: på pause."),
        ({"kind": "publication", "channel": "newsletter", "thread": "b-1"}, "Udgivet: nyhedsblad."),
        (
            {"kind": "delivery", "thread": "b-1", "people": 1, **HERE},
            "Delt ud til 1 bolig i Havtornen.",
        ),
        (
            {"kind": "outside_figure", "topic": "tryghed", "value": 62.5, "source_name": "Beboerne"},
            "Tryghed i området: 62,5.",
        ),
        ({"kind": "training", "topic": "abcd", "people": 4}, "4 personer lærte ABCD."),
        ({"kind": "initiative", "thread": "have", "step": "started", "topic": "abcd"}, "Beboerhaven: begyndt, ABCD."),
        ({"kind": "need", "step": "voiced", "topic": "cykel"}, "Behov eller ønske: lære at cykle, udtrykt."),
        ({"kind": "theme", "thread": "t-1", "step": "identified"}, "Tema eller barriere: set."),
        ({"kind": "log_entry", "activity": "cafe", "note": "Stille dag"}, "Logbog: Sundhedscafé."),
        ({"kind": "story", "thread": "s-1", "step": "told"}, "Beboerfortælling: fortalt."),
        (
            {"kind": "answer", "subject": "KM-4", "topic": "who5.score", "value": 64, "step": "before"},
            "Svar på WHO-5, samlet fra KM-4: 64, før.",
        ),
        ({"kind": "rating", "activity": "cafe", "value": 4}, "1 smiley på 4 af 5 til Sundhedscafé."),
    ],
    ids=lambda part: part["kind"] if isinstance(part, dict) else "",
)
def test_every_kind_is_said_in_danish(row, said, office, record):
    have = Thread.objects.create(programme=office.here, code="have")
    Initiative.objects.create(programme=office.here, code="have", name="Beboerhaven", thread=have)
    on = None if "session" in row else TODAY
    entry = record(
        by=office.leader if row["kind"] not in ("measurement", "goal") else office.nurse, **{"on": on, **row}
    )
    assert sentence.of(Entry.objects.select_related(*sentence.READS).get(pk=entry.pk)) == said


def test_without_the_person_the_sentence_still_stands(office, record):
    entry = record(kind="visit", subject="KM-4", session="cafe-1", on=None)
    assert sentence.of(entry, with_person=False) == "En kendt person besøgte Sundhedscafé i Havtornen."
