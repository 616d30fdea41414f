"""`make bench`: ratios beside a baseline measured in the same run, in rounds that take turns. Writes results.md."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlmodel import Session

from server.app import make_app
from server.core import assets
from server.core.db import Store
from server.core.i18n import SPOKEN
from server.explainers.pack import packed
from server.explainers.public import public_pages
from server.explainers.serving import HTML
from server.families.models import Role
from server.people.access import COOKIE
from tests.bench import load as loading
from tests.bench.conftest import RESULTS, ROUNDS, Ready, ratio
from tests.bench.load import Measured
from tests.bench.served import Served, bare, ours
from tests.cast import Cast, seat_one
from tests.journeys.conftest import free_port
from tests.journeys.laying import meeting_at
from tests.visitor import Visitor

pytestmark = [pytest.mark.bench, pytest.mark.filterwarnings("ignore")]
PAGE = "/en/what-this-meeting-is-for"
Measure = Callable[[], Measured]
SECONDS = int(os.environ.get("TABLE_SECONDS", "3"))


def in_turns(*measure: Measure) -> list[Measured]:
    """Each measured once a round, one after the other; the middle of each."""
    rounds = [[one() for one in measure] for _ in range(ROUNDS)]
    return [Measured.middle(list(column)) for column in zip(*rounds, strict=True)]


def test_public_pages_cost_what_their_bytes_cost(ready):  # SP1, SP11
    with ExitStack() as stack:
        us = stack.enter_context(ours(ready.settings))
        raw = stack.enter_context(bare("raw", free_port(), TABLE_PAGE=PAGE))
        open_ = stack.enter_context(bare("unguarded", free_port(), TABLE_PAGE=PAGE))
        said = {"Host": ready.host, "Accept-Encoding": "br"}

        def rate(of: Served) -> float:
            measured = loading.read(of.url + PAGE, clients=16, seconds=1, headers=said)
            assert measured.wrong == 0
            return measured.rate

        # Short turns and many: what is compared lies side by side, however the machine's speed swings.
        rounds = [(rate(us), rate(raw), rate(open_)) for _ in range(10 * ROUNDS)]
    page, same, unguarded = (median(column) for column in zip(*rounds, strict=True))
    ready.say(
        "SP1",
        f"explainer / raw ASGI app, same bytes (goal ≥ 0.9), middle of {len(rounds)} pairs",
        ratio(median(ours / bare for ours, bare, _ in rounds), 1),
        f"{page:,.0f}/s / {same:,.0f}/s",
    )
    ready.say(
        "SP11",
        "the same with and without headers, host and session checks (goal ≥ 0.9)",
        ratio(median(ours / open_ for ours, _, open_ in rounds), 1),
        f"{page:,.0f}/s / {unguarded:,.0f}/s",
    )


def test_a_start(ready):  # SP10
    houses = (
        ("a worker: listening after, memory (goal ≤ 1.2 s, 90 MB)", lambda: ours(ready.settings)),
        ("bare FastAPI", bare_one),
        ("bare FastAPI with SQLModel", lambda: bare("modelled", free_port())),
    )
    rounds = [[started(opened) for _, opened in houses] for _ in range(1 + ROUNDS)]
    rounds = rounds[1:]  # from the second start on, Python finds everything compiled
    us, *beside = (
        f"{median(s for s, _ in of):.2f} s, {median(mb for _, mb in of):.0f} MB"
        for of in zip(*rounds, strict=True)
    )
    named = zip((name for name, _ in houses[1:]), beside, strict=True)
    ready.say("SP10", houses[0][0], us, ", ".join(f"{name} {figures}" for name, figures in named))


def started(opened: Callable[[], AbstractContextManager[Served]]) -> tuple[float, float]:
    """(seconds, MB) of one start."""
    with opened() as served:
        return served.seconds, served.megabytes


def test_the_plan_page(ready):  # SP2
    with ExitStack() as stack:
        us, one = stack.enter_context(ours(ready.settings)), stack.enter_context(bare_one())
        said = {"Host": ready.host, "Cookie": ready.cookie, "Accept-Encoding": "gzip"}
        plan, bare_ = in_turns(
            lambda: loading.read(us.url + ready.plan.home, clients=1, seconds=SECONDS, headers=said),
            lambda: loading.read(one.url + "/one", clients=1, seconds=SECONDS, headers={}),
        )
        assert plan.wrong == bare_.wrong == 0
        ready.say(
            "SP2",
            "plan page p50 / bare route with one query (goal changed ≤ 5)",
            ratio(plan.p50, bare_.p50),
            f"{plan.p50:.1f} ms / {bare_.p50:.2f} ms",
        )


def bare_one():
    folder = RESULTS.parent / ".bare"
    folder.mkdir(exist_ok=True)
    return bare("bare", free_port(), TABLE_BENCH=str(folder))


def test_a_tick(ready):  # SP4
    with ExitStack() as stack:
        us, one = stack.enter_context(ours(ready.settings)), stack.enter_context(bare_one())
        for clients in (8, 32):
            tick, insert = in_turns(
                lambda n=clients: tick_at(ready, us, n),
                lambda n=clients: loading.post(
                    one.url, clients=n, seconds=SECONDS, path="/tick", cookie="", host="x"
                ),
            )
            assert tick.wrong == insert.wrong == 0
            ready.say(
                "SP4",
                f"tick / bare committed insert, {clients} clients (goal ≥ 2)",
                ratio(tick.rate, insert.rate),
                f"{tick.rate:,.0f}/s p99 {tick.p99:.0f} ms / {insert.rate:,.0f}/s p99 {insert.p99:.0f} ms",
            )


def tick_at(ready: Ready, us: Served, clients: int) -> Measured:
    path = f"{ready.plan.job(ready.plan.tea)}/done"
    return loading.post(
        us.url, clients=clients, seconds=SECONDS, path=path, cookie=ready.cookie, host=ready.host
    )


def test_it_stays_fast_with_many_families(ready):  # SP5
    few = reading_and_ticking(ready)
    with ready.store.writing() as db:
        for number in range(2000):
            stranger_family(db, ready.cast, number)
    many = reading_and_ticking(ready)
    for what, before, after in zip(("plan page", "tick"), few, many, strict=True):
        ready.say(
            "SP5",
            f"{what} p50 with 2,000 more families (goal ≤ 1.3)",
            ratio(after.p50, before.p50),
            f"{after.p50:.1f} ms / {before.p50:.1f} ms",
        )


def reading_and_ticking(ready: Ready) -> list[Measured]:
    said = {"Host": ready.host, "Cookie": ready.cookie, "Accept-Encoding": "gzip"}
    with ours(ready.settings) as us:
        return in_turns(
            lambda: loading.read(us.url + ready.plan.home, clients=1, seconds=SECONDS, headers=said),
            lambda: tick_at(ready, us, 1),
        )


def stranger_family(db: Session, cast: Cast, number: int) -> None:
    """One more family with a plan of its own."""
    from server.families.models import Family

    family = Family.welcome(db, cast.organisation_id, f"Family {number}", "england")
    for name in range(8):
        seat_one(db, cast, f"of{number}-{name}", family, Role.NETWORK, "Somebody")


def test_the_first_visit_is_small(ready):  # SP6
    for tag in SPOKEN:
        sizes = {
            path: len(page.br.body) + sum(len(n) + len(v) + 4 for n, v in page.br.headers)
            for path, page in public_pages().items()
            if path.startswith(f"/{tag}/") and page.kind == HTML
        }
        worst = max(sizes, key=lambda path: sizes[path])
        ready.say(
            "SP6",
            f"largest of {len(sizes)} public pages in {tag}, br + headers (goal ≤ 9,000)",
            f"{sizes[worst]:,} bytes",
            f"{worst}; median {median(sizes.values()):,.0f}; all of them in one parcel {len(packed(tag)):,}",
        )
        assert sizes[worst] <= 9000
    app = assets.Assets(make_app(ready.settings, ready.store))
    parts = {
        name: len(assets.answer(b"br", *app.files[path])[1])
        for name, path in (
            ("script", assets.asset("enter.js")),
            ("reading", assets.asset("reading.js")),
            ("worker", "/worker.js"),
            ("icon", assets.asset("icon.svg")),
            ("manifest", assets.asset("manifest.webmanifest")),
        )
    }
    whole = max(len(page.br.body) for page in public_pages().values()) + sum(parts.values())
    ready.say(
        "SP6",
        "whole first visit: page, script, worker, icon, manifest (goal ≤ 30,000)",
        f"{whole:,} bytes",
        ", ".join(f"{name} {size:,}" for name, size in parts.items()),
    )
    assert whole <= 30_000


def test_queries_and_bytes_of_each_page(ready):
    app = make_app(ready.settings, ready.store)
    home = f"/families/{ready.cast.family_id}"
    meeting = meeting_at(ready)
    for name, path in (
        ("nan", "/home"),
        ("amira", home),
        ("amira", meeting),
        ("amira", ready.plan.home),
        ("nan", ready.plan.job(ready.plan.school)),
        ("priya", "/home"),
        ("priya", home),
        ("amira", "/me"),
    ):
        visitor = Visitor(app, ready.settings.origin, ready.cast.people[name])
        visitor.client.cookies.clear()
        said = {"cookie": f"{COOKIE}={ready.cast.people[name].cookie}"}
        with counted(ready.store) as queries:
            answer = visitor.asks(path, **said)
        shown = (
            path.replace(str(ready.cast.family_id), "…")
            .replace(str(ready.plan.plan_id), "…")
            .replace(meeting.rpartition("/")[2], "…")
            .replace(str(ready.plan.school), "…")
        )
        ready.say(
            "",
            f"{name} opens {shown}: {answer.status}",
            f"{len(queries)} queries",
            f"{len(answer.text.encode()):,} bytes, {answer.headers.get('content-length', '?')} on the wire",
        )
        assert answer.status == 200


def test_not_mine_takes_as_long_as_not_there(ready):  # Z4
    visitor = Visitor(make_app(ready.settings, ready.store), ready.settings.origin, ready.cast.stone)
    visitor.client.cookies.clear()
    said = {"cookie": f"{COOKIE}={ready.cast.stone.cookie}"}
    taken: dict[str, list[float]] = {"not mine": [], "not there": []}
    for _ in range(300):
        for what, family_id in (("not mine", ready.cast.family_id), ("not there", uuid4())):
            began = perf_counter()
            answer = visitor.asks(f"/families/{family_id}/plans/{ready.plan.plan_id}", **said)
            taken[what].append((perf_counter() - began) * 1000)
            assert answer.status == 404
    mine, there = median(taken["not mine"]), median(taken["not there"])
    ready.say(
        "Z4",
        "not mine / not there, 300 pairs: gap of the medians (goal < 5 ms)",
        f"{abs(mine - there):.2f} ms",
        f"{mine:.1f} ms / {there:.1f} ms",
    )


class counted:
    """Counts the statements sent to the database inside the block."""

    def __init__(self, store: Store) -> None:
        self.store, self.said = store, []  # type: ignore[var-annotated]

    def __enter__(self) -> list[str]:
        event.listen(self.store.reader, "before_cursor_execute", self._note)
        return self.said

    def _note(self, connection: object, cursor: object, statement: str, *_: object) -> None:
        self.said.append(statement)

    def __exit__(self, *_: object) -> None:
        event.remove(self.store.reader, "before_cursor_execute", self._note)
