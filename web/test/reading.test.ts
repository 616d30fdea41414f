import "./browserless.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { whole } from "../src/elements/save-all.ts";
import { type Entry, inParts, search } from "../src/reading/search.ts";
import { sentences, voiceFor } from "../src/reading/sentences.ts";

const entries: Entry[] = [
  ["/time-and-place", "Time, place and help to get there", "Choose what makes it possible.", "Travel Food and faith", "en"],
  ["/getting-ready", "Getting ready", "Travel, notes, what to bring.", "", "en"],
  ["/your-language", "آپ کی زبان", "ترجمان مانگنا آپ کا حق ہے۔", "", "ur"],
  ["/llyr", "Cynllun Llŷr", "", "", "cy"],
];

test("what fits every word comes first, and a title counts more than the rest", () => {
  const paths = (asked: string): string[] => search(entries, asked).map(([path]) => path);
  assert.deepEqual(paths("travel"), ["/time-and-place", "/getting-ready"]);
  assert.deepEqual(paths("ready travel"), ["/getting-ready", "/time-and-place"]);
  assert.deepEqual(paths("ترجمان"), ["/your-language"]);
  assert.deepEqual(paths("LLYR"), ["/llyr"]);
  for (const nothing of ["", "  ", "zzz", "؟؟"]) assert.deepEqual(paths(nothing), []);
});

test("words are small letters without marks, in every script", () => {
  assert.deepEqual(inParts("Llŷr’s PLAN, façade"), ["llyr", "s", "plan", "facade"]);
  assert.deepEqual(inParts("خاندان کا منصوبہ"), ["خاندان", "کا", "منصوبہ"]);
});

test("sentences end in every script, and long ones are parted so that no phone cuts them off", () => {
  assert.deepEqual(sentences("First. Second?  Third!"), ["First.", "Second?", "Third!"]);
  assert.deepEqual(sentences("پہلا جملہ۔ دوسرا جملہ؟"), ["پہلا جملہ۔", "دوسرا جملہ؟"]);
  assert.deepEqual(sentences("প্রথম। দ্বিতীয়।"), ["প্রথম।", "দ্বিতীয়।"]);
  const long = sentences(`${"word ".repeat(100)}end.`);
  assert.ok(long.length > 2 && long.every((part) => part.length <= 205));
  assert.equal(long.join(" "), `${"word ".repeat(100)}end.`);
  assert.deepEqual(sentences("   "), []);
});

test("a voice on the phone itself comes before one that sends the words away", () => {
  const voice = (lang: string, localService: boolean): { lang: string; localService: boolean } => ({ lang, localService });
  const far = voice("ur-PK", false);
  const near = voice("ur_IN", true);
  assert.equal(voiceFor([far, near], "ur"), near);
  assert.equal(voiceFor([far], "ur"), far);
  assert.equal(voiceFor([far, near], "bn"), undefined);
  assert.equal(voiceFor([], "en"), undefined);
});

test("a saved page is the frame with its gaps filled, whatever stands in the words", () => {
  const pack = { frame: '<a href="/en§path§">§tab§</a><main>§main§</main><i>§path§</i>', pages: { "/help": ["Help", "$& §tab§"] as [string, string] } };
  assert.equal(whole(pack, "/help"), '<a href="/en/help">Help</a><main>$& §tab§</main><i>/help</i>');
});
