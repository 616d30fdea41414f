import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { uuid7 } from "../src/core/uuid7.ts";
import { forget, put, readNote, writeNote } from "../src/outbox/store.ts";
import {
  asked, cut, fetches, goesBack, happens, HOME, keptOn, opened, privatePage, publicPage, shelves, shown, stage, visits,
} from "./worker-stage.ts";

/** A small house: who answers what. */
const house: Record<string, () => Response> = {
  "/quiet": () => publicPage('<link href="/assets/quiet.a1.css">Quiet'),
  "/offline": () => publicPage('<script src="/assets/enter.b2.js"></script>No internet'),
  "/en/e01": () => publicPage("What to expect"),
  "/": () => publicPage("Welcome"),
  "/home": () => privatePage("Hello Amira"),
  "/lock": () => new Response(null, { status: 204, headers: { "X-Locked": "1" } }),
  "/old": () => new Response(null, { status: 303, headers: { "X-Keep": "public" } }),
  "/refused": () => new Response("who are you?", { status: 401 }),
};
const answers = ({ url }: { url: string }): Response =>
  url.startsWith("/assets/") ? new Response(`file ${url}`) : (house[url]?.() ?? new Response("not here", { status: 404 }));

const text = async (answer: Response | undefined): Promise<string> => (await answer?.text()) ?? "";
const posts = (path: string): number => asked.filter(({ url, method }) => url === path && method === "POST").length;

beforeEach(async () => {
  shelves.clear();
  for (const list of [asked, shown, opened]) list.length = 0;
  stage.network = answers;
  stage.windows = [];
  await forget();
  await happens("install");
});

test("installing keeps the two pages for no network, and every file they name", () => {
  const wanted = ["/quiet", "/offline", "/assets/quiet.a1.css", "/assets/enter.b2.js"];
  assert.deepEqual(keptOn("shell").toSorted(), wanted.toSorted());
});

test("a newer worker drops the files its pages no longer name", async () => {
  const { "/quiet": before } = house;
  house["/quiet"] = () => publicPage('<link href="/assets/quiet.c3.css">Quiet');
  await happens("install");
  house["/quiet"] = before!;
  assert.ok(keptOn("shell").includes("/assets/quiet.c3.css"));
  assert.ok(!keptOn("shell").includes("/assets/quiet.a1.css"));
});

test("no worker rather than one without its pages", async () => {
  stage.network = ({ url }) => (url === "/offline" ? privatePage("oops") : answers({ url }));
  await assert.rejects(happens("install"), /may not be kept/);
});

// promise: C2
test("only public pages and built files are kept, whatever is visited", async () => {
  for (const path of ["/en/e01", "/home", "/old", "/nowhere", "/refused", "/en/e01?a=1"]) await visits(path);
  await fetches("/assets/app.d4.css");
  await fetches("/families/f/picture");
  assert.deepEqual(keptOn("pages"), []); // the 401 wiped them
  await visits("/en/e01");
  assert.deepEqual(keptOn("pages"), ["/en/e01"]);
  assert.deepEqual(keptOn("files"), ["/assets/app.d4.css"]);
  assert.deepEqual([...shelves.keys()].toSorted(), ["files", "pages", "shell"]);
});

