"""Disclosure control: what leaves the team never points at a person.

A raw figure goes in, a published one comes out, of text and safe numbers only. `scope` says which rule a measure
follows, `cell` how one number is shown, `publish` and `together` how figures are, `standing` how targets are,
`table` how breakdowns are, and `audit` works out what may be inferred from all that is published.
"""

from .cell import Cell, cell, correct
from .publish import publish
from .published import NotPublished, PublishedFact, PublishedFigure, PublishedMissing, PublishedPart, published, read
from .scope import Refused, Rule, Scope, check_traits, scope_of
from .standing import (
    Assessed,
    PublishedAssessment,
    PublishedPeriod,
    PublishedStanding,
    publish_assessments,
    read_assessment,
)
from .together import Asked, publish_all

__all__ = [
    "Asked",
    "Assessed",
    "Cell",
    "NotPublished",
    "PublishedAssessment",
    "PublishedFact",
    "PublishedFigure",
    "PublishedMissing",
    "PublishedPart",
    "PublishedPeriod",
    "PublishedStanding",
    "Refused",
    "Rule",
    "Scope",
    "cell",
    "check_traits",
    "correct",
    "publish",
    "publish_all",
    "publish_assessments",
    "published",
    "read",
    "read_assessment",
    "scope_of",
]
