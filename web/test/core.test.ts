import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64url, toBase64url } from "../src/core/base64url.ts";
import { inside } from "../src/core/go.ts";
import { troubleName } from "../src/core/passkey-trouble.ts";
import { uuid7 } from "../src/core/uuid7.ts";

test("a key carries its time first, its version and variant, and is never the same twice", () => {
  const at = Date.UTC(2026, 10, 23, 9, 30);
  const keys = Array.from({ length: 1_000 }, () => uuid7(at));
  for (const key of keys) {
    assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Number.parseInt(key.replaceAll("-", "").slice(0, 12), 16), at);
  }
  assert.equal(new Set(keys).size, keys.length);
});

test("a key made later sorts later", () => {
  const times = [0, 1, 255, 256, 2 ** 32, Date.now(), 2 ** 48 - 1];
  const keys = times.map((time) => uuid7(time));
  assert.deepEqual(keys.toSorted(), keys);
});

test("base64url there and back, for every length of padding", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const text = toBase64url(bytes);
    assert.match(text, /^[\w-]*$/);
    assert.deepEqual(fromBase64url(text), bytes);
    assert.equal(text, Buffer.from(bytes).toString("base64url"));
  }
  assert.deepEqual([...fromBase64url("-_8=")], [251, 255]);
});

test("nothing leads out of the house", () => {
  const home = "https://table.test";
  const leads: Record<string, string> = {
    "/plan?a=1#task": "/plan?a=1#task",
    "https://table.test/me": "/me",
    "//elsewhere.test/me": "/",
    "https://elsewhere.test": "/",
    "https://table.test.elsewhere.test/": "/",
    "https://table.test@elsewhere.test/": "/",
    "\\\\elsewhere.test": "/",
    "javascript:alert(1)": "/",
    "data:text/html,hello": "/",
    "http://[": "/",
  };
  for (const [said, led] of Object.entries(leads)) assert.equal(inside(said, home), led, said);
  assert.equal(inside(null, home, "/home"), "/home");
  assert.equal(inside("", home, "/home"), "/home");
});

// promise: A10
test("what went wrong with a passkey has a name the page has words for", () => {
  const error = (name: string): Error => Object.assign(new Error(), { name });
  assert.equal(troubleName(error("InvalidStateError")), "already");
  assert.equal(troubleName(error("NotAllowedError")), "cancelled");
  assert.equal(troubleName(error("SecurityError")), "failed");
  assert.equal(troubleName(new TypeError("Failed to fetch")), "offline");
  assert.equal(troubleName(error("TimeoutError")), "offline");
  assert.equal(troubleName(new Response(null, { status: 404 })), "unknown");
  assert.equal(troubleName(new Response(null, { status: 429 })), "later");
  assert.equal(troubleName(new Response(null, { status: 500 })), "failed");
  assert.equal(troubleName(null), "failed");
});
