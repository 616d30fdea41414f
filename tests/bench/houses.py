"""Bare houses to measure ours against, served by the same uvicorn: `uvicorn tests.bench.houses:raw` and so on."""

import os
import sqlite3
import threading
import uuid
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(os.environ.get("TABLE_BENCH", "."))


def _same_bytes() -> ASGIApp:
    from server.explainers.public import public_pages

    coded = public_pages()[os.environ["TABLE_PAGE"]].br

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": coded.headers})
        await send({"type": "http.response.body", "body": coded.body})

    return answer


def _unguarded() -> ASGIApp:
    """Our public pages alone: no headers are added, no host is checked, no cookie is looked at."""
    from server.explainers.public import public_pages
    from server.explainers.serving import PublicPages

    return PublicPages(_same_bytes(), public_pages())


def _database() -> sqlite3.Connection:
    made = sqlite3.connect(FOLDER / "bare.db", isolation_level=None, check_same_thread=False, timeout=10)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        made.execute(f"PRAGMA {setting}")
    made.execute("CREATE TABLE IF NOT EXISTS thing (id BLOB PRIMARY KEY, words TEXT)")
    made.execute("INSERT OR IGNORE INTO thing VALUES ('one', 'words')")
    return made


def _bare() -> FastAPI:
    """One route with one raw query, and one that commits one bare insert; a connection for each thread."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    mine = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(mine, "connection"):
            mine.connection = _database()
        return mine.connection

    @app.get("/one")
    def one() -> Response:
        return Response(connection().execute("SELECT words FROM thing WHERE id = 'one'").fetchone()[0])

    @app.post("/tick")
    def tick() -> Response:
        connection().execute("INSERT INTO thing VALUES (?, 'done')", (uuid.uuid4().bytes,))
        return Response(status_code=204)

    return app


def _modelled() -> FastAPI:
    """Nothing but the two libraries that every house of ours needs."""
    import sqlmodel

    return FastAPI(title=sqlmodel.__name__)


def __getattr__(name: str) -> Any:
    return {"modelled": _modelled, "raw": _same_bytes, "unguarded": _unguarded, "bare": _bare}[name]()
