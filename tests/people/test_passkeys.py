"""Only an honest key, used here and now by its owner, opens anything. promise: A1 A2 A3 A4 A5 A9 A10"""

from datetime import timedelta

import pytest
from sqlmodel import select

from server.core import clock
from server.core.errors import Refused
from server.people import ceremonies
from server.people.keys import Challenge, Passkey
from server.people.models import Device
from tests.authenticator import EDDSA, ES256K, RS256, AlreadyHere, Authenticator, b64
from tests.cast import MONDAY


def key_of(store, person_id):
    with store.reading() as db:
        return Passkey.of(db, person_id)[-1]


def test_a_key_lets_its_owner_in_on_another_phone(phone, amira):
    other = phone(keeper=amira.keeper)
    answer = other.uses_key()
    assert answer.status == 200 and answer.answer.json() == {"next": "/home"}
    assert "Amira" in other.visitor.opens("/home").heading


@pytest.mark.parametrize("algorithm", [EDDSA, RS256])
def test_the_three_usual_kinds_of_key_work(phone, cast, algorithm):
    hers = phone(cast.amira, keeper=Authenticator(algorithm=algorithm))
    assert hers.makes_key().status == 200
    assert phone(keeper=hers.keeper).uses_key().status == 200


def test_what_is_asked_for(phone, cast, amira):
    making = phone(cast.nan).asked_to_make()
    chosen = making["authenticatorSelection"]
    assert (chosen["userVerification"], chosen["residentKey"]) == ("required", "required")
    assert making["rp"] == {"id": "table.test", "name": "Our Table"} and making["attestation"] == "none"
    assert {each["alg"] for each in making["pubKeyCredParams"]} == {-7, -8, -257}
    using = phone().asked_to_use("sign-in")
    assert (using["userVerification"], using["rpId"], using.get("allowCredentials", [])) == (
        "required",
        "table.test",
        [],
    )


def test_the_owner_must_be_verified_in_both_ceremonies(phone, cast, amira):  # promise: A1
    careless = phone(cast.nan, keeper=Authenticator(verifies_user=False))
    assert careless.makes_key().status == 422
    amira.keeper.verifies_user = False
    assert phone(keeper=amira.keeper).uses_key().status == 422
    amira.visitor.posts("/lock")
    assert amira.uses_key("unlock").status == 422


def test_a_question_is_long_random_and_kept_for_five_minutes(phone, store):  # promise: A2
    asked = {phone().asked_to_use("sign-in")["challenge"] for _ in range(20)}
    assert len(asked) == 20 and all(len(each) >= 86 for each in asked), "64 bytes in base64url"
    with store.reading() as db:
        assert all(len(found.asked) == 64 for found in db.exec(select(Challenge)))


def test_a_question_is_answered_once(phone, amira):  # promise: A2
    other = phone(keeper=amira.keeper)
    answer = amira.keeper.uses(other.asked_to_use("sign-in"))
    assert other.brings("sign-in", answer).status == 200
    assert other.brings("sign-in", answer).status == 410
    assert phone().brings("sign-in", answer).status == 410, "nor by a phone that has no question"


def test_a_wrong_answer_spends_the_question(phone, amira):  # promise: A2
    other = phone(keeper=amira.keeper)
    question = other.asked_to_use("sign-in")
    wrong = amira.keeper.uses(question)
    wrong["response"]["signature"] = b64(b"not signed")
    assert other.brings("sign-in", wrong).status == 422
    assert other.brings("sign-in", amira.keeper.uses(question)).status == 410


def test_a_question_belongs_to_one_phone(phone, amira):  # promise: A2
    one, other = phone(keeper=amira.keeper), phone(keeper=amira.keeper)
    question = one.asked_to_use("sign-in")
    other.asked_to_use("sign-in")
    assert other.brings("sign-in", amira.keeper.uses(question)).status == 410
    assert one.brings("sign-in", amira.keeper.uses(question)).status == 200


def test_a_question_has_one_purpose(phone, amira):  # promise: A2
    checking = amira.asked_to_use("check")
    assert amira.brings("sign-in", amira.keeper.uses(checking)).status == 410
    assert amira.brings("check", amira.keeper.uses(checking)).status == 200
    making = amira.asked_to_make()
    assert amira.brings("check", amira.keeper.uses({**making, "rpId": "table.test"})).status == 410


