"""How far a file has come, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.writing import written_number
from traedesten.desk.importing import runner
from traedesten.journal.models import ImportJob


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """``state`` is running, stopped, failed or done; ``share`` in hundredths."""

    job: ImportJob
    state: str
    heading: str
    share: int = 0
    sentence: str = ""
    lines: list[str] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def page(job: ImportJob) -> ProgressPage:
    if job.state == ImportJob.State.DONE:
        return _done(job)
    if job.state == ImportJob.State.FAILED:
        return ProgressPage(job, "failed", _("Filen kom ikke ind"), sentence=job.told or "")
    if runner.is_stopped(job):
        sentence = _("Serveren blev stoppet undervejs. Intet er gemt. Tryk, så begynder indlæsningen forfra.")
        return ProgressPage(job, "stopped", _("Indlæsningen gik i stå"), sentence=sentence)
    share = runner.done(job)
    count = ngettext("%s række", "%s rækker", job.row_count) % written_number(job.row_count)
    told = _("%(count)s: %(share)s procent er klaret.") % {"count": count, "share": share}
    return ProgressPage(job, "running", _("Filen indlæses"), share, told)


def _done(job: ImportJob) -> ProgressPage:
    told = json.loads(job.told or "{}")
    new = job.batch.new_count if job.batch else 0
    heading = ngettext("%s registrering er indlæst", "%s registreringer er indlæst", new) % written_number(new)
    lines = []
    if told.get("same"):
        count = written_number(told["same"])
        lines.append(ngettext("%s stod her allerede.", "%s stod her allerede.", told["same"]) % count)
    if told.get("sessions") and new:
        count = written_number(told["sessions"])
        lines.append(
            ngettext("%s åbning er skrevet i kalenderen.", "%s åbninger er skrevet i kalenderen.", told["sessions"])
            % count
        )
    if told.get("faulty"):
        count = written_number(told["faulty"])
        text = ngettext(
            "%s række havde fejl og kom ikke med. Ret den i arket, og indlæs det igen.",
            "%s rækker havde fejl og kom ikke med. Ret dem i arket, og indlæs det igen.",
            told["faulty"],
        )
        lines.append(text % count)
    faults = [(number, text) for number, text in told.get("faults", [])]
    return ProgressPage(job, "done", heading if new else _("Der var intet nyt at indlæse"), 100, "", lines, faults)
