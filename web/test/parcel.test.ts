import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf, ownWords, pageOf, type Parcel, verdict } from "../src/outbox/parcel.ts";

const answer = (status: number, headers = {}, rest = {}) => ({
  status,
  type: "basic" as const,
  redirected: false,
  headers: new Headers(headers),
  ...rest,
});

test("a plain 2xx is a delivery, and only that", () => {
  for (const status of [200, 201, 204]) assert.equal(verdict(answer(status)), "delivered");
  assert.equal(verdict(answer(200, {}, { redirected: true })), "later", "a sign-in door is no delivery");
  assert.equal(verdict(answer(0, {}, { type: "opaqueredirect" })), "later");
  assert.equal(verdict(answer(303)), "later");
});

test("what time may cure waits; what it will not cure is told", () => {
  for (const status of [401, 408, 425, 429, 500, 502, 503, 504]) assert.equal(verdict(answer(status)), "later", `${status}`);
  for (const status of [400, 403, 404, 409, 410, 413, 422]) assert.equal(verdict(answer(status)), "refused", `${status}`);
});

test("the same key still in hand elsewhere: wait", () => {
  assert.equal(verdict(answer(409, { "Retry-After": "1" })), "later");
});

const parcel = (fields: Parcel["fields"]): Parcel => ({ id: "1", owner: "a", kind: "tick", action: "/x", fields, at: 0 });

test("the fields are those of the form and of the button pressed", () => {
  const form = new FormData();
  form.append("key", "k");
  form.append("who", "Nan");
  form.append("who", "Uncle Dev");
  assert.deepEqual(fieldsOf(form, { name: "then", value: "stop" }), [
    ["key", "k"],
    ["who", "Nan"],
    ["who", "Uncle Dev"],
    ["then", "stop"],
  ]);
  assert.deepEqual(fieldsOf(form, { name: "", value: "" }).length, 3);
  assert.deepEqual(fieldsOf(form).length, 3);
});

test("a refused parcel shows the person's own words and knows its page", () => {
  const kept = parcel([
    ["key", "k"],
    ["at", "/families/1/plans/2"],
    ["note", "I can do Tuesdays"],
    ["more", "  "],
    ["_language", "ur"],
  ]);
  assert.deepEqual(ownWords(kept), ["I can do Tuesdays"]);
  assert.equal(pageOf(kept), "/families/1/plans/2");
  assert.equal(pageOf(parcel([])), "/home");
});
