"""What pages and files say of the demo is what was seen there: every criterion, part, period, area and day asked."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

from demo import generate
from demo.page import day_of
from demo.truth import table
from demo.truth.observer import Span
from tests.cast import PASSWORD, TODAY, log_in
from tests.setup.composing import compose, meaning, told
from traedesten.measures import development
from traedesten.places.models import Staff
from traedesten.programme import promise
from traedesten.programme.models import RoleGrant

from .test_truth import fill

pytestmark = pytest.mark.django_db

NONE_YET = "ingen tal endnu"
MEANS = ("mean_per_session", "mean_people_per_run", "mean_people_per_initiative", "survey_mean", "outside_figure")


# What was seen, in the words a page has for it


def written(value, decimals=1):
    """As Danes write numbers, rounded half up."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole = rounded == int(rounded)
    return f"{rounded:,.{0 if whole else decimals}f}".translate(str.maketrans(",.", ".,"))


def share_words(amount):
    """Of under ten none, of under thirty to the nearest five, else whole per cent; the two numbers always."""
    if not amount.bottom:
        return NONE_YET
    fraction = f"{written(amount.numerator)} af {written(amount.bottom)}"
    exact = 100 * Decimal(str(amount.numerator)) / Decimal(str(amount.bottom))
    if amount.bottom < 10:
        return fraction
    if amount.bottom < 30:
        return f"ca. {5 * int((exact / 5).quantize(Decimal(1), ROUND_HALF_UP))} % ({fraction})"
    return f"{int(exact.quantize(Decimal(1), ROUND_HALF_UP))} % ({fraction})"


def words(criterion, amount):
    preset = criterion["measure"]["preset"]
    if preset == "paired_change" or preset in MEANS:
        if amount.value is None:
            return NONE_YET
        sign = "+" if preset == "paired_change" and amount.value > 0 else ""
        percent = any(each.get("unit") == "percent" for each in criterion.get("targets", ()))
        return f"{sign}{written(amount.value)}{' %' if percent else ''}"
    if amount.bottom is not None:
        return share_words(amount)
    return written(amount.numerator)


# Pages


def plain(html):
    """The text of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def number_of(page):
    """The large figure of a criterion's page, without the name of the period it is of."""
    found = re.search(r'<p class="figure-number[^"]*">(.*?)</p>', page, re.S)
    if found:
        return plain(re.sub(r'<span class="compass-period">.*?</span>', "", found[1], flags=re.S))
    whole = re.search(r"Hele programmet: ([^<]*)<", page)
    return plain(whole[1]) if whole else None


def rows_of(page, heading):
    """The rows of the table under a heading: label and first number."""
    found = re.search(rf"<h2[^>]*>\s*{heading}.*?<tbody>(.*?)</tbody>", page, re.S)
    rows = re.findall(r"<tr>\s*<th[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>", found[1], re.S) if found else []
    return [(plain(label), plain(re.sub(r'<span class="compass-reason">.*?</span>', "", shown, flags=re.S)))
            for label, shown in rows]  # fmt: skip


def lines_of(page):
    """The figures of a criterion with a target for each area."""
    found = re.findall(r'<p class="compass-line[^"]*"><span>([^<]*)</span> <strong>([^<]*)</strong>', page)
    return {plain(scope): plain(shown) for scope, shown in found}


# The scene


class Scene:
    """A demo programme as it stands in the product, its leader's browser, and somebody who saw it all."""

    def __init__(self, neighbourhood, client, folder):
        self.neighbourhood, self.client = neighbourhood, client
        self.programme = fill(neighbourhood, TODAY, folder)
        self.criteria = {each["code"]: each for each in neighbourhood.programme["criteria"]}
        self.areas = {each["code"]: each["name"] for each in neighbourhood.programme["areas"]}
        self.rows = generate.registered(neighbourhood)
        leader = Staff.objects.create_user("leder@example.org", PASSWORD, name="Lise Lærke")
        RoleGrant.objects.create(staff=leader, programme=self.programme, role="project_leader")
        log_in(client, leader)

    @property
    def days(self):
        """The last day there is to tell of, one three months before, and one half-way to it."""
        last, first = min(TODAY, self.programme.ends_on), self.programme.starts_on
        return [last, last - timedelta(days=97), first + (last - first) / 2]

    def truth(self, on):
        found = {}
        for line in table.everything(self.neighbourhood.page, self.rows, on):
            found.setdefault(line.code, []).append(line)
        return found

    def page(self, name, on, **asked):
        code = [asked.pop("code")] if "code" in asked else []
        answer = self.client.get(reverse(f"measures:{name}", args=[self.programme.code, *code]),
                                 {"dato": on.isoformat(), **asked})  # fmt: skip
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch):
    """The tables under the pictures are what is read here, and pictures take their time."""
    monkeypatch.setattr(development.language, "picture", lambda *_args, **_named: "")


