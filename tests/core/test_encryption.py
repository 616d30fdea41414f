"""Words are sealed before they reach the database, and open only where they belong."""

import os
from uuid import uuid4

import pytest
from sqlmodel import select

from server.core.encryption import Broken, KeyRing, Master, NotAdmitted, VaultKey, key_ring
from server.families.models import Seat


# promise: K1
def test_no_name_stands_readable_in_the_files(store, cast, settings):
    store.tidy()
    kept = b"".join(file.read_bytes() for file in settings.data.iterdir() if file.is_file())
    for name in (b"Amira", b"Uncle", b"Interpreter for Amira", b"Health visitor", cast.amira.cookie.encode()):
        assert name not in kept


# promise: K3
def test_one_request_opens_only_the_family_it_was_let_in_to(store, cast):
    with store.reading() as db:
        key_ring(db).admit(cast.family_id)
        theirs = db.exec(select(Seat).where(Seat.family_id == cast.other_family_id)).first()
        with pytest.raises(NotAdmitted):
            _ = theirs.called


# promise: K2
def test_sealed_words_do_not_open_in_another_place(store, cast):
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        one, other = Seat.around(db, cast.family_id)[:2]
        one.called_sealed, other.called_sealed = other.called_sealed, one.called_sealed
        one.relation_sealed, one.called_sealed = one.called_sealed, one.relation_sealed
        for row in (one, other):
            with pytest.raises(Broken):
                _ = row.called
        db.rollback()


def test_a_changed_byte_is_noticed(store, cast):
    with store.reading() as db:
        key_ring(db).admit(cast.family_id)
        seat = Seat.around(db, cast.family_id)[0]
        for place in range(1, len(seat.called_sealed)):
            broken = bytearray(seat.called_sealed)
            broken[place] ^= 1
            with pytest.raises(Broken):
                key_ring(db).open(cast.family_id, f"seat.called_sealed:{seat.id}".encode(), bytes(broken))


def test_another_master_key_opens_nothing(store, cast):
    with store.reading() as db:
        ring = KeyRing(db, Master(os.urandom(32)))
        with pytest.raises(Broken):
            ring.admit(cast.family_id)
        with pytest.raises(NotAdmitted):
            ring.admit(uuid4())


# promise: K3
def test_a_leaked_family_key_opens_no_other_family(store, cast):
    with store.reading() as db:
        leaked = store.master.unwrap(cast.family_id, db.get_one(VaultKey, cast.family_id).wrapped)
        ring = KeyRing(db, store.master)
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        ring._ciphers[cast.other_family_id] = AESGCM(leaked)
        for seat in db.exec(select(Seat).where(Seat.family_id == cast.other_family_id)):
            with pytest.raises(Broken):
                ring.open(seat.family_id, f"seat.called_sealed:{seat.id}".encode(), seat.called_sealed)
