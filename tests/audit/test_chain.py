"""Who looked: one chain for each family, also when several write at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import select

from server import audit
from server.families.models import Seat

WRITERS = 6


def test_those_who_write_at_once_take_their_turns(cast, store):
    together = Barrier(WRITERS)

    def look(_: int) -> None:
        together.wait(10)
        with store.writing() as db:
            audit.looked(
                db, db.get_one(Seat, (cast.family_id, cast.sam.seat_id)), "progress", None, whose=None
            )
            for write in db.info["afterwards"]:
                write(db)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(look, range(WRITERS)))
    with store.reading() as db:
        assert audit.chain_is_whole(db, cast.family_id)
        written = db.exec(select(audit.Look.number).where(audit.Look.family_id == cast.family_id)).all()
    assert sorted(written) == list(range(1, WRITERS + 1))