@pytest.fixture(params=sorted(generate.STORIES))
def scene(request, neighbourhoods, client, tmp_path):
    return Scene(neighbourhoods[request.param], client, tmp_path)


def told_of(several, scene, code):
    """The line a criterion is told by: its target's interval in no area, or the whole."""
    mine = [each for each in several if each.is_of_target and not each.area]
    return mine[0] if mine else next(each for each in several if not each.area)


def has_begun(criterion, on):
    """Before the first target does, there is no figure to judge."""
    starts = [day_of(each["starts_on"]) for each in criterion.get("targets", ()) if each.get("starts_on")]
    return not starts or min(starts) <= on


def test_every_criterion_s_page_says_what_was_seen_by_each_day_asked(scene):
    wrong, compared = [], 0
    for on in scene.days:
        for code, several in scene.truth(on).items():
            criterion, page = scene.criteria[code], scene.page("criterion", on, code=code)
            line = told_of(several, scene, code)
            said = number_of(page)
            if line.is_estimate:
                continue
            if not has_begun(scene.criteria[code], on):
                assert said == NONE_YET
                continue
            compared += 1
            if not matches(said, words(criterion, line.amount)):
                wrong.append((on, code, said, words(criterion, line.amount)))
            for scope, shown in lines_of(page).items():
                of_area = next(each for each in several if scene.areas.get(each.area) == scope and each.is_of_target)
                if not matches(shown, words(criterion, of_area.amount)):
                    wrong.append((on, code, scope, shown, words(criterion, of_area.amount)))
    assert wrong == []
    assert compared >= 3 * (len(scene.criteria) - 2)


ROW = r'<span class="compass-code">([^<]+)</span>(.*?)(?=<span class="compass-code">|</main>)'


def matches(said, wanted):
    """A count stands beside its target ("38 af 80"); of levels in per cent `in_percent` says that they are."""
    return said is not None and (said == wanted or said.startswith(f"{wanted} af "))


def test_the_compass_says_what_was_seen_by_each_day_asked(scene):
    wrong = []
    for on in scene.days:
        page = scene.page("compass", on)
        rows = dict(re.findall(ROW, page, re.S))
        for code, several in scene.truth(on).items():
            criterion, line = scene.criteria[code], told_of(several, scene, code)
            found = re.search(r'<p class="compass-figure[^"]*">(.*?)</p>', rows[code], re.S)
            if line.is_estimate or not found or not has_begun(scene.criteria[code], on):
                continue
            said = plain(re.sub(r'<span class="compass-period">.*?</span>', "", found[1], flags=re.S))
            if not matches(said, words(criterion, line.amount)):
                wrong.append((on, code, said, words(criterion, line.amount)))
    assert wrong == []


def test_parts_areas_and_periods_are_those_that_were_seen(scene):
    on, wrong, compared = scene.days[0], [], Counter()
    for code, several in scene.truth(on).items():
        criterion = scene.criteria[code]
        line = told_of(several, scene, code)
        page = scene.page("criterion", on, code=code, tegn="1")
        if line.is_estimate:
            continue
        said = sorted(shown for label, shown in rows_of(page, "Fordelt") if label != "Ikke oplyst")
        wanted = sorted(words(criterion, each) for each in line.parts.values())
        compared["parts"] += len(wanted)
        if said != wanted:
            wrong.append((code, "parts", said, wanted))
        for name, shown in rows_of(page, "I hvert område"):
            of_area = next((each for each in several if scene.areas.get(each.area) == name
                            and (each.is_of_target or each.span == line.span)), None)  # fmt: skip
            compared["areas"] += 1
            if of_area is None or not matches(shown, words(criterion, of_area.amount)):
                wrong.append((code, name, shown, of_area and words(criterion, of_area.amount)))
        if any(each["kind"] == "every_period" for each in criterion.get("targets", ())):
            shown = [shown for _label, shown in rows_of(page, "Hver periode for sig")]
            wanted = [words(criterion, each.amount) for each in reversed(of_periods(criterion, several))]
            compared["periods"] += len(wanted)
            if len(shown) != len(wanted) or not all(map(matches, shown, wanted)):
                wrong.append((code, "periods", shown, wanted))
    assert wrong == []
    assert sum(compared.values()) > 0


