from tools import chart_script


def test_the_script_is_written_once_for_a_version(tmp_path, monkeypatch):
    monkeypatch.setattr(chart_script, "SCRIPT", tmp_path / "vega" / "vega-embed.js")
    monkeypatch.setattr(chart_script, "STAMP", tmp_path / "vega" / ".made")
    chart_script.ensure()
    written = chart_script.SCRIPT.read_text("utf-8")
    assert "window.vegaEmbed" in written
    chart_script.SCRIPT.write_text("kept", "utf-8")
    chart_script.ensure()
    assert chart_script.SCRIPT.read_text("utf-8") == "kept"
    chart_script.STAMP.write_text("another version", "utf-8")
    chart_script.ensure()
    assert chart_script.SCRIPT.read_text("utf-8") == written
