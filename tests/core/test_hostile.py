"""What nobody would type by hand: a sentence or a plain no, and never a page that broke."""

import json
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from server.core.errors import Refused
from server.families import seating
from server.meetings.forms import Afterwards
from server.plans.forms import ByDay
from tests.authenticator import b64
from tests.cast import MONDAY

TAKEN = [{"sqlstate": "23505"}, {"sqlite_errorname": "SQLITE_CONSTRAINT_UNIQUE"}]


@pytest.mark.parametrize("year", ["99999999999999999999", "9" * 5000, "1", "9999", "-3", "२०२६२०२६"])
def test_a_year_that_is_none(year):
    with pytest.raises(Refused):
        Afterwards(review_day="1", review_month="2", review_year=year).review_on  # noqa: B018
    with pytest.raises(Refused):
        ByDay(by_day="1", by_month="2", by_year=year).by_on(MONDAY.date())


@pytest.mark.parametrize("field", ["code", "key", "who", "at", "_language"])
def test_half_a_letter(visitor, field):
    body = f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n\\ud800 a b c d\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x; charset=raw_unicode_escape"
    said = {"sec-fetch-site": "same-origin", "content-type": kind}
    answer = visitor().client.post("/join/code", content=body, headers=said)
    assert answer.status_code < 500


def test_a_question_without_end(visitor):
    deep = b64(b"[" * 200_000)
    use = {"id": "a", "rawId": "a", "response": {"clientDataJSON": deep}}
    somebody = visitor()
    said = {"sec-fetch-site": "same-origin", "content-type": "application/json"}
    asked = somebody.client.post("/passkeys/use/options", content='{"purpose": "sign-in"}', headers=said)
    assert asked.status_code == 200
    body = json.dumps({"purpose": "sign-in", "credential": use})
    assert somebody.client.post("/passkeys/use", content=body, headers=said).status_code == 422


def test_a_page_with_letters_of_its_own_as_the_next_one(visitor, cast):
    answer = visitor(cast.amira).posts("/me/language", headers={"x-outbox": "1"}, language="en", at="/سلام")
    assert (answer.status, answer.headers["x-next"]) == (204, "/%D8%B3%D9%84%D8%A7%D9%85")


@pytest.mark.parametrize("said", TAKEN)
def test_two_at_the_same_moment(visitor, cast, monkeypatch, said):
    def too_late(*_: object, **__: object) -> None:
        raise IntegrityError("", None, SimpleNamespace(**said))  # type: ignore[arg-type]

    monkeypatch.setattr(seating, "set_seat", too_late)
    path = f"/families/{cast.family_id}/seats/new"
    answer = visitor(cast.priya).posts(
        path, called="Zoe Q", relation="Aunt", role="network", side=str(cast.side_id), at=path
    )
    assert (answer.status, "Zoe Q" in answer.text, "did not work" in answer.text) == (409, True, True)
