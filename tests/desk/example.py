"""A form as somebody would fill it, for every kind, made from the catalogue."""

from traedesten.core import ids
from traedesten.desk import layout
from traedesten.journal.catalogue import KINDS

WORDS = {
    "on": "20.11.2026",
    "activity": "cafe",
    "area": "havtornen",
    "session": "cafe-1",
    "run": "familie-1",
    "offer": "svoemning",
    "partner": "strandskolen",
    "subject": "KM-427",
    "thread": "blad-1",
    "first_time": "yes",
    "people": "12",
    "title": "Cykelværksted",
    "note": "En helt almindelig dag.",
    "source_name": "Beboerundersøgelsen",
}
TOPICS = {
    "measurement": "weight",
    "indicator": "tryghed",
    "method": "abcd",
    "item": "who5.score",
}
# What a form asks for in another way than by the columns of the kind.
INSTEAD = {
    "measurement": ({"topic", "value"}, {"measured_weight": "71,5"}),
    "rating": ({"value", "people"}, {"smiley_4": "1"}),
}
VALUES = {"measurement": "71,5", "outside_figure": "62", "answer": "64", "rating": "4"}


def typed(kind, **changes):
    """What is posted: required columns, the first of each group of which one is needed, and an id."""
    spec = KINDS[kind]
    columns = dict.fromkeys((*spec.required, *(group[0] for group in spec.one_of)))
    columns |= dict.fromkeys(detail.name for detail in spec.detail_columns if detail.required)
    if "session" not in spec.required:
        columns["on"] = None
    if "area" in spec.columns and "session" not in columns:
        columns["area"] = None
    if "session" not in columns and "run" not in columns:
        columns |= dict.fromkeys(layout.asked(spec))
    if kind == "initiative":
        columns["title"] = None
    posted = {"id": str(ids.new_id()), **{column: _word(spec, column) for column in columns}}
    if "subject" in posted:
        posted["subject_sure"] = posted["subject"]
    replaced, instead = INSTEAD.get(kind, (set(), {}))
    posted = {name: word for name, word in posted.items() if name not in replaced} | instead
    return {name: word for name, word in {**posted, **changes}.items() if word is not None}


def _word(spec, column):
    if column == "step":
        return spec.steps[0]
    if column == "channel":
        return spec.channels[0]
    if column == "topic":
        return TOPICS[spec.topic_list]
    if column == "value":
        return VALUES[spec.code]
    if column == "thread" and spec.code != "delivery":
        return "+"
    return WORDS[column]
