import "./browserless.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { advice } from "../src/elements/add-to-phone.ts";
import { shiftCounter } from "../src/elements/leave.ts";
import { invitation } from "../src/elements/link-join.ts";
import { isEcho, tapMemory } from "../src/elements/one-tap.ts";

// promise: X1
test("Shift three times in a row means Leave", () => {
  const pressed = shiftCounter();
  assert.deepEqual([100, 400, 700].map((at) => pressed("Shift", at)), [1, 2, 3]);
});

test("Shift with other keys between, or slowly, means nothing", () => {
  const pressed = shiftCounter();
  assert.equal(pressed("Shift", 0), 1);
  assert.equal(pressed("Shift", 200), 2);
  assert.equal(pressed("A", 300), 0);
  assert.equal(pressed("Shift", 400), 1);
  assert.equal(pressed("Shift", 1_500), 1);
  assert.equal(pressed("Shift", 1_600), 2);
});

// promise: D5
test("the same button twice within three seconds is one tap", () => {
  const isSecond = tapMemory();
  const [done, undo] = [{}, {}];
  assert.equal(isSecond(done, 0), false);
  assert.equal(isSecond(done, 150), true);
  assert.equal(isSecond(done, 2_900), true);
  assert.equal(isSecond(undo, 2_950), false);
  assert.equal(isSecond(done, 3_000), false);
  assert.equal(isSecond(done, 6_100), false);
});

// promise: D5
test("the second half of a double tap is known by its place and its haste", () => {
  const first = { x: 100, y: 300, at: 5_000 };
  assert.equal(isEcho({ x: 104, y: 296, at: 5_180 }, first), true);
  assert.equal(isEcho({ x: 104, y: 296, at: 5_320 }, first), false, "somebody may have read by then");
  assert.equal(isEcho({ x: 100, y: 380, at: 5_180 }, first), false, "another place, another wish");
  assert.equal(isEcho(first, null), false);
});

// promise: I5
test("an invitation is read from the fragment only if it looks like one", () => {
  const token = "q".repeat(43);
  assert.equal(invitation(`#${token}`), token);
  for (const hash of ["", "#", "#main", "#short", `#${token}&x=1`, `#<${token}>`, `#a b${token}`]) {
    assert.equal(invitation(hash), null, hash);
  }
});

test("the advice for adding to the phone fits the browser", () => {
  const agents: [string, number, string | null][] = [
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1", 5, "ios"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", 5, "ios"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", 0, null],
    ["Mozilla/5.0 (Linux; Android 14; Pixel 7) Chrome/140.0.0.0 Mobile Safari/537.36", 5, null],
    ["Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) Version/4.0 Chrome/140.0.0.0 Mobile", 5, "in-app"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) AppleWebKit [FBAN/FBIOS;FBAV/500.0]", 5, "in-app"],
  ];
  for (const [agent, touch, wanted] of agents) assert.equal(advice(agent, touch), wanted, agent);
});
