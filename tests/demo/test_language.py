"""Languages shape what residents do, and stand in no entry: the journal has no place for them."""

import random
from collections import Counter

from demo import language
from demo.language import DANISH, Tongue, shaped
from tests.cast import TODAY
from tests.demo.test_simulation import told

HARD = Tongue("ar", True)


def test_most_speak_danish_and_many_of_the_others_speak_little():
    dice = random.Random(3)
    drawn = [language.draw(dice) for _one in range(4000)]
    spoken = Counter(each.language for each in drawn)
    assert set(spoken) == set(language.LANGUAGES)
    assert 0.58 < spoken["da"] / 4000 < 0.66
    hard = [each for each in drawn if each.little_danish]
    assert not any(each.language == "da" for each in hard)
    assert 0.12 < len(hard) / 4000 < 0.22


def test_little_danish_changes_what_happens_and_danish_does_not():
    dice, contact = random.Random(1), {"step": "talked", "source": "self", "channel": "door"}
    assert shaped(DANISH, "contact", contact, dice) is contact
    met = [shaped(HARD, "contact", contact, dice) for _one in range(500)]
    assert 0.1 < sum(each["step"] == "declined" for each in met) / 500 < 0.3
    assert 0.5 < sum(each["source"] in language.SENT for each in met) / 500 < 0.7
    assert shaped(HARD, "conversation", {"value": 40}, dice) == {"value": 60}
    after = [shaped(HARD, "answer", {"step": "after", "value": 60}, dice) for _one in range(500)]
    assert 0.2 < after.count(None) / 500 < 0.4
    assert shaped(HARD, "answer", {"step": "before", "value": 60}, dice) == {"step": "before", "value": 60}


def test_no_entry_says_a_language_and_the_truth_counts_them():
    made, text = told("gyvelby", 6000, today=TODAY)
    assert not any(f'"{word}"' in text for word in ("language", "tongue", "little_danish"))
    met = {name: number for name, number in made.seen.items() if name.startswith("people met")}
    assert met["people met, da"] > met["people met, ar"] > 0
