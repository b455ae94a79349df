"""The roles people hold in a programme: what each may do and which kinds of entry it records and sees.

Written to be read by somebody who is not a programmer. `rules` applies it; nothing else decides who may what.
Kinds are codes of the journal's catalogue; a test there holds the two lists together.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from traedesten.core.access import Permission as P

# Families of kinds, as the work meets them.
OPEN_DOOR = ("visit", "tally", "session", "rating", "need")
OUTREACH = ("contact", "enquiry", "concern")
PATH = ("enrolment", "attendance", "follow_up", "referral", "told_visit", "outcome")
HEALTH_TALK = ("conversation", "plan")
BODY = ("measurement", "goal")
ANSWERS = ("answer",)
HANDS = ("contribution", "volunteer_status")
WORK = ("outside_figure", "training", "initiative", "theme", "log_entry")
MEDIA = ("publication", "delivery", "story")

# Kinds whose notes and details may be about somebody's health: only who wrote them and those with READ_HEALTH_NOTES.
HEALTH_KINDS = frozenset((*HEALTH_TALK, *BODY, *ANSWERS, "referral", "outcome", "concern"))

LOOK = (P.SEE_PROGRAMME, P.SEE_FIGURES)
OWN_WORK = (P.RECORD_ENTRY, P.SEE_ENTRIES, P.CORRECT_OWN, P.WITHDRAW_OWN)
# The paid team takes out what it may see anyway, without notes and with a line in the access log each time.
TEAM_WORK = (*OWN_WORK, P.EXPORT_ENTRIES)


class Role:
    """One role. ``records`` and ``sees`` are kinds of entry; ``own_organisation`` narrows both to the person's own.

    ``begins_with`` are the kinds a newcomer in the role is offered first, before the product has learned their habits.
    """

    code: ClassVar[str]
    name: ClassVar[Any]
    description: ClassVar[Any]
    permissions: ClassVar[tuple[P, ...]]
    records: ClassVar[tuple[str, ...]] = ()
    sees: ClassVar[tuple[str, ...]] = ()
    begins_with: ClassVar[tuple[str, ...]] = ()
    own_organisation: ClassVar[bool] = False
    volunteer: ClassVar[bool] = False


class ProjectLeader(Role):
    code = "project_leader"
    name = _("Projektleder")
    description = _(
        "Leder programmet. Ser alle tal og de registreringer, de bygger på, og kan rette dem. Ændrer aktiviteter,"
        " kriterier og måltal, og offentliggør tal. Læser ikke notater om helbred og ser ikke målinger og mål for den"
        " enkelte."
    )
    permissions = (
        *LOOK,
        *OWN_WORK,
        P.SEE_PUBLISHED,
        P.SEE_PEOPLE,
        P.CORRECT_ANY,
        P.WITHDRAW_ANY,
        P.IMPORT_ENTRIES,
        P.EXPORT_ENTRIES,
        P.EDIT_PROGRAMME,
        P.PLAN_SESSIONS,
        P.EDIT_CRITERIA,
        P.CHANGE_TARGET,
        P.PUBLISH_FIGURES,
    )
    records = (*OPEN_DOOR, *OUTREACH, *HEALTH_TALK, *PATH, *ANSWERS, *HANDS, *WORK, *MEDIA)
    sees = records
    begins_with = ("session", "outside_figure", "theme", "initiative", "training", "contribution")


class SocialCaretaker(Role):
    code = "social_caretaker"
    name = _("Social vicevært")
    description = _(
        "Møder beboere ved døren, på trappen og i gården. Registrerer kontakter, henvendelser og bekymringer og følger"
        " beboere videre til tilbud. Læser ikke andres notater om helbred."
    )
    permissions = (*LOOK, *TEAM_WORK, P.SEE_PEOPLE, P.PLAN_SESSIONS)
    records = (*OPEN_DOOR, *OUTREACH, *PATH, "contribution", "log_entry", "theme", "initiative")
    sees = records
    begins_with = ("contact", "concern", "enquiry", "enrolment", "referral", "follow_up")


class OutreachHealthWorker(Role):
    code = "outreach_health_worker"
    name = _("Sundheds- og trivselsmedarbejder")
    description = _(
        "Opsøger beboere, holder samtaler om sundhed og trivsel, måler, lægger planer og bygger bro til tilbud. Læser"
        " notater om helbred, fordi arbejdet ikke kan gøres uden."
    )
    permissions = (*LOOK, *TEAM_WORK, P.SEE_PEOPLE, P.READ_HEALTH_NOTES, P.PLAN_SESSIONS)
    records = (*OPEN_DOOR, *OUTREACH, *HEALTH_TALK, *BODY, *PATH, *ANSWERS, *HANDS, *WORK)
    sees = records
    begins_with = ("contact", "conversation", "visit", "session", "referral", "need")


class CafeHost(Role):
    code = "cafe_host"
    name = _("Cafévært")
    description = _(
        "Tager imod i caféen og kan være frivillig. Tæller gæster, åbninger, smileyer og ønsker. Ser ingen personer og"
        " ingen notater om helbred."
    )
    permissions = (P.SEE_PROGRAMME, *OWN_WORK)
    records = ("tally", "session", "rating", "need")
    sees = records
    begins_with = ("session", "rating", "need")
    volunteer = True


class ResidentNurse(Role):
    code = "resident_nurse"
    name = _("Beboersygeplejerske")
    description = _(
        "Sundhedsfaglig medarbejder for beboerne. Holder samtaler, måler, sætter mål og planer sammen med den enkelte"
        " og følger brobygning til ende. Læser notater om helbred."
    )
    permissions = (*LOOK, *TEAM_WORK, P.SEE_PEOPLE, P.READ_HEALTH_NOTES, P.PLAN_SESSIONS)
    records = (*OPEN_DOOR, *OUTREACH, *HEALTH_TALK, *BODY, *PATH, *ANSWERS, "log_entry", "theme")
    sees = records
    begins_with = ("conversation", "measurement", "goal", "referral", "contact", "follow_up")


class FamilyWorker(Role):
    code = "family_worker"
    name = _("Familievejleder")
    description = _(
        "Vejleder familier og følger dem i familieforløb. Registrerer samtaler, planer, fremmøde og svar. Læser sine"
        " egne notater, ikke andres notater om helbred."
    )
    permissions = (*LOOK, *TEAM_WORK, P.SEE_PEOPLE, P.PLAN_SESSIONS)
    records = (*OPEN_DOOR, *OUTREACH, *HEALTH_TALK, *PATH, *ANSWERS, "contribution", "log_entry", "theme")
    sees = records
    begins_with = ("conversation", "enrolment", "attendance", "contact", "outcome", "referral")


class CourseLeader(Role):
    code = "course_leader"
    name = _("Forløbsleder")
    description = _(
        "Leder hold og forløb. Registrerer tilmelding, fremmøde, resultater og skemaer for deltagerne. Ser ikke"
        " samtaler, målinger og opsøgende arbejde."
    )
    permissions = (*LOOK, *TEAM_WORK, P.SEE_PEOPLE, P.PLAN_SESSIONS)
    records = ("visit", "session", "rating", "enrolment", "attendance", "follow_up", "outcome", "answer", "log_entry")
    sees = records
    begins_with = ("attendance", "session", "enrolment", "outcome", "answer", "follow_up")


class CommunicationsWorker(Role):
    code = "communications_worker"
    name = _("Formidlingsmedarbejder")
    description = _(
        "Fortæller om det, der sker: nyheder, nyhedsblad, opslag og beboerfortællinger med samtykke. Ser ingen"
        " personer."
    )
    permissions = (*LOOK, *TEAM_WORK, P.PLAN_SESSIONS)
    records = (*MEDIA, "session", "log_entry")
    sees = records
    begins_with = ("publication", "delivery", "story")


class PartnerMember(Role):
    code = "partner"
    name = _("Samarbejdspartner")
    description = _(
        "Medarbejder hos en samarbejdspartner. Registrerer og ser sin egen organisations timer og intet andet; af tal"
        " ses kun de offentliggjorte."
    )
    permissions = (P.SEE_PROGRAMME, P.SEE_PUBLISHED, *OWN_WORK)
    records = ("contribution",)
    sees = records
    own_organisation = True


class SteeringReader(Role):
    code = "steering_reader"
    name = _("Styregruppe og bevillingsgiver")
    description = _("Sidder i styregruppen eller giver pengene. Ser programmet og kun de offentliggjorte tal.")
    permissions = (P.SEE_PROGRAMME, P.SEE_PUBLISHED)


class DataProtectionOfficer(Role):
    code = "data_protection_officer"
    name = _("Databeskyttelsesrådgiver")
    description = _("Fører tilsyn. Ser, hvem der har ændret, set og hentet oplysninger, men ikke selve oplysningerne.")
    permissions = (P.SEE_PROGRAMME, P.READ_AUDIT, P.READ_ACCESS_LOG)


class Administrator(Role):
    code = "administrator"
    name = _("Administrator")
    description = _(
        "Sætter programmet op og giver medarbejdere adgang og roller, men aldrig sig selv en rolle. Ser intet om"
        " beboerne og ingen tal."
    )
    permissions = (P.SEE_PROGRAMME, P.CREATE_PROGRAMME, P.EDIT_PROGRAMME, P.GRANT_ROLE, P.MANAGE_STAFF)


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        ProjectLeader,
        SocialCaretaker,
        OutreachHealthWorker,
        CafeHost,
        ResidentNurse,
        FamilyWorker,
        CourseLeader,
        CommunicationsWorker,
        PartnerMember,
        SteeringReader,
        DataProtectionOfficer,
        Administrator,
    )
}


def choices() -> list[tuple[str, str]]:
    """Code and Danish name of every role, for forms."""
    return [(role.code, str(role.name)) for role in ROLES.values()]
