"""The worked figure in words: from entries to units to value, what is missing, and what is shown beside."""

from collections.abc import Iterator

from .definition import Definition
from .estimate import Estimate
from .figure import Depth, Fact, Figure, Shape, half_up, show, show_interval
from .forecast import BEHIND_BELOW, ON_COURSE_FROM, Forecast
from .judgement import STATUS_NAMES, Assessment, Verdict
from .language import DANISH, Translator, day, gettext_noop, number
from .name import Names
from .sentence import sentence, when
from .target import Direction
from .vocabulary import Unit

DEPTHS: dict[Depth, str] = {
    Depth.TALLY: gettext_noop("Besøgene er talt uden at vide, hvem der kom."),
    Depth.PSEUDONYM: gettext_noop("Personerne er kendt uden navn og talt præcist."),
    Depth.OUTSIDE: gettext_noop("Tallet kommer udefra."),
}


def explain(
    definition: Definition, assessment: Assessment, names: Names | None = None, translator: Translator = DANISH
) -> tuple[str, ...]:
    """Lines to read from top to bottom, ending with where the criterion stands."""
    _ = translator.gettext
    target = assessment.verdicts[0].target if assessment.verdicts else None
    lines = [sentence(definition, names, when=when(target, translator), translator=translator)]
    lines += worked(assessment.figure, translator)
    several = len(assessment.verdicts) > 1
    for verdict in assessment.verdicts if several else ():
        lines.append(_verdict_line(verdict, translator))
    lines += [heading(verdict, translator) for verdict in assessment.verdicts if verdict.forecast]
    status = assessment.label or _(STATUS_NAMES[assessment.status])
    lines.append(f"{status.capitalize()}: {assessment.reason}")
    return tuple(lines)


def heading(verdict: Verdict, translator: Translator = DANISH) -> str:
    """Where a running total is heading, and how probable it is that the target is kept; empty without a forecast."""
    _, target, found = translator.gettext, verdict.target, verdict.forecast
    if found is None or target is None:
        return ""
    values = {"band": band(found, translator), "reach": _probability(found.reach, translator)}
    if target.direction is Direction.DOWN:
        text = _("Forventet ved målets slutning: %(band)s (80 %%). Sandsynlighed for at holde loftet: %(reach)s.")
    else:
        text = _("Forventet ved målets slutning: %(band)s (80 %%). Sandsynlighed for at nå målet: %(reach)s.")
    return text % values


def band(found: Forecast, translator: Translator = DANISH) -> str:
    """The 80 % band of a forecast: "265-335"."""
    return "-".join(number(half_up(each), 0, translator) for each in (found.low80, found.high80))


def _probability(share: float, translator: Translator) -> str:
    """Whole per cent that never round over a limit of the status; nothing that runs is quite sure or impossible."""
    if share < 0.01:
        return translator.gettext("under %(percent)s") % {"percent": _percent(1)}
    if share > 0.99:
        return translator.gettext("over %(percent)s") % {"percent": _percent(99)}
    whole = half_up(100 * share)
    is_over = any(share < limit <= whole / 100 for limit in (ON_COURSE_FROM, BEHIND_BELOW))
    return _percent(whole - is_over)


def _percent(whole: int) -> str:
    """With a space that no line is broken at."""
    return f"{whole}\u00a0%"


def worked(figure: Figure, translator: Translator = DANISH) -> tuple[str, ...]:
    """How one figure came about."""
    return tuple(_lines(figure, translator))


def _lines(figure: Figure, translator: Translator) -> Iterator[str]:
    _ = translator.gettext
    if figure.not_measurable:
        yield figure.not_measurable
        return
    for step in figure.worked:
        yield f"{step.label.capitalize()}: {fact_text(step, translator)}"
    yield _calculation(figure, translator)
    if figure.estimate is not None:
        yield from _estimate(figure.estimate, translator)
    elif figure.interval is not None:
        yield _("Usikkerhed (95 %%): %(interval)s") % {"interval": show_interval(figure, translator)}
    for missing in figure.missing:
        yield _("Mangler (%(count)s): %(what)s") % {
            "count": number(missing.count, translator=translator),
            "what": missing.what,
        }
    for fact in figure.facts:
        if fact.value and fact not in figure.worked:
            yield _("Vist for sig: %(label)s: %(value)s") % {"label": fact.label, "value": fact_text(fact, translator)}
    for part in figure.parts:
        yield _("Heraf %(label)s: %(shown)s") % {"label": part.label, "shown": show(part.figure, translator)}
    yield from _outside(figure, translator)
    if figure.unit == Unit.CONTACTED and figure.value:
        yield _("Kendte personer er talt én gang hver; de øvrige er kontakter, hvor det var første gang.")
    elif figure.depth in DEPTHS and figure.value is not None:
        yield _(DEPTHS[figure.depth])
    if figure.note:
        yield figure.note


def _estimate(estimate: Estimate, translator: Translator) -> Iterator[str]:
    """Why there is only a range, how good it is, and which assumptions it rests on."""
    _ = translator.gettext
    yield _("Vi tæller uden at vide, hvem gæsterne er. Derfor kender vi kun et spænd.")
    if estimate.worked_out:
        yield _("Beregnet, ikke talt: gæster med eget kort plus familier gange personer i en ny familie.")
    if not estimate.is_too_early:
        yield _("Det rigtige tal er over »mindst« i 97 ud af 100 tilfælde og inden for spændet i 80 ud af 100.")
    yield " ".join((f"{estimate.light.label(translator).capitalize()}.", *estimate.light.reasons))
    yield _("Antagelser: udgave %(version)s") % {"version": estimate.constants}


def _calculation(figure: Figure, translator: Translator) -> str:
    """ "54 / 3 = 18", "31 / 36 = 86 % (31 af 36)", or the value alone."""
    shown = show(figure, translator)
    divided = figure.shape in (Shape.SHARE, Shape.MEAN, Shape.CHANGE) and figure.denominator
    if divided and figure.value is not None and figure.numerator is not None:
        top, below = (number(each or 0, translator=translator) for each in (figure.numerator, figure.denominator))
        return f"{top} / {below} = {shown}"
    return translator.gettext("Resultat: %(shown)s") % {"shown": shown}


def _outside(figure: Figure, translator: Translator) -> Iterator[str]:
    _ = translator.gettext
    if figure.measured_on is not None:
        yield _("Målt %(date)s") % {"date": day(figure.measured_on, translator)}
    if figure.comparison is not None:
        yield _("Sammenligning: %(value)s") % {"value": number(figure.comparison, translator=translator)}
    if figure.earlier is not None:
        yield _("Første måling: %(value)s") % {"value": number(figure.earlier, translator=translator)}


def _verdict_line(verdict: Verdict, translator: Translator) -> str:
    status = verdict.label or translator.gettext(STATUS_NAMES[verdict.status])
    return f"{verdict.reason} ({status})"


def fact_text(fact: Fact, translator: Translator = DANISH) -> str:
    """A fact's value as it is shown: a share in whole per cent, anything else as a number."""
    if fact.value is None:
        return "-"
    return f"{half_up(100 * fact.value)} %" if fact.is_share else number(fact.value, 2, translator)
