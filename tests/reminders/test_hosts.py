"""A push address comes from a browser, so it could name anything. Nothing but push services is ever spoken to. promise: N2"""

import socket
import sys
from itertools import product

import pytest
from sqlmodel import select

from server.core.encryption import key_ring
from server.core.tokens import new_id
from server.reminders.hosts import PushHost, push_host
from server.reminders.letters import Letter
from server.reminders.models import Subscription
from server.reminders.wire import Straight, Wire, is_public
from server.settings import Settings
from tests.cast import MONDAY
from tests.push_service import Answer
from tests.reminders.conftest import THURSDAY_NINE, say

ALLOWED = Settings.model_fields["push_hosts"].default
FINE = [
    "https://fcm.googleapis.com/fcm/send/dQw4:APA91bHun4-_MxP5",
    "https://fcm.googleapis.com:443/wp/dQw4w9",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk",
    "https://web.push.apple.com/QGx5_aBc",
    "https://db5p.notify.windows.com/w/?token=BQYAAAB%2bxx%3d",
]
INSIDE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "metadata.google.internal", "0.0.0.0",
    "router.lan", "table.test", "127.0.0.1.nip.io", "[fe80::1]", "[fd00::1]",
]  # fmt: skip
TRICKS = [
    "http://fcm.googleapis.com/fcm/send/x", "HTTPS://fcm.googleapis.com/x", "https:/fcm.googleapis.com/x",
    "https:fcm.googleapis.com/x", "//fcm.googleapis.com/x", "ftp://fcm.googleapis.com/x", "file:///etc/passwd",
    "gopher://fcm.googleapis.com/x", "javascript:alert(1)", "data:text/plain,x", "ws://fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.test/x", "https://evil.test@fcm.googleapis.com/x",
    "https://a:b@fcm.googleapis.com/x", "https://fcm.googleapis.com:22/x", "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:0443x/x", "https://fcm.googleapis.com:/x", "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com.evil.test/x", "https://evilfcm.googleapis.com/x", "https://googleapis.com/x",
    "https://storage.googleapis.com/x", "https://evil.test/fcm.googleapis.com", "https://evil.test/?fcm.googleapis.com",
    "https://evil.test#fcm.googleapis.com/x", "https://evil.test\\fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@evil.test/x", "https://fcm.googleapis.com#@evil.test/x",
    "https://fcm.googleapis.com?@evil.test/x", "https://fcm.googleapis.com./x", "https://.fcm.googleapis.com/x",
    "https://fcm。googleapis。com/x", "https://ｆcm.googleapis.com/x", "https://fcm.googleapis.com%2eevil.test/x",
    "https://fcm.googleapis.com%00.evil.test/x", "https://fcm.googleapis.com\x00.evil.test/x",
    "https://fcm.googleapis.com\t.evil.test/x", "https://fcm.googleapis.com\n/x", " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x y", "https://fcm.googleapis.com/x\r\nHost: evil.test",
    "https://fcm.googleapis.com /x", "https://fcm.googleapis.com", "https://FCM.googleapis.com/x", "https:///x",
    "https://push.services.mozilla.com/x", "https://notify.windows.com/x", "https://.notify.windows.com/x",
    "https://evil-push.services.mozilla.com.evil.test/x", "https://xnotify.windows.com/x",
    "https://a..notify.windows.com/x", "https://[fcm.googleapis.com]/x", "https://fcm.googleapis.com:443@evil.test/x",
    "https://fcm.googleapis.com/" + "x" * 1000, "", "x", "null", "https://", "https://*/x",
]  # fmt: skip
CORPUS = [*TRICKS, *(f"{scheme}://{host}/x" for scheme, host in product(("https", "http"), INSIDE))]

_connections: list[object] = []
_is_listening = [False]


def _hear(event: str, args: tuple) -> None:
    if _is_listening[0] and event == "socket.connect":
        _connections.append(args[1])


sys.addaudithook(_hear)


@pytest.fixture
def connections():
    """Every connection this process opens from now on."""
    _connections.clear()
    _is_listening[0] = True
    yield _connections
    _is_listening[0] = False


def letter_to(endpoint, phone):
    return Letter(new_id(), MONDAY, endpoint, phone.keys, "{}", "topic", 60)


def test_the_corpus_is_large_enough():
    assert len(set(CORPUS)) >= 100


