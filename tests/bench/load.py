"""Load from a second process, by wrk: how many a second, and how long one takes."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests import debian

# Every request is a form of its own: a fresh UUIDv7-shaped key, so that nothing is answered from memory.
FORMS = """
local path, cookie, host = {path!r}, {cookie!r}, {host!r}
local seed = 0
function setup(thread) seed = seed + 1; thread:set("seed", seed) end
function init(args) math.randomseed(os.time() * 1000 + seed) end
request = function()
  local r = math.random
  local key = string.format("%08x-%04x-7%03x-%04x-%06x%06x", r(0, 0x7fffffff), r(0, 0xffff), r(0, 0xfff),
    r(0x8000, 0xbfff), r(0, 0xffffff), r(0, 0xffffff))
  return wrk.format("POST", path, {{
    ["Host"] = host, ["Cookie"] = cookie, ["X-Outbox"] = "1", ["Sec-Fetch-Site"] = "same-origin",
    ["Content-Type"] = "application/x-www-form-urlencoded" }}, "{body}key=" .. key)
end
"""


@dataclass(frozen=True)
class Measured:
    """One figure: requests a second, and milliseconds for the middle one and for one in a hundred."""

    rate: float
    p50: float
    p99: float
    wrong: int = 0

    @classmethod
    def middle(cls, rounds: list["Measured"]) -> "Measured":
        """The median of several rounds, each figure by itself."""
        return cls(
            median(r.rate for r in rounds), median(r.p50 for r in rounds), median(r.p99 for r in rounds),
            sum(r.wrong for r in rounds),
        )  # fmt: skip


def wrk() -> str:
    """The program that makes the load; installed where we may, else a plain sentence."""
    if not shutil.which("wrk") and debian.may_install():
        debian.install("wrk")
    found = shutil.which("wrk")
    assert found, "The measuring needs wrk. On Debian or Ubuntu: sudo apt install wrk"
    return found


def read(url: str, *, clients: int, seconds: float, headers: dict[str, str]) -> Measured:
    """Load by GET."""
    said = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    return _run([wrk(), "--latency", "-t1", f"-c{clients}", f"-d{seconds}s", *said, url])


def post(
    url: str, *, clients: int, seconds: float, path: str, cookie: str, host: str, body: str = ""
) -> Measured:
    """Load by forms, each with a key of its own."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "forms.lua"
        script.write_text(FORMS.format(path=path, cookie=cookie, host=host, body=body).replace("'", '"'))
        return _run([wrk(), "--latency", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(script), url])


def _run(command: list[str]) -> Measured:
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said
    return Measured(float(rate[1]), _ms(said, "50%"), _ms(said, "99%"), int(wrong[1]) if wrong else 0)


def _ms(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)\b", said)
    assert found, said
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]
