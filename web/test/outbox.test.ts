import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { uuid7 } from "../src/core/uuid7.ts";
import { flush } from "../src/outbox/flush.ts";
import type { Parcel } from "../src/outbox/parcel.ts";
import { drop, forget, ofOwner, put, readNote, waitingFor, writeNote } from "../src/outbox/store.ts";

type Sent = { action: string; body: URLSearchParams; headers: Headers; options: RequestInit };
let sent: Sent[] = [];
let answers: (sent: Sent) => Response | Promise<Response>;

globalThis.fetch = async (action, options = {}) => {
  const one = { action: String(action), body: options.body as URLSearchParams, headers: new Headers(options.headers), options };
  sent.push(one);
  return answers(one);
};

const ok = (next = "/plan"): Response => new Response(null, { status: 204, headers: { "X-Next": next } });
const no = (status: number, sentence = "", headers = {}): Response =>
  new Response(sentence || null, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });

function tick(name: string, owner = "nan"): Parcel {
  const id = uuid7();
  const action = `/families/f/tasks/${name}/done`;
  return { id, owner, kind: "tick", action, fields: [["key", id], ["at", "/plan"]], at: Date.now() };
}

const names = (): string[] => sent.map(({ action }) => action.split("/")[4]!);

beforeEach(async () => {
  sent = [];
  answers = () => ok();
  await forget();
});

test("what waits is sent in the order it was done, with its key and its owner", async () => {
  const ticks = ["one", "two", "three"].map((name) => tick(name));
  for (const each of ticks) await put(each);
  const delivered = await flush("nan");
  assert.deepEqual(names(), ["one", "two", "three"]);
  assert.deepEqual([...delivered.keys()], ticks.map(({ id }) => id));
  assert.equal(delivered.get(ticks[0]!.id), "/plan");
  assert.equal(sent[0]!.body.get("key"), ticks[0]!.id);
  assert.equal(sent[0]!.headers.get("X-Outbox"), "1");
  assert.equal(sent[0]!.headers.get("X-Owner"), "nan");
  assert.equal(sent[0]!.options.redirect, "manual");
  assert.deepEqual(await ofOwner("nan"), []);
});

test("a phone's clock going back does not change the order", async () => {
  await put({ ...tick("first"), id: uuid7(2_000), at: 2_000 });
  await put({ ...tick("second"), id: uuid7(1_000), at: 1_000 });
  await flush("nan");
  assert.deepEqual(names(), ["first", "second"]);
});

// promise: C4
test("nobody's parcels are sent by anybody else", async () => {
  await put(tick("hers", "nan"));
  await put(tick("his", "dev"));
  await flush("dev");
  assert.deepEqual(names(), ["his"]);
  assert.equal((await waitingFor("nan")).length, 1);
});

test("a network or server that is not ready stops the queue and keeps everything", async () => {
  const troubles: (() => Response | Promise<Response>)[] = [
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => Promise.reject(new DOMException("slow", "TimeoutError")),
    () => no(401),
    () => no(429, "", { "Retry-After": "30" }),
    () => no(409, "", { "Retry-After": "1" }),
    () => no(500),
    () => no(503),
  ];
  await put(tick("one"));
  await put(tick("two"));
  for (const trouble of troubles) {
    sent = [];
    answers = trouble;
    assert.equal((await flush("nan")).size, 0);
    assert.deepEqual(names(), ["one"], "the second waits behind the first");
    assert.equal((await waitingFor("nan")).length, 2);
  }
});

test("a refusal for good is kept with the server's sentence, and does not hold up the rest", async () => {
  await put(tick("gone"));
  await put(tick("fine"));
  answers = ({ action }) => (action.includes("gone") ? no(410, "Someone took this job off the plan.") : ok());
  await flush("nan");
  assert.deepEqual(names(), ["gone", "fine"]);
  const [left, ...more] = await ofOwner("nan");
  assert.equal(left?.refused, "Someone took this job off the plan.");
  assert.deepEqual(more, []);
  await flush("nan");
  assert.equal(sent.length, 2, "it is not tried again");
  await drop(left!);
  assert.deepEqual(await ofOwner("nan"), []);
});

test("a refusal written for machines is not shown to people", async () => {
  await put(tick("one"));
  answers = () => no(422, '{"detail":[]}', { "Content-Type": "application/json" });
  await flush("nan");
  assert.equal((await ofOwner("nan"))[0]?.refused, "");
});

// promise: D5
test("two flushes at the same moment send each parcel once", async () => {
  for (const name of ["one", "two", "three"]) await put(tick(name));
  answers = () => new Promise((done) => setTimeout(done, 5, ok()));
  await Promise.all([flush("nan"), flush("nan"), flush("nan")]);
  assert.deepEqual(names(), ["one", "two", "three"]);
});

// promise: D6
test("200 ticks through a flapping network arrive exactly once, in order", async (context) => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
  context.diagnostic(`seed ${seed}`);
  const random = dice(seed);
  const rows: string[] = [];
  const known = new Set<string>();
  answers = ({ body }) => {
    const luck = random();
    if (luck < 0.2) throw new TypeError("no signal");
    if (luck < 0.3) return no(503);
    const key = body.get("key")!;
    if (!known.has(key)) rows.push(body.get("n")!); // the same key again gets the same success
    known.add(key);
    if (luck < 0.5) throw new TypeError("the answer was lost");
    return ok();
  };
  for (let n = 0; n < 200; n++) {
    const parcel = tick(`t${n}`);
    await put({ ...parcel, fields: [...parcel.fields, ["n", String(n)]] });
    if (random() < 0.5) await flush("nan");
  }
  for (let tries = 0; tries < 5_000 && (await waitingFor("nan")).length; tries++) await flush("nan");
  assert.deepEqual(rows, Array.from({ length: 200 }, (_, n) => String(n)));
});

test("when something was delivered is noted, for pages that were made before; a try that fails is not", async () => {
  const began = Date.now();
  await put(tick("one"));
  answers = () => no(503);
  await flush("nan");
  assert.equal(await readNote("arrived"), undefined);
  answers = () => ok();
  await flush("nan");
  assert.ok((await readNote("arrived"))! >= began);
});

test("signing out forgets everything", async () => {
  await put(tick("one"));
  await writeNote("owner", "nan");
  assert.equal(await readNote("owner"), "nan");
  await forget();
  assert.deepEqual(await ofOwner("nan"), []);
  assert.equal(await readNote("owner"), undefined);
});

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
