"""`our-table content check | status | stamp`."""

import argparse
import sys
from collections.abc import Mapping, Sequence

from server.core.i18n import LANGUAGES
from server.explainers.blocks import Unreadable
from server.explainers.checks import problems
from server.explainers.pieces import SOURCE, Piece, content_folder, read_library
from server.explainers.stamping import stamp
from server.explainers.states import State
from server.explainers.table import rows

COLUMNS = [State.REVIEWED, State.DRAFT, State.MACHINE, State.STALE, State.MISSING]


def content_command(argv: Sequence[str]) -> int:
    """Run one command on content/; 0 when all is well, 1 with plain sentences when not."""
    chosen = _commands().parse_args(list(argv))
    try:
        return chosen.run(chosen, read_library(content_folder()))
    except Unreadable as wrong:
        _say(str(wrong))
        return 1


def _commands() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="our-table content")
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser("check", help="look for faults").set_defaults(run=_check)
    commands.add_parser("status", help="count what is translated, and how").set_defaults(run=_status)
    stamping = commands.add_parser("stamp", help="say that words now belong to the English as it stands")
    stamping.add_argument("--locale", required=True, choices=sorted(LANGUAGES))
    stamping.add_argument("--page", help="one piece; every piece in that language if left out")
    stamping.add_argument("--block", help="one block of that page; all of it if left out")
    stamping.set_defaults(run=_stamp)
    return parser


def _check(_: argparse.Namespace, pieces: Mapping[str, Piece]) -> int:
    found = problems(pieces)
    for problem in found:
        _say(problem)
    _say(f"{len(pieces)} pieces read. " + (f"Not right yet: {len(found)}" if found else "All is well."))
    return int(bool(found))


def _status(_: argparse.Namespace, pieces: Mapping[str, Piece]) -> int:
    _say("language  pieces  " + "  ".join(f"{state:>8}" for state in COLUMNS))
    for row in rows(pieces, list(LANGUAGES)):
        counts = "  ".join(f"{row.parts[state]:>8}" for state in COLUMNS)
        _say(f"{row.lang:<8}  {row.pieces:>6}  {counts}")
    return 0


def _stamp(chosen: argparse.Namespace, pieces: Mapping[str, Piece]) -> int:
    if chosen.page and chosen.page not in pieces:
        raise Unreadable(f"there is no page {chosen.page!r}")
    if chosen.block and not chosen.page:
        raise Unreadable("say which page the block is on, with --page")
    picked = [pieces[chosen.page]] if chosen.page else pieces.values()
    for piece in picked:
        if chosen.page or chosen.locale == SOURCE or chosen.locale in piece.translations:
            stamp(piece, chosen.locale, chosen.block)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
