"""The script that makes charts live in the browser, written out of the locked package that also draws them on paper.

It goes to assets/vega beside what is fetched, and is never committed: what it is follows from requirements/runtime.txt.
"""

from __future__ import annotations

from tools.place import ASSETS, ROOT, digest, is_stamped, put_stamp, say

SCRIPT = ASSETS / "vega" / "vega-embed.js"
STAMP = ASSETS / "vega" / ".made"
SNIPPET = "window.vegaEmbed = vegaEmbed;"


def ensure() -> None:
    """Write the script unless it is there, made of the version that is locked."""
    fingerprint = digest([ROOT / "requirements" / "runtime.txt"], SNIPPET)
    if is_stamped(STAMP, fingerprint) and SCRIPT.is_file():
        return
    import vl_convert  # why inside: it starts a script engine, and most starts find the script made

    say("Skriver diagrammernes script …  /  Writing the script of the charts")
    SCRIPT.parent.mkdir(parents=True, exist_ok=True)
    SCRIPT.write_text(vl_convert.javascript_bundle(snippet=SNIPPET), encoding="utf-8")
    put_stamp(STAMP, fingerprint)


if __name__ == "__main__":
    ensure()