def of_periods(criterion, several):
    (target,) = criterion["targets"]
    whole = several[0].span
    spans = list(table.periods(target["period"], whole))
    return [next(each for each in several if each.span == span and not each.area) for span in spans]


def test_the_file_of_figures_says_what_was_seen(scene, capsys):
    for on in scene.days:
        call_command("figures", scene.programme.code, "--as-of", on.isoformat(), "--format", "csv")
        rows, wrong = list(csv.DictReader(io.StringIO(capsys.readouterr().out), delimiter=";")), []
        names = {name: code for code, name in scene.areas.items()}
        truth = scene.truth(on)
        for row in rows:
            several = truth[row["criterion"]]
            line = next((each for each in several if each.is_of_target and each.area == names.get(row["scope"], "")),
                        told_of(several, scene, row["criterion"]))  # fmt: skip
            value = float(row["value"]) if row["value"] else None
            if not has_begun(scene.criteria[row["criterion"]], on):
                assert (value, row["shown"]) == (None, NONE_YET)
            elif not line.is_estimate and value != pytest.approx(line.amount.value):
                wrong.append((on, row["criterion"], row["scope"], row["value"], line.amount.value))
        assert wrong == []
        assert {row["criterion"] for row in rows} == set(scene.criteria)


def test_of_guests_the_page_says_at_least_and_never_more_than_there_were(neighbourhoods, client, tmp_path):
    scene = Scene(neighbourhoods["mosevad"], client, tmp_path)
    for on in scene.days:
        several, page = scene.truth(on)["V32"], scene.page("criterion", on, code="V32")
        assert len(re.findall(r"Hele programmet: [^<]*sandsynligvis", page)) == 1
        assert "Usikkerhed" not in page  # the likely range stands beside the number already
        for scope, shown in lines_of(page).items():
            floor = int(re.match(r"mindst (\d+) af", shown)[1])
            true = next(each for each in several if scene.areas.get(each.area) == scope and each.is_of_target)
            assert 0 < floor <= true.amount.value


def test_every_criterion_written_on_screen_is_the_file_s_and_says_what_was_seen(scene):
    """The agreement of the file taken away, and every criterion of it tapped and written in the browser."""
    on, truth, wrong = scene.days[0], scene.truth(scene.days[0]), []
    before = {
        each.code: (promise.definition_of(each), promise.targets_of(each)) for each in scene.programme.criteria.all()
    }
    for code, wanted in scene.criteria.items():
        _live, answer = compose(scene.client, scene.programme, wanted, f"{code}-ny")
        assert answer.status_code == 302, told(answer)
    made = {each.code.removesuffix("-ny"): each for each in scene.programme.criteria.filter(code__endswith="-ny")}
    assert set(made) == set(before)
    for code, (definition, targets) in before.items():
        assert meaning(promise.definition_of(made[code])) == meaning(definition), code
        # A file may call the things counted by a name (people, families), which changes nothing and has no field.
        given = tuple(
            each if each.is_percent else replace(each, unit="") for each in targets if each.valid_from is None
        )
        assert promise.targets_of(made[code]) == given, code
        criterion, line = scene.criteria[code], told_of(truth[code], scene, code)
        said = number_of(scene.page("criterion", on, code=f"{code}-ny"))
        if not line.is_estimate and not matches(said, words(criterion, line.amount)):
            wrong.append((code, said, words(criterion, line.amount)))
    assert wrong == []


def test_a_wrong_figure_would_be_seen(neighbourhoods, client, tmp_path):
    """The comparison itself: what was seen, and one more."""
    scene = Scene(neighbourhoods["gyvelby"], client, tmp_path)
    on, code = scene.days[0], "S47"
    line = told_of(scene.truth(on)[code], scene, code)
    said = number_of(scene.page("criterion", on, code=code))
    assert matches(said, words(scene.criteria[code], line.amount))
    assert not matches(said, words(scene.criteria[code], replace(line.amount, top=line.amount.top + 1)))
    assert line.span == Span(date(2026, 1, 1), TODAY)