def test_a_question_dies_after_five_minutes(phone, amira):  # promise: A2
    other = phone(keeper=amira.keeper)
    question = other.asked_to_use("sign-in")
    with clock.freeze(MONDAY + timedelta(minutes=5)):
        assert other.brings("sign-in", amira.keeper.uses(question)).status == 410
    question = other.asked_to_use("sign-in")
    with clock.freeze(MONDAY + timedelta(minutes=4, seconds=59)):
        assert other.brings("sign-in", amira.keeper.uses(question)).status == 200


def test_eight_hundred_wrong_answers_spend_nothing(cast, store):  # promise: A2
    with store.writing() as db:
        phones = [Device.opened(db, "door", "")[0].id for _ in range(2)]
        asked = {purpose: Challenge.ask(db, phones[0], purpose) for purpose in ("sign-in", "check", "old")}
        Challenge.use_up(db, phones[0], "sign-in", asked["sign-in"])
        wrong = [(phones[0], "sign-in", asked["sign-in"]), (phones[1], "check", asked["check"])]
        wrong += [(phones[0], "unlock", asked["check"]), (phones[0], "check", bytes(64))]
        for tried in wrong * 200:
            with pytest.raises(Refused) as no:
                Challenge.use_up(db, *tried)
            assert no.value.status == 410
        with clock.freeze(MONDAY + timedelta(minutes=5)), pytest.raises(Refused):
            Challenge.use_up(db, phones[0], "old", asked["old"])
        Challenge.use_up(db, phones[0], "check", asked["check"])


