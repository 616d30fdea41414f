"""The README stays true: every setting is in it, with what it is and its default."""

import re
from pathlib import Path

from server.settings import PREFIX, Settings

README = Path(__file__).resolve().parents[2] / "README.md"


def lines():
    for name, field in Settings.model_fields.items():
        default = "empty" if field.default in {"", None} else f"`{field.default}`"
        yield f"| `{PREFIX}{name.upper()}` | {field.description} | {default} |"


def table():
    return "\n".join(["| setting | what it is | default |", "|---|---|---|", *lines()])


def test_every_setting_is_in_the_readme():
    said = re.search(r"<!-- settings: begin -->\n(.*?)\n<!-- settings: end -->", README.read_text(), re.S)
    assert said and said[1] == table(), f"Put this between the two marks:\n{table()}"


def test_the_two_commands_are_there():
    makefile = (README.parent / "Makefile").read_text()
    for command in re.findall(r"^    make (\S+)", README.read_text(), re.M):
        assert re.search(rf"^{command}:", makefile, re.M), command
