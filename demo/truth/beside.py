"""What a perfect observer saw that no criterion of the programmes asks for."""

from __future__ import annotations

from collections import Counter
from datetime import date

from demo.page import Page
from demo.site import Site


def seen(page: Page, until: date) -> Counter[str]:
    """Numbers that add up over parts: guests, families, those of two cafés, and residents met by language."""
    found = Counter[str]()
    cafes: dict[int, set[str]] = {}
    for site in page.counting.sites:
        area = site.place.area
        for number in site.upto(until):
            found[f"{area}: visits"] += site.single.came(number)
            found[f"{area}: family visits"] += len(site.families_at(number))
            for guest in site.guests[number]:
                cafes.setdefault(guest, set()).add(area)
        found[f"{area}: families"] += len(_families(site, until))
    found["guests"] = len(cafes)
    found["guests of two cafés"] = sum(len(areas) > 1 for areas in cafes.values())
    end, last = f"-p{page.part}", until.isoformat()
    met = {row["subject"].removesuffix(end) for row in page.facts if "subject" in row and row["on"] <= last}
    for language, codes in page.languages.items():
        found[f"people met, {language}"] = len(met & codes)
    return found


def _families(site: Site, until: date) -> set[int]:
    return {family for number in site.upto(until) for family in site.families_at(number)}
