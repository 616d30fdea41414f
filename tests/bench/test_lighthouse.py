"""What Lighthouse says of three pages, as on a mid-range phone with a slow network. Part of `make bench`."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests import chromium
from tests.bench.conftest import ROUNDS, Ready
from tests.bench.served import ROOT, ours

pytestmark = [pytest.mark.bench, pytest.mark.filterwarnings("ignore")]
FOLDER = ROOT / "tests" / "bench" / "lighthouse"
PAGES = ("/en/getting-ready", "/ur/coming-safely", "/cy/walk-family-group-8")
KINDS = ("performance", "accessibility", "best-practices")


def scores(address: str, out: Path) -> dict[str, int]:
    """Out of 100, by kind."""
    flags = " ".join(["--headless=new", *chromium.launch_arguments()["args"]])
    command = [
        str(ROOT / ".venv" / "bin" / "node"),
        str(FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"),
    ]
    command += [address, "--quiet", f"--chrome-flags={flags}", f"--only-categories={','.join(KINDS)}"]
    command += ["--output=json", f"--output-path={out}"]
    subprocess.run(
        command, check=True, timeout=300, env={**os.environ, "CHROME_PATH": str(chromium.executable())}
    )
    found = json.loads(out.read_text())["categories"]
    return {kind: round(100 * found[kind]["score"]) for kind in KINDS}


def test_lighthouse(ready: Ready, tmp_path: Path) -> None:
    with ours(ready.settings):
        for page in PAGES:
            rounds = [scores(ready.settings.origin + page, tmp_path / "out.json") for _ in range(ROUNDS)]
            middle = {kind: sorted(one[kind] for one in rounds)[ROUNDS // 2] for kind in KINDS}
            assert middle["accessibility"] == middle["best-practices"] == 100, page
            said = ", ".join(f"{kind} {score}" for kind, score in middle.items())
            ready.say("", f"Lighthouse {page} (goal 100)", said)
