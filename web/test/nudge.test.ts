import assert from "node:assert/strict";
import { test } from "node:test";
import { doorOf, readNudge } from "../src/worker/nudge.ts";

const pushed = (notification: unknown, web_push: unknown = 8030): string => JSON.stringify({ web_push, notification });

test("a push is shown in its own words and language", () => {
  const text = pushed({
    title: "Our Table",
    body: "کچھ آپ کے لیے",
    navigate: "https://table.test/n/a1B2-c_3",
    lang: "ur",
    dir: "rtl",
    tag: "t1",
  });
  assert.deepEqual(readNudge(text), {
    title: "Our Table",
    options: { body: "کچھ آپ کے لیے", lang: "ur", dir: "rtl", tag: "t1", data: { to: "/n/a1B2-c_3" } },
  });
});

// promise: N7
test("whatever arrives, something neutral is shown", () => {
  const neutral = { title: "Ein Bwrdd", body: "Rhywbeth i chi.", lang: "cy", dir: "ltr" };
  const garbage = [
    undefined,
    "",
    "null",
    "7",
    "[]",
    "{",
    "\u0000\uffff",
    JSON.stringify({ title: "no envelope" }),
    pushed(null),
    pushed("words"),
    pushed({}),
    pushed({ title: 7, body: ["x"] }),
    pushed({ title: "" }),
    pushed({ title: "wrong number" }, 8031),
  ];
  for (const text of garbage) {
    assert.equal(readNudge(text).title, "Our Table", String(text));
    const { title, options } = readNudge(text, neutral);
    assert.equal(title, "Ein Bwrdd");
    assert.equal(options.body, "Rhywbeth i chi.");
    assert.equal(options.lang, "cy");
    assert.equal(options.tag, "our-table");
  }
});

test("odd parts of a readable push are left out, the rest is shown", () => {
  const { title, options } = readNudge(pushed({ title: "Hello", body: { a: 1 }, dir: "up", lang: 3, navigate: 4, tag: null }));
  assert.equal(title, "Hello");
  assert.deepEqual(options, { body: "", lang: "", dir: "auto", tag: "our-table", data: { to: "/" } });
});

test("a tap opens a nudge's own door or the front page, nothing else", () => {
  assert.equal(doorOf("/n/abc"), "/n/abc");
  assert.equal(doorOf("https://table.test/n/abc"), "/n/abc");
  for (const address of ["", "/", "/home", "/n/", "/n/a/b", "/n/a?x=1", "/n/../me", "javascript:/n/a", "//x/n/a", "/n/a#b"]) {
    assert.equal(doorOf(address), "/", address);
  }
});
