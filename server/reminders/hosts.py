"""Where pushes may go. An address comes from a browser, so it could name anything; only known push services pass."""

import re
from dataclasses import dataclass

# Plain ASCII without spaces, backslashes, user names or fragments, so that no two readers see two different hosts.
ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(?P<port>[0-9]{1,5}))?(?P<path>/[!$-;=?-Z_a-z~]+)"
)
LONGEST = 1000
HTTPS = 443


@dataclass(frozen=True)
class PushHost:
    """One push service a subscription may name. `is_ours`: written with its port, so run by whoever runs this house."""

    name: str
    port: int
    is_ours: bool


def push_host(endpoint: str, allowed: str) -> PushHost | None:
    """The push service an address belongs to, or None if it may not be used.

    `allowed`: comma-separated hosts. A leading dot means any name under it. A host written with its port is one
    that the operator runs, which alone may have a private address.
    """
    found = ADDRESS.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    if found is None:
        return None
    name, port = found["host"], int(found["port"] or HTTPS)
    for entry in filter(None, (part.strip() for part in allowed.split(","))):
        host, _, own_port = entry.partition(":")
        if own_port and (name, port) == (host, int(own_port)):
            return PushHost(name, port, is_ours=True)
        if not own_port and port == HTTPS and _fits(name, host):
            return PushHost(name, port, is_ours=False)
    return None


def _fits(name: str, host: str) -> bool:
    return name.endswith(host) and len(name) > len(host) if host.startswith(".") else name == host
