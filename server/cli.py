"""`our-table`: serve, demo, setup, worker, check, content."""

import argparse
import gc
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.core.db import Store
    from server.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 with a plain sentence when not."""
    chosen = _commands().parse_args(argv)
    try:
        return int(chosen.run(chosen) or 0)
    except NotReady as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


class NotReady(Exception):
    """Something has to be done first; the text says what."""


def _commands() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="our-table", description="Our Table: prepare, be heard, keep the plan."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: object, about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        made.set_defaults(run=run)
        return made

    def place(made: argparse.ArgumentParser) -> None:
        made.add_argument("--data", type=Path, help="the folder for the database and keys (default: data)")

    serving = command("serve", serve, "Serve the pages (and send the reminders, unless --no-worker).")
    place(serving)
    serving.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--no-worker", action="store_true", help="send no reminders from here")

    showing = command("demo", demo, "Serve a demonstration family; anyone may come in as anyone.")
    place(showing)
    showing.add_argument("--port", type=int, default=8000)

    beginning = command("setup", setup, "Make the database and keys, and the first coordinator's way in.")
    place(beginning)
    beginning.add_argument("--organisation", help="the organisation's name (asked for if left out)")
    beginning.add_argument("--nation", choices=["england", "wales"], help="asked for if left out")
    beginning.add_argument("--coordinator", help="the first coordinator's first name (asked for if left out)")

    place(command("worker", worker, "Send the reminders, and nothing else."))
    place(
        command("check", check, "Look at everything that keeps people's words safe; say what is not right.")
    )

    place(command("clear", clear, "Say how often each page was called clear, and how often not."))

    pieces = command("content", content, "Check, count or stamp the explainers.")
    pieces.add_argument("words", nargs=argparse.REMAINDER, help="check | status | stamp --locale L --block B")
    return parser


def serve(chosen: argparse.Namespace) -> None:
    gc.disable()  # until all is made, as nothing of it is ever thrown away
    settings = _settings(chosen)
    _be_ready(settings)
    _serve(settings, host=chosen.host, port=chosen.port, with_worker=settings.worker and not chosen.no_worker)


def demo(chosen: argparse.Namespace) -> None:
    from server.demo.families import seed

    settings = _settings(chosen, origin=f"http://localhost:{chosen.port}")
    _begin(settings)
    from server.app import open_store

    store = open_store(settings)
    seed(store, settings)
    store.close()
    print(f"Open {settings.origin} and choose who to come in as. Stop with Ctrl+C.", flush=True)
    _serve(settings, host="127.0.0.1", port=chosen.port, with_worker=True, demo=True)


def setup(chosen: argparse.Namespace) -> int:
    from server.people.first import begin_organisation

    settings = _settings(chosen)
    name = chosen.organisation or _ask("What is the organisation called? ")
    nation = chosen.nation or _ask("England or Wales? ").lower()
    if nation not in {"england", "wales"}:
        raise NotReady("Please answer England or Wales: words, rights and helplines differ.")
    called = chosen.coordinator or _ask("What is the first coordinator's first name? ")
    _begin(settings)
    from server.app import open_store

    store = open_store(settings)
    with store.writing() as db:
        way_in = begin_organisation(db, name=name, nation=nation, called=called)
    store.close()
    print(f"{name} is set up in {settings.data}.")
    print(f"\nThe way in for {called}, once, within 72 hours (on the phone or computer {called} will use):")
    print(f"  {settings.origin}/join#{way_in.link_token}")
    print("or, within 10 minutes, go to")
    print(f"  {settings.origin}/join")
    print(f"and type: {way_in.spoken}")
    return 0


def worker(chosen: argparse.Namespace) -> None:
    from server.app import open_store
    from server.reminders.worker import run

    settings = _settings(chosen)
    _be_ready(settings)
    run(open_store(settings), settings, threading.Event())


def check(chosen: argparse.Namespace) -> int:
    from server.selfcheck import looks

    settings = _settings(chosen)
    _be_ready(settings)
    wrong = 0
    for look in looks(settings):
        print(f"{'ok   ' if look.is_fine else 'WRONG'}  {look.sentence}")
        wrong += not look.is_fine
    print("\nEverything is as it should be." if not wrong else f"\nNot right yet: {wrong}")
    return int(wrong > 0)


def clear(chosen: argparse.Namespace) -> None:
    from server.app import open_store
    from server.explainers.models import Clear

    with open_store(_settings(chosen)).reading() as db:
        counts = Clear.every(db)
    for one in counts:
        print(f"{one.page:<32}  {one.language:<5}  {one.answer:<6}  {one.count:>6}")
    if not counts:
        print("Nobody has said yet whether a page was clear.")


def content(chosen: argparse.Namespace) -> int:
    from server.explainers.commands import content_command

    return content_command(chosen.words)


def _settings(chosen: argparse.Namespace, **more: object) -> "Settings":
    from server.settings import SettingsAreWrong, load

    picked = {"data": chosen.data} if chosen.data else {}
    try:
        return load(**picked, **more)
    except SettingsAreWrong as wrong:
        raise NotReady(str(wrong)) from wrong


def _begin(settings: "Settings") -> None:
    """Make what is missing: the folder, the master key, the database in its newest shape."""
    from server.core.encryption import make_master_key
    from server.core.upgrade import upgrade
    from server.reminders.push_key import ensure_push_key

    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.master_key_file.exists():
        make_master_key(settings.master_key_file)
    ensure_push_key(settings)
    upgrade(settings.database_address)


def _be_ready(settings: "Settings") -> None:
    if not settings.master_key_file.exists():
        raise NotReady(
            f"There is no master key at {settings.master_key_file}. Run `our-table setup` first; "
            "if this table was in use before, put its own key back: without it nobody's words can be read."
        )
    from server.core.upgrade import upgrade
    from server.reminders.push_key import ensure_push_key

    ensure_push_key(settings)
    upgrade(settings.database_address)


def _serve(settings: "Settings", *, host: str, port: int, with_worker: bool, demo: bool = False) -> None:
    import uvicorn

    from server.app import make_app, open_store

    store = open_store(settings)
    app = make_app(settings, store, demo=demo)
    # What was made so far stays for good: no need to look through it again and again.
    gc.freeze()
    gc.enable()
    stop = threading.Event()
    sender = _start_worker(store, settings, stop) if with_worker else None
    try:
        uvicorn.run(
            app, host=host, port=port, log_level="warning", access_log=settings.log == "requests",
            server_header=False, timeout_graceful_shutdown=10,
        )  # fmt: skip
    finally:
        stop.set()
        if sender:
            sender.join(timeout=10)
        store.tidy()
        store.close()


def _start_worker(store: "Store", settings: "Settings", stop: threading.Event) -> threading.Thread:
    from server.reminders.worker import run

    sender = threading.Thread(target=run, args=(store, settings, stop), name="reminders", daemon=True)
    sender.start()
    return sender


def _ask(question: str) -> str:
    try:
        answer = input(question).strip()
    except EOFError:  # nobody is there to type
        answer = ""
    if not answer:
        raise NotReady("Nothing was typed, so nothing was set up.")
    return answer


if __name__ == "__main__":
    sys.exit(main())
