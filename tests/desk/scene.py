"""What the desk's tests stand on: the cast's programme with something to choose from, and entries somebody wrote."""

from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.offers.models import Offer
from traedesten.programme.models import Topic

MORNING = f"{TODAY.isoformat()} 09:00 +0000"  # ten o'clock in Denmark
TOPICS = (
    ("matter", "ensomhed", "Ensomhed"),
    ("matter", "bolig", "Bolig"),
    ("goal", "sove", "Sove bedre"),
    ("indicator", "tryghed", "Tryghed i området"),
    ("method", "abcd", "ABCD"),
    ("item", "who5.score", "WHO-5, samlet"),
    ("need", "cykel", "Lære at cykle"),
    ("theme", "ventetid", "Ventetid"),
)


def furnish(cast):
    """Topics and an offer."""
    for topic_list, code, name in TOPICS:
        Topic.objects.create(programme=cast.here, list=topic_list, code=code, name=name)
    Offer.objects.create(programme=cast.here, code="svoemning", name="Svømmeholdet", provider=cast.association)
    return cast


def write(cast, by=None, **row):
    """An entry as the worker wrote it, or as `by`."""
    receipt = entry.record(by=by or cast.worker, programme=cast.here, row={"on": TODAY, **row})
    assert receipt.entry, receipt.problems
    return receipt.entry
