"""Nonsense refuses to start, in a plain sentence."""

import pytest

from server.settings import SettingsAreWrong, load


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ORIGIN", "table.example", "must be an address"),
        ("ORIGIN", "http://table.example", "must begin with https://"),
        ("ORIGIN", "https://table.example/app", "nothing after the name"),
        ("DATABASE", "mysql://x", "must be empty"),
        ("LEAVE_TO", "//elsewhere", "must be /quiet"),
        ("WORKER", "perhaps", "WORKER"),
        ("LOG", "everything", "LOG"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, name, value, says):
    monkeypatch.setenv(f"OUR_TABLE_{name}", value)
    with pytest.raises(SettingsAreWrong, match=says) as wrong:
        load()
    assert f"OUR_TABLE_{name}" in str(wrong.value) and value in str(wrong.value)


def test_a_file_is_read_and_the_environment_beats_it(monkeypatch, tmp_path):
    (tmp_path / "settings").write_text("OUR_TABLE_ORIGIN=https://one.example\nOUR_TABLE_LOG=requests\n")
    monkeypatch.setenv("OUR_TABLE_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("OUR_TABLE_LOG", "quiet")
    assert (load().origin, load().log) == ("https://one.example", "quiet")


def test_a_missing_file_is_said(monkeypatch):
    monkeypatch.setenv("OUR_TABLE_SETTINGS", "/no/such/file")
    with pytest.raises(SettingsAreWrong, match="does not exist"):
        load()
