"""Entries of one programme that speak against each other, found over its columns: rules are data, one list of them."""

from .finding import Finding, Rule
from .ground import Ground
from .rules import RULES, find

__all__ = ["RULES", "Finding", "Ground", "Rule", "find"]
