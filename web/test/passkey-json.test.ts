import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { creationOptions, credentialJson, requestOptions } from "../src/core/passkey-json.ts";

const text = (bytes: unknown): string => Buffer.from(bytes as ArrayBuffer).toString();
const b64 = (said: string): string => Buffer.from(said).toString("base64url");
const bytes = (said: string): ArrayBuffer => new Uint8Array(Buffer.from(said)).buffer;
afterEach(() => void Reflect.deleteProperty(globalThis, "PublicKeyCredential"));

const asked = {
  rp: { id: "table.test", name: "Our Table" },
  user: { id: b64("person"), name: "a", displayName: "a" },
  challenge: b64("challenge"),
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  excludeCredentials: [{ type: "public-key", id: b64("old key"), transports: ["internal"] }],
  authenticatorSelection: { residentKey: "required", userVerification: "required" },
} as unknown as PublicKeyCredentialCreationOptionsJSON;

test("a phone that does not speak the JSON form gets bytes all the same", () => {
  const options = creationOptions(asked);
  assert.equal(text(options.challenge), "challenge");
  assert.equal(text(options.user.id), "person");
  assert.equal(text(options.excludeCredentials?.[0]?.id), "old key");
  assert.deepEqual(options.excludeCredentials?.[0]?.transports, ["internal"]);
  assert.equal(options.rp.id, "table.test");
  assert.equal(options.authenticatorSelection?.userVerification, "required");
  const use = requestOptions({ challenge: b64("again"), rpId: "table.test" } as PublicKeyCredentialRequestOptionsJSON);
  assert.equal(text(use.challenge), "again");
  assert.deepEqual(use.allowCredentials, []);
});

test("a phone that does speak it is left to it", () => {
  const native = { parseCreationOptionsFromJSON: (json: object) => ({ native: json }) };
  Object.assign(globalThis, { PublicKeyCredential: native });
  assert.deepEqual(creationOptions(asked), { native: asked });
});

test("a credential is written out by hand when its own toJSON is missing or broken", () => {
  const credential = {
    id: b64("key"),
    rawId: bytes("key"),
    type: "public-key",
    authenticatorAttachment: "platform",
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
    response: {
      clientDataJSON: bytes("{}"),
      attestationObject: bytes("object"),
      getTransports: () => ["internal", "hybrid"],
    },
  };
  const broken = () => {
    throw new TypeError("Illegal invocation");
  };
  for (const kept of [credential, { ...credential, toJSON: broken }]) {
    assert.deepEqual(credentialJson(kept as unknown as PublicKeyCredential), {
      id: b64("key"),
      rawId: b64("key"),
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: { credProps: { rk: true } },
      response: { clientDataJSON: b64("{}"), attestationObject: b64("object"), transports: ["internal", "hybrid"] },
    });
  }
});

test("an assertion keeps its person's handle, and leaves out what is not there", () => {
  const response = { clientDataJSON: bytes("{}"), authenticatorData: bytes("d"), signature: bytes("s"), userHandle: null };
  const rest = { id: "a", rawId: bytes("a"), type: "public-key", authenticatorAttachment: null };
  const credential = { ...rest, response, getClientExtensionResults: () => ({}) };
  const written = credentialJson(credential as unknown as PublicKeyCredential) as { response: object };
  assert.deepEqual(Object.keys(written.response), ["clientDataJSON", "authenticatorData", "signature"]);
});
