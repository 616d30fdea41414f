"""The way out to the push services. Imported only when there is something to send: it brings a lot of code with it."""

import logging
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import IPv6Address, ip_address
from typing import Any

from py_vapid import Vapid02
from pywebpush import WebPushException, webpush
from requests import RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

from server.core import clock
from server.reminders.hosts import PushHost, push_host
from server.reminders.letters import Letter
from server.reminders.push_key import ensure_push_key, push_subject
from server.settings import Settings

SECONDS_TO_ANSWER = 10
REST = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=12)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a push service said: its status (None: it could not be reached) and, if it said so, when to come again."""

    status: int | None
    again_at: datetime | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status <= 202


class PublicConnection(HTTPSConnection):
    """Connects to public addresses only, whatever the name means at that moment."""

    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
            address = next((str(to[0]) for *_, to in found if is_public(str(to[0]))), None)
            if address is None:
                raise OSError("it has no public address")
            return create_connection((address, self.port), self.timeout, socket_options=self.socket_options)
        except OSError as wrong:
            raise NewConnectionError(self, f"No connection to {self.host}: {wrong}") from wrong


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast


class PublicPool(HTTPSConnectionPool):
    ConnectionCls = PublicConnection


class ToPublic(HTTPAdapter):
    """For the push services of browser makers."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": PublicPool}


class ToOurOwn(HTTPAdapter):
    """For a push service the operator runs, known by a certificate of theirs."""

    def __init__(self, trusted: str | bool) -> None:
        super().__init__()
        self.trusted = trusted

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return super().send(request, *args, **{**kwargs, "verify": self.trusted})


class Straight(Session):
    """Goes where it is told and nowhere else: no redirects, no proxies or passwords from the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()
        self.mount("https://", ToPublic())

    def get_redirect_target(self, resp: Response) -> None:
        return None


class Wire:
    """Sends one push at a time, over connections that stay open."""

    def __init__(self, settings: Settings) -> None:
        self.allowed, self.subject = settings.push_hosts, push_subject(settings)
        self.trusted = str(settings.push_ca) if settings.push_ca else True
        self.key = Vapid02.from_pem(ensure_push_key(settings).read_bytes())
        self.key.conf["no-strict"] = True  # its own check of the contact refuses addresses with a path
        self.session = Straight()
        self.rests: dict[str, datetime] = {}

    def send(self, letter: Letter) -> Answer:
        """Encrypt, sign and post; whatever happens is an Answer."""
        host = push_host(letter.endpoint, self.allowed)
        if host is None:
            return Answer(404)  # not allowed any more: as good as gone
        rest = self.rests.get(host.name)
        if rest and rest > clock.now():
            return Answer(None, rest)
        self._ready(host)
        try:
            return Answer(self._post(letter).status_code)
        except WebPushException as no:
            return self._refusal(no)
        except RequestException as wrong:
            log.warning("The push service %s could not be reached: %s", host.name, type(wrong).__name__)
            self.rests[host.name] = clock.now() + REST
            return Answer(None)

    def _ready(self, host: PushHost) -> None:
        address = f"https://{host.name}:{host.port}/"
        if host.is_ours and address not in self.session.adapters:
            self.session.mount(address, ToOurOwn(self.trusted))

    def _post(self, letter: Letter) -> Response:
        # The claims are new each time: the library writes the first push service's name into them.
        answer = webpush(
            {"endpoint": letter.endpoint, "keys": letter.keys}, letter.text, vapid_private_key=self.key,
            vapid_claims={"sub": self.subject}, ttl=letter.seconds, timeout=SECONDS_TO_ANSWER,
            headers={"Urgency": "normal", "Topic": letter.topic, "Content-Type": "application/octet-stream"},
            requests_session=self.session,
        )  # fmt: skip
        assert isinstance(answer, Response)
        return answer

    def _refusal(self, no: WebPushException) -> Answer:
        if no.status_code is None:
            return Answer(410)  # the phone's own key is no key: nothing can ever be sent to it
        return Answer(no.status_code, again_at(no.retry_after, clock.now()))

    def close(self) -> None:
        self.session.close()


def again_at(said: str | None, now: datetime) -> datetime | None:
    """Retry-After, in seconds or as an HTTP date, as a moment within the next hours; None if it says nothing."""
    if not said:
        return None
    try:
        at = now + timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at, now), now + LONGEST_WAIT)
