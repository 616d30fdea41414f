"""The key that shows push services who sends: made once, kept beside the master key, readable by its owner only."""

import os
import tempfile
from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path

from server.settings import Settings


def push_key_file(settings: Settings) -> Path:
    """Where the key lies."""
    return settings.data / "push.key"


def ensure_push_key(settings: Settings) -> Path:
    """The key's file; made if it is not there yet, also when two processes start at once. Never replaced."""
    path = push_key_file(settings)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    return path


def _make(path: Path) -> None:
    """Written whole under another name first, so that nobody ever reads half a key; whoever links first wins."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".push-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_new_key())
        os.chmod(draft, 0o400)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def _new_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_push_key(settings: Settings) -> str:
    """The public half for browsers: the uncompressed point, base64url without padding."""
    return _public_half(ensure_push_key(settings).read_bytes())


@cache
def _public_half(pem: bytes) -> str:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(pem, password=None)
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return urlsafe_b64encode(point).decode().rstrip("=")


def push_subject(settings: Settings) -> str:
    """Who push services may turn to: the contact from the settings, else our own address."""
    return settings.push_contact or f"https://{settings.name}"
