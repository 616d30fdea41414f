"""Making and using passkeys: what is asked of the phone, and whether its answer may be believed.

The library is read only when a passkey is really used, so that the house opens quickly. What it does not check
itself is checked here: answers given inside another site's frame, and whose key it is.
"""

import json
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from server.people.keys import Passkey
from server.settings import Settings

# What the phone shows above its list of keys. It must tell nothing to whoever looks over a shoulder.
SHOWN_AS = "Our Table"
MILLISECONDS = 5 * 60_000
# Credential ids are at most this many bytes (WebAuthn, 5.8.3).
LONGEST_NAME = 1023


class NotBelieved(Exception):
    """The phone's answer is not what it must be. The text is for developers and holds nobody's words."""


@dataclass(frozen=True)
class Answer:
    """A believed answer to a question."""

    credential: bytes
    count: int
    is_synced: bool
    public_key: bytes = b""


def asks_to_make(settings: Settings, person_id: UUID, called: str, asked: bytes, have: list[Passkey]) -> dict:
    """PublicKeyCredentialCreationOptionsJSON: a key that the phone lists by itself and opens with a finger or a PIN."""
    from webauthn import generate_registration_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=settings.name,
        rp_name=SHOWN_AS,
        user_id=person_id.bytes,
        user_name=called,
        user_display_name=called,
        challenge=asked,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential) for key in have],
    )
    return {**options_to_json_dict(options), "extensions": {"credProps": True}}


def asks_to_use(settings: Settings, asked: bytes, allowed: list[Passkey]) -> dict:
    """PublicKeyCredentialRequestOptionsJSON: these keys, or any the phone knows for us when there are none."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=settings.name,
        challenge=asked,
        timeout=MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=key.credential) for key in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def made(settings: Settings, said: dict[str, Any], asked: bytes) -> Answer:
    """A new key, if the phone made it for us, here and now, with its owner verified. Raises NotBelieved."""
    from webauthn import verify_registration_response

    try:
        found = verify_registration_response(
            credential=said,
            expected_challenge=asked,
            expected_rp_id=settings.name,
            expected_origin=settings.origin,
            require_user_verification=True,
        )
    except Exception as wrong:
        # Whatever trips the library over a forged answer, the answer is not believed.
        raise NotBelieved(type(wrong).__name__) from wrong
    return Answer(
        found.credential_id, found.sign_count, found.credential_backed_up, found.credential_public_key
    )


def used(settings: Settings, said: dict[str, Any], asked: bytes, key: Passkey) -> Answer:
    """A key that was used, if it was for us, here and now, with its owner verified. Raises NotBelieved."""
    from webauthn import verify_authentication_response

    try:
        found = verify_authentication_response(
            credential=said,
            expected_challenge=asked,
            expected_rp_id=settings.name,
            expected_origin=settings.origin,
            credential_public_key=key.public_key,
            # Zero: a count that goes back is a warning to the owner (Passkey.was_used), never a closed door.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as wrong:
        raise NotBelieved(type(wrong).__name__) from wrong
    return Answer(found.credential_id, found.new_sign_count, found.credential_backed_up)


def question_in(said: dict[str, Any]) -> bytes:
    """The question an answer says it is for. Raises NotBelieved where the answer was given inside another site."""
    collected = _collected(said)
    if collected.get("crossOrigin") not in (None, False) or "topOrigin" in collected:
        raise NotBelieved("given inside another site")
    return _bytes(collected.get("challenge"))


def credential_in(said: dict[str, Any]) -> bytes:
    """The public name of the key that answered; `id` and `rawId` must agree."""
    if said.get("id") != said.get("rawId"):
        raise NotBelieved("two names")
    named = _bytes(said.get("rawId"))
    if len(named) > LONGEST_NAME:
        raise NotBelieved("a name longer than there are")
    return named


def owner_in(said: dict[str, Any]) -> UUID | None:
    """Whose key the phone says it is; None where it does not say."""
    handle = _response(said).get("userHandle")
    if not handle:
        return None
    try:
        return UUID(bytes=_bytes(handle))
    except ValueError as wrong:
        raise NotBelieved("no owner of ours") from wrong


def _collected(said: dict[str, Any]) -> dict[str, Any]:
    try:
        collected = json.loads(_bytes(_response(said).get("clientDataJSON")))
    except (ValueError, RecursionError) as wrong:
        raise NotBelieved("no readable question") from wrong
    if not isinstance(collected, dict):
        raise NotBelieved("no question")
    return collected


def _response(said: dict[str, Any]) -> dict[str, Any]:
    response = said.get("response")
    if not isinstance(response, dict):
        raise NotBelieved("no response")
    return cast(dict[str, Any], response)


def _bytes(value: object) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    if not isinstance(value, str) or not value:
        raise NotBelieved("nothing where bytes must be")
    try:
        return base64url_to_bytes(value)
    except ValueError as wrong:
        raise NotBelieved("not base64url") from wrong