@pytest.mark.parametrize("endpoint", FINE)
def test_real_push_services_are_known(endpoint):
    assert push_host(endpoint, ALLOWED) == PushHost(
        endpoint.split("/")[2].removesuffix(":443"), 443, is_ours=False
    )


@pytest.mark.parametrize("endpoint", CORPUS)
def test_nothing_else_is(endpoint):
    assert push_host(endpoint, ALLOWED) is None


def test_a_host_with_its_port_is_that_port_only_and_run_by_the_operator():
    assert push_host("https://push.lan:8443/x", "a.test,push.lan:8443") == PushHost(
        "push.lan", 8443, is_ours=True
    )
    assert push_host("https://push.lan/x", "push.lan:8443") is None
    assert push_host("https://push.lan:8444/x", "push.lan:8443") is None


def test_no_phone_can_be_switched_on_with_any_of_them(visitor, cast, store, push, connections):
    keys = push.new_phone("").keys
    nan = visitor(cast.nan)
    for endpoint in CORPUS:
        answer = say(nan, "/reminders/push", {"endpoint": endpoint, "keys": keys})
        assert answer.status == 422, endpoint
    with store.reading() as db:
        assert db.exec(select(Subscription)).all() == []
    assert connections == []


def test_none_of_them_is_ever_called_even_if_it_got_in(store, cast, settings, push, switch_on, connections):
    phone = switch_on(cast.nan)
    wire = Wire(settings.model_copy(update={"push_hosts": ALLOWED}))
    for endpoint in CORPUS:
        assert wire.send(letter_to(endpoint, phone)).status == 404
    assert connections == []


def test_a_line_for_such_an_address_ends_and_the_phone_is_dropped(
    store, cast, settings, plan, day, switch_on, connections
):
    switch_on(cast.nan)
    with store.writing() as db:
        key_ring(db).admit(cast.nan.person_id)
        Subscription.alive(db, cast.nan.person_id)[0].endpoint = "https://169.254.169.254/latest/meta-data"
    day.at(THURSDAY_NINE)
    assert day.whys() == ["gone"] and connections == []


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.1",
    "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2001:db8::1",
]  # fmt: skip


def resolving_to(monkeypatch, *addresses):
    """The name of every push service means these addresses from now on."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_known_name_that_suddenly_means_a_private_address(
    monkeypatch, settings, push, connections, address
):
    assert not is_public(address)
    resolving_to(monkeypatch, address)
    wire = Wire(settings.model_copy(update={"push_hosts": ALLOWED}))
    answer = wire.send(letter_to("https://fcm.googleapis.com/fcm/send/x", push.new_phone("")))
    assert answer.status is None and connections == []


def test_among_several_addresses_only_a_public_one_is_called(monkeypatch, settings, push):
    called = []

    def connect(address, *_, **__):
        called.append(address)
        raise OSError("not really")

    resolving_to(monkeypatch, "127.0.0.1", "::1", "142.250.1.95", "10.0.0.1")
    monkeypatch.setattr("server.reminders.wire.create_connection", connect)
    wire = Wire(settings.model_copy(update={"push_hosts": ALLOWED}))
    assert wire.send(letter_to("https://fcm.googleapis.com/fcm/send/x", push.new_phone(""))).status is None
    assert called == [("142.250.1.95", 443)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_sends_us_elsewhere(day, cast, plan, push, switch_on, status):
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.2)
        nan = switch_on(cast.nan)
        nan.answers = [Answer(status, redirect=f"http://127.0.0.1:{trap.getsockname()[1]}/")]
        assert day.at(THURSDAY_NINE) == 1
        with pytest.raises(TimeoutError):
            trap.accept()
    assert day.whys() == ["refused"]


def test_plain_http_proxies_and_netrc_do_not_exist_for_it(monkeypatch, push, settings):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    session = Straight()
    assert list(session.adapters) == ["https://"] and not session.trust_env
    assert (
        session.merge_environment_settings("https://fcm.googleapis.com", {}, False, None, None)["proxies"]
        == {}
    )


def test_our_own_service_is_known_by_its_certificate_and_no_other(settings, push, switch_on, cast):
    phone = switch_on(cast.nan)
    stranger = Wire(settings.model_copy(update={"push_ca": None}))
    assert stranger.send(letter_to(phone.endpoint, phone)).status is None
    assert Wire(settings).send(letter_to(phone.endpoint, phone)).is_taken
    assert phone.tries == 1
