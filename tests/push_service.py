"""The suite's own push service: real HTTPS, real signatures, real decryption. It forgives a sender nothing.

It speaks TLS with a certificate made on the spot, which the worker trusts because the settings name it (`push_ca`)
and the host with its port (`push_hosts`): the very way an operator would name a push service of their own. So the
sender has no other way for tests than for people, and plain http does not exist for it at all.
"""

import json
import re
import ssl
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from os import urandom
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID

LARGEST = 4096
A_DAY = 24 * 60 * 60
URGENCIES = {"very-low", "low", "normal", "high"}


@dataclass(frozen=True)
class Answer:
    """What the service says next, whatever came; `redirect` is where it sends the sender to."""

    status: int
    retry_after: str = ""
    redirect: str = ""


TAKEN = Answer(201)


@dataclass(frozen=True)
class Push:
    """One push that was accepted, opened with the phone's key."""

    text: str
    ttl: int
    urgency: str
    topic: str
    size: int
    subject: str
    at: float

    @property
    def notification(self) -> dict[str, str]:
        said = json.loads(self.text)
        assert said["web_push"] == 8030
        return said["notification"]


@dataclass
class PushPhone:
    """A browser's subscription, with the private half the browser keeps to itself."""

    endpoint: str
    sender_key: str
    private: ec.EllipticCurvePrivateKey
    auth: bytes
    pushes: list[Push] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    tries: int = 0

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": text64(point(self.private)), "auth": text64(self.auth)}

    def to_json(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` gives it."""
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": self.keys}

    @property
    def screen(self) -> dict[str, str]:
        """What stands on the lock screen: a notification with a tag that is there already takes its place."""
        return {push.notification["tag"]: push.text for push in self.pushes}


class PushService:
    """A running push service. `complaints` lists every rule a sender broke; it must stay empty."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.port, self.certificate = port, certificate
        self.phones: dict[str, PushPhone] = {}
        self.complaints: list[str] = []
        self.before_answer: Callable[[], None] = lambda: None
        self._lock = threading.Lock()

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def settings(self) -> dict[str, object]:
        """What a house needs in its settings to use this service."""
        return {"push_hosts": f"localhost:{self.port}", "push_ca": self.certificate}

    def new_phone(self, sender_key: str) -> PushPhone:
        """What `pushManager.subscribe({applicationServerKey})` makes."""
        path = f"/p/{text64(urandom(16))}"
        phone = PushPhone(
            self.origin + path, sender_key, ec.generate_private_key(ec.SECP256R1()), urandom(16)
        )
        self.phones[path] = phone
        return phone

    def take(self, path: str, headers: Any, body: bytes) -> Answer:
        """Judge one push; a fault is answered as a real service would, and remembered."""
        phone = self.phones.get(path)
        if phone is None:
            return Answer(404)
        with self._lock:
            phone.tries += 1
            scripted = phone.answers.pop(0) if phone.answers else TAKEN
        try:
            push = self._opened(phone, headers, body)
        except Fault as fault:
            self.complaints.append(f"{fault.status}: {fault}")
            return Answer(fault.status)
        self.before_answer()
        if 200 <= scripted.status < 300:
            with self._lock:
                phone.pushes.append(push)
        return scripted

    def _opened(self, phone: PushPhone, headers: Any, body: bytes) -> Push:
        if len(body) > LARGEST:
            raise Fault(413, f"{len(body)} bytes")
        check(headers["Content-Encoding"] == "aes128gcm", 400, "not RFC 8291")
        check(headers["TTL"].isdigit(), 400, f"TTL {headers['TTL']}")
        check(headers["Urgency"] in URGENCIES, 400, f"Urgency {headers['Urgency']}")
        check(re.fullmatch(r"[\w-]{1,32}", headers["Topic"]), 400, f"Topic {headers['Topic']}")
        subject = self._sender(phone, headers["Authorization"])
        try:
            plain = http_ece.decrypt(
                body, private_key=phone.private, auth_secret=phone.auth, version="aes128gcm"
            )
        except Exception as wrong:
            raise Fault(400, f"not for this phone: {wrong!r}") from wrong
        return Push(
            plain.decode(), int(headers["TTL"]), headers["Urgency"], headers["Topic"], len(body), subject,
            time.time(),
        )  # fmt: skip

    def _sender(self, phone: PushPhone, authorization: str) -> str:
        """RFC 8292: the token is signed by the key the phone subscribed with, for us, for a day at most."""
        said = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", authorization or "")
        if said is None:
            raise Fault(401, f"Authorization {authorization}")
        token, key = said.groups()
        check(key == phone.sender_key, 403, "another sender than the phone subscribed to")
        head, claims, signature = token.split(".")
        check(read64(head)["alg"] == "ES256", 403, "alg")
        check(is_signed(bytes64(key), f"{head}.{claims}", bytes64(signature)), 403, "signature")
        found = read64(claims)
        check(found["aud"] == self.origin, 403, f"aud {found['aud']}")
        check(time.time() < found["exp"] <= time.time() + A_DAY, 403, f"exp {found['exp']}")
        check(re.match(r"(https://|mailto:)\w", found["sub"]), 403, f"sub {found['sub']}")
        return str(found["sub"])

    def pushes(self) -> list[Push]:
        """Every accepted push of every phone, in the order they came."""
        return sorted(
            (push for phone in self.phones.values() for push in phone.pushes), key=lambda push: push.at
        )


class Fault(Exception):
    """A rule of the protocol was broken."""

    def __init__(self, status: int, rule: str) -> None:
        super().__init__(rule)
        self.status = status


def check(holds: object, status: int, rule: str) -> None:
    if not holds:
        raise Fault(status, rule)


def text64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def bytes64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read64(text: str) -> dict[str, Any]:
    return json.loads(bytes64(text))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)


def is_signed(key: bytes, said: str, signature: bytes) -> bool:
    """Whether a JWS ES256 signature (r and s, 32 bytes each) fits."""
    halves = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    try:
        public.verify(encode_dss_signature(*halves), said.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


class Counter(BaseHTTPRequestHandler):
    """Takes one connection's pushes across the counter."""

    protocol_version = "HTTP/1.1"
    service: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.service.take(urlsplit(self.path).path, self.headers, body)
        self.send_response(answer.status)
        if answer.retry_after:
            self.send_header("Retry-After", answer.retry_after)
        if answer.redirect:
            self.send_header("Location", answer.redirect)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Door(ThreadingHTTPServer):
    """Many connections; one that breaks off (a sender was killed) is nobody's fault."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    """Serve until the block ends; its certificate is written into the folder."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = _certificate(folder)
    context.load_cert_chain(certificate)
    door = Door(("127.0.0.1", 0), Counter)
    door.socket = context.wrap_socket(door.socket, server_side=True, do_handshake_on_connect=False)
    service = PushService(door.server_port, certificate)
    door.RequestHandlerClass = type("Counter", (Counter,), {"service": service})
    thread = threading.Thread(target=door.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        door.shutdown()
        door.server_close()


def _certificate(folder: Path) -> Path:
    """A self-signed certificate for localhost, with its key, good for two days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    usage = [name == "digital_signature" or name == "key_cert_sign" for name in _USES]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**dict(zip(_USES, usage, strict=True))), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "push-service.pem"
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
