"""Houses being served for measuring: each a process of its own on one port."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Served:
    """One process: its port, how long it took to answer (s), and its memory then (MB)."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def megabytes(self) -> float:
        """Resident memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextmanager
def bare(name: str, port: int, **environment: str) -> Iterator[Served]:
    """One of tests.bench.houses."""
    command = [sys.executable, "-m", "uvicorn", f"tests.bench.houses:{name}", "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log", "--lifespan", "off"]
    with _process(command, port, "/one" if name == "bare" else "/", environment) as served:
        yield served


@contextmanager
def weights(port: int) -> Iterator[Served]:
    """Pages of other weights, to paint beside ours."""
    command = [sys.executable, "-m", "uvicorn", "tests.bench.weights:pages", "--port", str(port)]
    with _process([*command, "--log-level", "warning", "--no-access-log"], port, "/bare", {}) as served:
        yield served


@contextmanager
def ours(settings: Settings) -> Iterator[Served]:
    """The real thing, as `our-table serve` starts it."""
    port = int(settings.origin.rpartition(":")[2])
    command = [sys.executable, "-m", "server.cli", "serve", "--no-worker", "--port", str(port)]
    command += ["--data", str(settings.data)]
    with _process(command, port, "/alive", {"OUR_TABLE_ORIGIN": settings.origin}) as served:
        yield served


@contextmanager
def _process(command: list[str], port: int, path: str, environment: dict[str, str]) -> Iterator[Served]:
    began = time.perf_counter()
    # As an installed program starts: what Python compiled the first time is kept.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "compiled")}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **compiled, **environment})
    try:
        while not _answers(port, path):
            assert process.poll() is None and time.perf_counter() - began < 30, f"{command} does not answer"
            time.sleep(0.01)
        yield Served(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(15)


def _answers(port: int, path: str) -> bool:
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        line.request("GET", path, headers={"Host": f"localhost:{port}"})
        return line.getresponse().status < 500
    except OSError:
        return False
