"""All the rules, and everything they find in one world."""

from __future__ import annotations

from . import cards, course, path, person, running, session
from .finding import Finding, Rule
from .ground import Ground

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (*session.RULES, *course.RULES, *person.RULES, *path.RULES, *running.RULES, *cards.RULES)
}


def find(ground: Ground) -> tuple[Finding, ...]:
    """Everything found, the most harmful first, then the newest."""
    found = [finding for rule in RULES.values() for finding in rule.find(ground)]
    found.sort(key=lambda each: (-RULES[each.rule].harm, -each.on.toordinal(), each.rule, each.fingerprint))
    return tuple(found)
