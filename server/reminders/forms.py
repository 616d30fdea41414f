"""What may be said about reminders, by a person in a form and by a browser in JSON."""

from base64 import urlsafe_b64decode
from datetime import time
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pydantic import AfterValidator, BaseModel, StringConstraints

from server.core.forms import Said
from server.core.i18n import n_
from server.reminders.hosts import LONGEST

# Where people who keep a plan with us may live. Each its own clock; quiet hours go by it.
ZONES = {
    "Europe/London": n_("United Kingdom"),
    "Europe/Dublin": n_("Ireland"),
    "Europe/Paris": n_("France, Spain, Germany, Italy, Poland"),
    "Europe/Bucharest": n_("Romania, Greece, Bulgaria, Ukraine"),
    "Europe/Istanbul": n_("Turkey"),
    "Africa/Lagos": n_("Nigeria"),
    "Africa/Johannesburg": n_("South Africa"),
    "Africa/Mogadishu": n_("Somalia, Kenya, Ethiopia"),
    "Asia/Riyadh": n_("Iraq, Kuwait, Saudi Arabia"),
    "Asia/Dubai": n_("Emirates"),
    "Asia/Kabul": n_("Afghanistan"),
    "Asia/Karachi": n_("Pakistan"),
    "Asia/Kolkata": n_("India"),
    "Asia/Dhaka": n_("Bangladesh"),
    "Asia/Hong_Kong": n_("Hong Kong, China, Philippines"),
    "Australia/Sydney": n_("East Australia"),
    "America/Jamaica": n_("Jamaica"),
    "America/New_York": n_("East of North America"),
}


def _known_zone(value: str) -> str:
    if value not in ZONES:
        raise ValueError(n_("Please choose one of these."))
    return value


class Hours(Said):
    """When the phone stays still; the same hour twice means never."""

    quiet_from: time
    quiet_until: time
    zone: Annotated[str, AfterValidator(_known_zone)]


class Wish(Said):
    """Whether to be reminded of one job."""

    wanted: Literal["yes", "no"]


def _point(value: str) -> str:
    EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(value, 65))
    return value


def _secret(value: str) -> str:
    _bytes(value, 16)
    return value


def _bytes(value: str, length: int) -> bytes:
    found = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    if len(found) != length:
        raise ValueError("This is not a key a browser makes.")
    return found


Endpoint = Annotated[str, StringConstraints(max_length=LONGEST)]
Short = StringConstraints(max_length=120, pattern=r"^[A-Za-z0-9_-]+=*$")


class PushKeys(BaseModel):
    """The phone's half of the encryption: a P-256 point and a 16-byte secret, base64url."""

    p256dh: Annotated[str, Short, AfterValidator(_point)]
    auth: Annotated[str, Short, AfterValidator(_secret)]


class NewPhone(BaseModel):
    """A browser's own words for a subscription (`PushSubscription.toJSON()`)."""

    endpoint: Endpoint
    keys: PushKeys


class OldPhone(BaseModel):
    """The subscription to stop."""

    endpoint: Endpoint
