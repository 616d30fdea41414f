"""A phone's key keeper in software: makes and uses passkeys, honestly or not, to see that only honest ones pass."""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

PRESENT, VERIFIED, MAY_BE_COPIED, COPIED, HAS_KEY = 0x01, 0x04, 0x08, 0x10, 0x40
ES256, EDDSA, RS256, ES256K = -7, -8, -257, -47


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Kept:
    """One key on the phone."""

    credential: bytes
    owner: bytes
    secret: Any
    algorithm: int
    count: int = 0


@dataclass
class Authenticator:
    """`makes` and `uses` answer the server's questions as JSON. Every honest thing about it can be turned off."""

    origin: str = "https://table.test"
    rp_id: str = ""
    verifies_user: bool = True
    counts: bool = False
    is_synced: bool = True
    algorithm: int = ES256
    cross_origin: Any = False
    top_origin: str = ""
    kind: str = ""
    challenge: str = ""
    keys: list[Kept] = field(default_factory=list)

    def makes(self, options: dict[str, Any]) -> dict[str, Any]:
        """A new key, as `PublicKeyCredential.toJSON()` gives it; InvalidStateError if this phone has one already."""
        excluded = {unb64(each["id"]) for each in options.get("excludeCredentials", [])}
        if excluded & {key.credential for key in self.keys}:
            raise AlreadyHere
        key = Kept(os.urandom(32), unb64(options["user"]["id"]), *_pair(self.algorithm))
        self.keys.append(key)
        held = key.credential, struct.pack(">H", len(key.credential)), cbor2.dumps(_cose(key))
        data = self._data(options["rp"]["id"], HAS_KEY, key) + bytes(16) + held[1] + held[0] + held[2]
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        response = {
            "clientDataJSON": b64(self._collected("webauthn.create", options)),
            "attestationObject": b64(cbor2.dumps(made)),
            "transports": ["internal"],
        }
        return self._said(key, response)

    def uses(
        self, options: dict[str, Any], key: Kept | None = None, owner: bytes | None = None
    ) -> dict[str, Any]:
        """A key's answer; `owner` forges whose key it says it is (b"" says nothing)."""
        key = key or self._wanted(options)
        if self.counts:
            key.count += 1
        collected = self._collected("webauthn.get", options)
        data = self._data(options["rpId"], 0, key)
        handle = key.owner if owner is None else owner
        response = {
            "clientDataJSON": b64(collected),
            "authenticatorData": b64(data),
            "signature": b64(_sign(key, data + hashlib.sha256(collected).digest())),
            **({"userHandle": b64(handle)} if handle else {}),
        }
        return self._said(key, response)

    def _wanted(self, options: dict[str, Any]) -> Kept:
        allowed = {unb64(each["id"]) for each in options.get("allowCredentials", [])}
        return next(key for key in reversed(self.keys) if not allowed or key.credential in allowed)

    def _collected(self, kind: str, options: dict[str, Any]) -> bytes:
        said: dict[str, Any] = {
            "type": self.kind or kind,
            "challenge": self.challenge or options["challenge"],
        }
        said |= {"origin": self.origin, "crossOrigin": self.cross_origin}
        return json.dumps(said | ({"topOrigin": self.top_origin} if self.top_origin else {})).encode()

    def _data(self, rp_id: str, flags: int, key: Kept) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies_user else 0)
        flags |= (MAY_BE_COPIED | COPIED) if self.is_synced else 0
        return (
            hashlib.sha256((self.rp_id or rp_id).encode()).digest()
            + bytes([flags])
            + struct.pack(">I", key.count)
        )

    @staticmethod
    def _said(key: Kept, response: dict[str, Any]) -> dict[str, Any]:
        name = b64(key.credential)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }


class AlreadyHere(Exception):
    """What a browser calls InvalidStateError: this phone has a key for this person already."""


def _pair(algorithm: int) -> tuple[Any, int]:
    if algorithm == EDDSA:
        return ed25519.Ed25519PrivateKey.generate(), algorithm
    if algorithm == RS256:
        return rsa.generate_private_key(65537, 2048), algorithm
    return ec.generate_private_key(ec.SECP256K1() if algorithm == ES256K else ec.SECP256R1()), algorithm


def _cose(key: Kept) -> dict[int, Any]:
    if key.algorithm == EDDSA:
        return {1: 1, 3: EDDSA, -1: 6, -2: key.secret.public_key().public_bytes_raw()}
    numbers = key.secret.public_key().public_numbers()
    if key.algorithm == RS256:
        return {1: 3, 3: RS256, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}
    curve = 8 if key.algorithm == ES256K else 1
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return {1: 2, 3: key.algorithm, -1: curve, -2: x, -3: y}


def _sign(key: Kept, what: bytes) -> bytes:
    if key.algorithm == EDDSA:
        return key.secret.sign(what)
    if key.algorithm == RS256:
        return key.secret.sign(what, PKCS1v15(), hashes.SHA256())
    return key.secret.sign(what, ec.ECDSA(hashes.SHA256()))
