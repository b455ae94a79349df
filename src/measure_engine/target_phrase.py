"""What a target asks for, in words."""

from .language import DANISH, Translator, gettext_noop, number
from .target import Direction, Target, TargetKind

WANTED = {
    "week": gettext_noop("%(amount)s hver uge"),
    "month": gettext_noop("%(amount)s hver måned"),
    "quarter": gettext_noop("%(amount)s hvert kvartal"),
    "half_year": gettext_noop("%(amount)s hvert halvår"),
    "season": gettext_noop("%(amount)s hver sæson"),
    "year": gettext_noop("%(amount)s hvert år"),
    "phase": gettext_noop("%(amount)s hver fase"),
}


def wanted(target: Target, translator: Translator = DANISH) -> str:
    """The target in words: "80", "75 %", "5 hver måned", "skal ned"."""
    _ = translator.gettext
    if target.kind is TargetKind.DIRECTION and target.value is None:
        return _("skal op") if target.direction is Direction.UP else _("skal ned")
    amount = number(target.value or 0, translator=translator) + (" %" if target.is_percent else "")
    if target.kind is TargetKind.EVERY_PERIOD and target.period:
        return _(WANTED[target.period]) % {"amount": amount}
    return amount