// promise: I5
test("an invitation in the fragment is not kept with the page", async () => {
  house["/card"] = () => publicPage("card");
  stage.network = ({ url }) => answers({ url: url.replace(/#.*/, "") });
  await visits("/card#secret-invitation-token");
  assert.deepEqual(keptOn("pages"), ["/card"]);
});

test("a page read once is there without a network; one never read says so kindly", async () => {
  await visits("/en/e01");
  stage.network = cut;
  assert.equal(await text(await visits("/en/e01")), "What to expect");
  assert.match(await text(await visits("/home")), /No internet/);
  assert.match(await text(await visits("/home", "POST")), /No internet/);
});

test("a broken server is a network that is not there, if the page was read before", async () => {
  await visits("/en/e01");
  stage.network = () => new Response("bad gateway", { status: 502 });
  assert.equal(await text(await visits("/en/e01")), "What to expect");
  assert.equal((await visits("/home"))?.status, 502);
});

test("a slow network gets three seconds, then the kept page is shown and the new one kept for next time", async (t) => {
  await visits("/en/e01");
  let arrive = (_answer: Response): void => {};
  stage.network = () => new Promise((done) => (arrive = done));
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const visit = visits("/en/e01");
  for (let i = 0; i < 50; i++) await new Promise(setImmediate);
  t.mock.timers.tick(3_000);
  for (let i = 0; i < 10; i++) await new Promise(setImmediate);
  arrive(publicPage("What to expect, newer"));
  assert.equal(await text(await visit), "What to expect");
  t.mock.timers.reset();
  stage.network = cut;
  assert.equal(await text(await visits("/en/e01")), "What to expect, newer");
});

test("a built file is asked for once", async () => {
  await fetches("/assets/enter.e5.js");
  stage.network = cut;
  assert.equal(await text(await fetches("/assets/enter.e5.js")), "file /assets/enter.e5.js");
});

test("the shelves have an end: the longest unread goes first", async () => {
  for (let n = 0; n < 165; n++) {
    house[`/en/p${n}`] = () => publicPage(`page ${n}`);
    await visits(`/en/p${n}`);
    await visits("/en/p0");
  }
  assert.equal(keptOn("pages").length, 160);
  assert.ok(keptOn("pages").includes("/en/p0"), "read again and again");
  assert.ok(!keptOn("pages").includes("/en/p1"));
});

test("on a first visit the page asks for itself to be kept, and gets only what is public", async () => {
  await happens("message", { data: { keep: ["/en/e01", "/home", "/assets/app.d4.css", "/nowhere"] } });
  assert.deepEqual(keptOn("pages"), ["/en/e01"]);
  assert.deepEqual(keptOn("files"), ["/assets/app.d4.css"]);
});

test("other houses and other requests are left alone", async () => {
  assert.equal(await fetches("/alive"), undefined);
  assert.equal(await fetches("/passkeys/use", "POST"), undefined);
  const elsewhere = { request: { url: "https://elsewhere.test/assets/x.js", method: "GET", mode: "no-cors" } };
  assert.equal(await happens("fetch", elsewhere), undefined);
});

// promise: C4
test("what was read is forgotten at sign-in, sign-out, joining and leaving", async () => {
  for (const path of ["/sign-in", "/sign-out", "/join/link", "/leave"]) {
    await visits("/en/e01");
    assert.deepEqual(keptOn("pages"), ["/en/e01"]);
    await visits(path, "POST");
    assert.deepEqual(keptOn("pages"), [], path);
  }
});

// promise: X2
test("Leave with a dead network: every page is the quiet one until the server has been told", async () => {
  await visits("/en/e01");
  stage.network = cut;
  await assert.rejects(fetches("/lock", "POST"));
  assert.equal(await readNote("lock"), "untold");
  for (const path of ["/home", "/en/e01", "/", "/quiet"]) assert.match(await text(await visits(path)), /Quiet/, path);
  house["/home"] = () => privatePage("bland", { "X-Locked": "1" });
  stage.network = answers;
  asked.length = 0;
  assert.equal(await text(await visits("/home")), "bland");
  assert.deepEqual(asked.map(({ url }) => url), ["/lock", "/home"], "the server hears of it before any page");
  assert.equal(await readNote("lock"), "told");
  house["/home"] = () => privatePage("Hello Amira");
});

test("the quiet page is of today if the network is quick, else the one that was kept", async () => {
  const { "/quiet": before } = house;
  await fetches("/lock", "POST");
  house["/quiet"] = () => publicPage("Quiet Tuesday");
  assert.equal(await text(await visits("/quiet")), "Quiet Tuesday");
  stage.network = () => new Promise(() => {});
  assert.equal(await text(await goesBack("/home")), "Quiet Tuesday");
  house["/quiet"] = before!;
});

test("a server that is broken has not been told", async () => {
  stage.network = () => new Response(null, { status: 500 });
  await fetches("/lock", "POST");
  assert.equal(await readNote("lock"), "untold");
  assert.match(await text(await visits("/home")), /Quiet/);
});

test("locked and told: the server's pages decide, nothing is kept, and no network means quiet", async () => {
  house["/en/e01"] = () => publicPage("bland", { "X-Locked": "1" });
  await fetches("/lock", "POST");
  assert.equal(await readNote("lock"), "told");
  assert.equal(await text(await visits("/en/e01")), "bland");
  assert.deepEqual(keptOn("pages"), []);
  stage.network = cut;
  assert.match(await text(await visits("/en/e01")), /Quiet/);
  stage.network = answers;
  house["/en/e01"] = () => publicPage("What to expect");
  assert.match(await text(await goesBack("/en/e01")), /Quiet/, "Back shows nothing of ours");
  await visits("/en/e01");
  assert.equal(await readNote("lock"), undefined, "opened anew, and it is not locked");
  assert.equal(await text(await goesBack("/en/e01")), "What to expect");
  assert.equal(posts("/lock"), 1);
});

test("Leave without script goes the plain way, or to the quiet page without a network", async () => {
  house["/leave"] = () => new Response("went");
  assert.equal(await text(await visits("/leave", "POST")), "went");
  stage.network = cut;
  assert.match(await text(await visits("/leave", "POST")), /Quiet/);
  assert.equal(await readNote("lock"), "untold");
});

// promise: N7
test("each push shows something: its words, this phone's neutral words, or the name", async () => {
  const push = { web_push: 8030, notification: { title: "Our Table", body: "One thing.", navigate: `${HOME}/n/x1` } };
  await happens("push", { data: { text: () => JSON.stringify(push) } });
  await happens("push", { data: { text: () => "garbage" } });
  await writeNote("neutral", { title: "Our Table", body: "Rhywbeth i chi.", lang: "cy", dir: "ltr" });
  await happens("push", { data: null });
  assert.deepEqual(shown.map(({ title, options }) => [title, options.body]), [
    ["Our Table", "One thing."],
    ["Our Table", ""],
    ["Our Table", "Rhywbeth i chi."],
  ]);
  assert.deepEqual(shown[0]?.options.data, { to: "/n/x1" });
});

/** An open page that answers whether it holds unsent words (or never answers). */
function openPage(busy: boolean | null): { went: string[]; focused: boolean } {
  const page = {
    went: [] as string[],
    focused: false,
    postMessage: (_asked: string, [port]: [MessagePort]) => void (busy !== null && port.postMessage(busy)),
    navigate: async (to: string) => (page.went.push(to), { focus: async () => (page.focused = true) }),
  };
  stage.windows.push(page);
  return page;
}

const tapped = { notification: { close: () => {}, data: { to: "/n/x1" } } };

test("a tap goes to the door in an open page, but never over unsent words", async () => {
  const [writing, silent, free] = [openPage(true), openPage(null), openPage(false)];
  await happens("notificationclick", tapped);
  assert.deepEqual([writing.went, silent.went, free.went], [[], [], ["/n/x1"]]);
  assert.ok(free.focused);
  assert.deepEqual(opened, []);
  stage.windows = [writing];
  openPage(true);
  stage.windows.shift();
  await happens("notificationclick", tapped);
  assert.deepEqual(opened, ["/n/x1"]);
});

// promise: D6
test("when the network is back the worker sends what waits, for this phone's person, unless it is locked", async () => {
  const id = uuid7();
  await put({ id, owner: "nan", kind: "tick", action: "/tasks/t/done", fields: [["key", id]], at: 0 });
  house["/tasks/t/done"] = () => new Response(null, { status: 204 });
  await happens("sync");
  assert.equal(posts("/tasks/t/done"), 0, "nobody is known here");
  await writeNote("owner", "nan");
  await writeNote("lock", "told");
  await happens("sync");
  assert.equal(posts("/tasks/t/done"), 0, "locked");
  await writeNote("lock", undefined);
  await happens("sync");
  await happens("sync");
  assert.equal(posts("/tasks/t/done"), 1);
});
