"""The handbook as files: docs/handbook/ in Markdown, and the same as one JSON file that the product shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tools.handbook.chapter import COUNTING_GUESTS, book
from tools.page import table

Plain = dict[str, Any]

FRONT = """# Håndbog: sådan tælles jeres kriterier

*In short: one chapter per measure, with the worked examples of `tests/spec`; every figure is worked out by the engine
when the page is written, and a stale page fails `make check`.*

Her står for hvert kriterium, hvad I skal registrere, hvad der tæller, og hvad der ikke gør. Alle eksempler er opdigtede
og så små, at I kan regne efter.

**Find jeres eget:** slå op under det, kriteriet handler om, eller i listen over de {many} kriterier nederst. I
Trædesten fører hvert tal selv hertil: vælg »Sådan tælles det«.

{legend}"""


def files() -> dict[str, str]:
    """Every file of docs/handbook/, by its name."""
    found = {"README.md": _front()}
    found |= {f"{slug}.md": _chapter(chapter) for slug, chapter in book()["chapters"].items()}
    found |= {f"{slug}.md": _page(page) for slug, page in book()["pages"].items()}
    return found


def packaged() -> str:
    """What the product reads: the same, a line for each chapter so that changes can be read."""
    whole = book()
    parts = []
    for key in ("groups", "measures", "rows", "legend"):
        parts.append(f"{json.dumps(key)}: {_compact(whole[key])}")
    for key in ("chapters", "pages"):
        lines = ",\n".join(f"{json.dumps(slug)}: {_compact(each)}" for slug, each in whole[key].items())
        parts.append(f"{json.dumps(key)}: {{\n{lines}\n}}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


# The front page


def _front() -> str:
    whole = book()
    parts = [FRONT.format(many=len(whole["rows"]), legend=_legend())]
    pages = [f"- [{page['title']}]({page['slug']}.md): {page['lead']}" for page in whole["pages"].values()]
    parts += ["## Godt at vide", "\n".join(pages), "## Hvad handler kriteriet om?"]
    for group in whole["groups"]:
        parts += [f"### {group['label']}", "\n".join(_links(group["chapters"]))]
    parts += ["## Kriterierne, række for række", table(("", "Kriterium", "Sådan tælles det"), _rows())]
    return "\n\n".join(parts)


def _legend() -> str:
    """The words beside the entries of the examples."""
    lines = [f"**{each['said']}**: {each['meaning']}" for each in book()["legend"]]
    return "Ordene i eksemplernes tabeller:\n\n" + _list(lines)


def _links(slugs: list[str]) -> Iterator[str]:
    for slug in slugs:
        chapter = book()["chapters"][slug]
        yield f"- [{chapter['title']}]({slug}.md): {chapter['asks']}"


def _rows() -> Iterator[tuple[str, str, str]]:
    for row in book()["rows"]:
        places = ", ".join(f"[{each['title']}]({each['slug']}.md#{each['anchor']})" for each in row["places"])
        yield row["row"], row["title"], places


# A chapter


def _chapter(chapter: Plain) -> str:
    parts = [f"# {chapter['title']}", f"**{chapter['asks']}** {chapter['explanation']}"]
    parts.append(f"I aftalen kan der stå: *»{chapter['written']}«*")
    if chapter["is_estimate"]:
        parts.append(
            f"Tallet er et skøn. [Sådan tælles gæster med stempelkort](../{COUNTING_GUESTS}) forklarer hvordan."
        )
    parts += ["## Det skal I registrere", _list(chapter["register"]), _forms(chapter)]
    parts += ["## Det tæller aldrig", _list(chapter["never"])]
    parts += ["## Det, vi ikke ved", chapter["unknown"]]
    parts += ["## Det går tit galt med", _list(chapter["mistakes"])]
    for each in chapter["examples"]:
        parts.append(_example(each))
    parts.append("[Til forsiden](README.md) · [Ordene](ordene.md) · [Mål og status](maal-og-status.md)")
    return "\n\n".join(part for part in parts if part)


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _forms(chapter: Plain) -> str:
    lines = [
        f"**{form['name']}**: {form['sentence']} Skemaet spørger om: {', '.join(form['asks'])}."
        for form in chapter["forms"]
        if form["asks"]
    ]
    return "Skemaerne:\n\n" + _list(lines) if lines else ""


def _example(each: Plain) -> str:
    title = f"Eksempel: {each['title']}" + (f" (række {each['row']})" if each["row"] else "")
    parts = [f'<a id="{each["anchor"]}"></a>\n\n## {title}']
    parts.append(f"Kriteriet: *»{each['text']}«* {each['programme']}, set den {each['day']}.")
    parts.append(f"**Sådan tælles det:** {each['sentence']}")
    parts.append(f"**Målet:** {'; '.join(each['targets'])}." if each["targets"] else "**Målet:** intet mål som tal.")
    if each["entries"]:
        parts += ["### Registreringerne", _entries(each)]
    if each["tallies"]:
        parts += ["### Optællingen og kontrollerne", _tallies(each)]
    parts += ["### Sådan bliver det til tallet", _list(each["steps"])]
    if each["missing"]:
        parts.append(f"**Mangler:** {'; '.join(each['missing'])}.")
    if each["parts"]:
        parts.append("**Fordelt:** " + "; ".join(f"{label}: {shown}" for label, shown in each["parts"]) + ".")
    parts += ["### Regnet efter i hånden", each["by_hand"], "### Sådan står det til målet", _verdicts(each)]
    if each["forecast_by_hand"]:
        parts.append(f"Prognosen, regnet efter: {each['forecast_by_hand']}")
    return "\n\n".join(parts)


def _entries(each: Plain) -> str:
    after = ("Tallet herefter",) if any(line["after"] for line in each["entries"]) else ()
    rows = []
    for line in each["entries"]:
        what = f"**{line['kind']}**" + (f": {line['what']}" if line["what"] else "")
        said = f"**{line['said']}**" + (f": {line['reason']}" if line["reason"] else "")
        rows.append((line["day"], what, said, *([line["after"]] if after else [])))
    return table(("Dag", "Registreret", "Tæller den?", *after), rows)


def _tallies(each: Plain) -> str:
    return _list([f"**{tally['name']}:** {_pairs(tally['sums'])}" for tally in each["tallies"]])


def _pairs(sums: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sums)


def _verdicts(each: Plain) -> str:
    lines = [f"**{one['name']}:** {one['reason']} {one['heading']}".rstrip() for one in each["verdicts"]]
    if each["periods"]:
        told = "; ".join(f"{label}: {shown} ({said})" for label, shown, said in each["periods"])
        lines.append(f"Periode for periode: {told}.")
    return "\n\n".join(lines)


# A page on its own


def _page(page: Plain) -> str:
    parts = [f"# {page['title']}", page["lead"]]
    for section in page["sections"]:
        parts.append(f"## {section['heading']}")
        parts += section.get("text", [])
        if "table" in section:
            parts.append(table(section["table"]["head"], section["table"]["rows"]))
        if "list" in section:
            parts.append("\n".join(_item(each) for each in section["list"]))
        parts += section.get("after", [])
    parts.append("[Til forsiden](README.md)")
    return "\n\n".join(parts)


def _item(each: Any) -> str:
    return f"- **{each['term']}.** {each['text']}" if isinstance(each, dict) else f"- {each}"
