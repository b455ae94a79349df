"""Numbers that cannot be true, each fault with a name and a Danish sentence that says what would be right."""

from ..language import DANISH, Translator


class CountingError(ValueError):
    """A manual count that contradicts itself; `field` is the one to correct."""

    def __init__(self, message: str, *, field: str, **values: object) -> None:
        self.message, self.field, self.values = message, field, values
        super().__init__(self.sentence())

    def sentence(self, translator: Translator = DANISH) -> str:
        return translator.gettext(self.message) % self.values


class NegativeCount(CountingError):
    """A count below zero."""


class MoreGoneThanPrinted(CountingError):
    """More stamp cards have left the box than were ever printed for it."""


class CardsDoNotAddUp(CountingError):
    """Cards handed out and cards left are not together what was printed."""


class MoreWrongThanAsked(CountingError):
    """More wrong answers than questions."""


class FewerClickedThanTapped(CountingError):
    """The clicker at the door saw fewer people than were tapped, so one of the two is not what it says."""


class PartAboveWhole(CountingError):
    """A counter that is part of another is larger than it."""