FORGED = {
    "another origin": {"origin": "https://table.test.evil.example"},
    "plain http": {"origin": "http://table.test"},
    "another port": {"origin": "https://table.test:8443"},
    "another rp id": {"rp_id": "evil.example"},
    "inside a frame": {"cross_origin": True},
    "inside a frame, said oddly": {"cross_origin": "true"},
    "inside a frame, named": {"top_origin": "https://evil.example"},
    "another ceremony": {"kind": "payment.get"},
    "another question": {"challenge": b64(bytes(64))},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_what_comes_from_elsewhere_is_refused(phone, cast, amira, forged):  # promise: A3
    liar = Authenticator(keys=amira.keeper.keys, **forged)
    assert phone(keeper=liar).uses_key().status in {410, 422}
    assert phone(cast.nan, keeper=Authenticator(**forged)).makes_key().status in {410, 422}


def test_an_unknown_kind_of_key_is_refused(phone, cast):  # promise: A3
    assert phone(cast.nan, keeper=Authenticator(algorithm=ES256K)).makes_key().status == 422


def test_an_attested_lie_and_a_foreign_signature_are_refused(phone, amira):  # promise: A3
    other = phone(keeper=amira.keeper)
    stranger = Authenticator(keys=[*amira.keeper.keys])
    said = stranger.uses(other.asked_to_use("sign-in"))
    said["rawId"] = b64(b"another")
    assert other.brings("sign-in", said).status == 422


def test_key_phone_and_person_must_agree(phone, cast, amira, store):  # promise: A4
    nan = phone(cast.nan)
    assert nan.makes_key().status == 200
    for owner in (cast.nan.person_id.bytes, b"x" * 16, b"short", b""):
        assert phone(keeper=amira.keeper).uses_key(owner=owner).status == 422, owner
    question = amira.asked_to_use("check")
    assert amira.brings("check", nan.keeper.uses({**question, "allowCredentials": []})).status == 422
    assert amira.uses_key("check", owner=b"").status == 200, (
        "phones may leave the owner out where keys are named"
    )


def test_a_key_nobody_knows_is_told_so(phone):
    unknown = Authenticator()
    unknown.makes({"user": {"id": b64(b"x" * 16)}, "rp": {"id": "table.test"}, "challenge": "x"})
    assert phone(keeper=unknown).uses_key().status == 404


@pytest.mark.parametrize("before,after", [(0, 0), (5, 0), (5, 4), (5, 5), (5, 6)])
def test_a_count_that_goes_back_warns_and_never_locks_out(phone, cast, amira, store, before, after):
    # promise: A5
    with store.writing() as db:
        Passkey.of(db, cast.amira.person_id)[-1].count = before
    amira.keeper.keys[-1].count = after
    assert phone(keeper=amira.keeper).uses_key().status == 200
    key = key_of(store, cast.amira.person_id)
    assert key.count == after
    assert (key.count_fell_at is not None) == ((before, after) in {(5, 0), (5, 4), (5, 5)})
    assert ("counted strangely" in amira.visitor.opens("/me/keys")) == (key.count_fell_at is not None)


def test_the_same_new_key_again_gets_the_same_answer(phone, cast, store):  # promise: A9
    nan = phone(cast.nan)
    made = nan.keeper.makes(nan.asked_to_make())
    answers = [nan.says("/passkeys/new", {"credential": made}) for _ in range(3)]
    assert {(answer.status, answer.text) for answer in answers} == {(200, '{"next":"/me/keys"}')}
    with clock.freeze(MONDAY + timedelta(minutes=20)):
        assert nan.says("/passkeys/new", {"credential": made}).status == 200, "however late the retry"
    with store.reading() as db:
        assert len(Passkey.of(db, cast.nan.person_id)) == 1
    assert phone(cast.dev).says("/passkeys/new", {"credential": made}).status == 422, "but not for another"


def test_a_phone_that_has_a_key_is_told_before_it_makes_a_second(phone, cast, amira):  # promise: A10
    with pytest.raises(AlreadyHere):
        amira.keeper.makes(amira.asked_to_make())
    amira.visitor.posts("/sign-out")
    assert amira.uses_key().status == 200, "the key it has is a way in"


def test_two_people_on_one_phone_choose(phone, cast, amira):  # promise: A8
    shared = amira.keeper
    amira.visitor.posts("/sign-out")
    nan = phone(cast.nan, keeper=shared)
    assert nan.makes_key().status == 200
    names = {}
    for person, key in zip(("Amira", "Nan"), shared.keys, strict=True):
        somebody = phone(keeper=shared)
        assert somebody.uses_key(key=key).status == 200
        names[person] = somebody.visitor.opens("/home").heading
    assert all(person in heading for person, heading in names.items())


def test_labels_tell_nothing(phone, cast):  # promise: A8, X6
    from tests.visitor import TELLING

    for member in cast.table:
        if member.name in {"rob", "joe"}:  # one has left, one is too small for a key
            continue
        asked = phone(member).asked_to_make()
        labels = [asked["rp"]["name"], asked["user"]["name"], asked["user"]["displayName"]]
        assert not TELLING.search(" ".join(labels)) and ceremonies.SHOWN_AS == "Our Table"


NONSENSE = [
    {}, {"id": "x"}, {"id": 1, "rawId": 1}, {"response": []}, {"response": {"clientDataJSON": "!!"}},
    {"id": "eA", "rawId": "eA", "response": {"clientDataJSON": b64(b"[]")}},
    {"id": "eA", "rawId": "eA", "response": {"clientDataJSON": b64(b"{")}},
    {"id": "eA", "rawId": "eA", "response": {"clientDataJSON": b64(b'{"challenge": 5}')}},
]  # fmt: skip


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_refused_in_a_sentence(phone, cast, amira, said):
    other = phone(keeper=amira.keeper)
    other.asked_to_use("sign-in")
    for answer in (
        other.brings("sign-in", said),
        phone(cast.nan).says("/passkeys/new", {"credential": said}),
    ):
        assert answer.status == 422 and "That did not work" in answer.text


def test_a_broken_signed_part_is_refused(phone, amira):
    for part in ("authenticatorData", "signature", "clientDataJSON"):
        other = phone(keeper=amira.keeper)
        said = amira.keeper.uses(other.asked_to_use("sign-in"))
        said["response"][part] = said["response"][part][:-8]
        assert other.brings("sign-in", said).status == 422, part


def test_a_second_key_needs_a_fresh_look(phone, cast, amira):  # promise: A6 in part
    with clock.freeze(MONDAY + timedelta(minutes=6)):
        assert amira.says("/passkeys/new/options", {}).status == 422
        assert amira.uses_key("check").status == 200
        assert amira.says("/passkeys/new/options", {}).status == 200


def test_strangers_make_no_keys(phone):
    for path in ("/passkeys/new/options", "/passkeys/new"):
        answer = phone().says(path, {"credential": {}})
        assert (answer.status, answer.answer.json()) == (401, {"next": "/sign-in"})


def test_too_many_tries_are_told_when_to_come_back(phone):
    tries = [phone().says("/passkeys/use", {"purpose": "sign-in", "credential": {}}) for _ in range(21)]
    assert [each.status for each in tries] == [410] * 20 + [429]
    assert "wait a few minutes" in tries[-1].text
