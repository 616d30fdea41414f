"""Ids, secrets and their digests."""

import hashlib
import hmac
import os
import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so rows made together lie together."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    number = (milliseconds & (1 << 48) - 1) << 80 | noise
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=number)


def new_secret() -> str:
    """256 random bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """SHA-256 of a long secret (>= 128 bits): enough, because it cannot be guessed."""
    return hashlib.sha256(secret.encode()).digest()


def slow_digest(secret: str, salt: bytes) -> bytes:
    """scrypt (32 bytes) of a short, spoken secret, so that a stolen database does not give it away."""
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling by time how much was right."""
    return hmac.compare_digest(one, other)
