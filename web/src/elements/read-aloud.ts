import { all, one } from "../core/find.ts";
import { said, type Sentence, voiceFor } from "../reading/sentences.ts";

const STEP = 0.15;
const [SLOWEST, FASTEST] = [0.55, 1.45];

/** <read-aloud>: says the page sentence by sentence where the phone has a voice for it; else it is not there at all. */
export class ReadAloud extends HTMLElement {
  #list: Sentence[] = [];
  #at = 0;
  #speed = 1;
  #speaking = false;

  connectedCallback(): void {
    if (!("speechSynthesis" in globalThis)) return;
    speechSynthesis.addEventListener?.("voiceschanged", () => this.#offer());
    addEventListener("pagehide", () => this.#stop());
    const on = (name: string, act: () => void): void => one(`[data-${name}]`, this)?.addEventListener("click", act);
    on("listen", () => this.#start(this.#at));
    on("stop", () => this.#stop());
    on("back", () => this.#start(Math.max(0, this.#at - 1)));
    on("slower", () => this.#pace(-STEP));
    on("faster", () => this.#pace(STEP));
    this.#offer();
  }

  #offer(): void {
    this.hidden = !voiceFor(speechSynthesis.getVoices(), document.documentElement.lang);
  }

  #start(from: number): void {
    this.#list = said(one("main")!).filter(({ lang }) => voiceFor(speechSynthesis.getVoices(), lang));
    this.#at = from < this.#list.length ? from : 0;
    this.#speaking = true;
    speechSynthesis.cancel();
    this.#say();
  }

  #say(): void {
    const sentence = this.#list[this.#at];
    if (!this.#speaking || !sentence) return this.#stop(true);
    this.#show(sentence);
    const spoken = new SpeechSynthesisUtterance(sentence.text);
    spoken.lang = sentence.lang;
    spoken.voice = voiceFor(speechSynthesis.getVoices(), sentence.lang) ?? null;
    spoken.rate = this.#speed;
    const at = this.#at;
    spoken.onend = () => {
      if (!this.#speaking || this.#at !== at) return;
      this.#at += 1;
      this.#say();
    };
    speechSynthesis.speak(spoken);
  }

  #stop(atEnd = false): void {
    this.#speaking = false;
    if (atEnd) this.#at = 0;
    speechSynthesis.cancel();
    this.#show(undefined);
  }

  #pace(change: number): void {
    this.#speed = Math.min(FASTEST, Math.max(SLOWEST, this.#speed + change));
    if (this.#speaking) this.#start(this.#at);
  }

  /** Show what is being said; the buttons for it are there only meanwhile. */
  #show(sentence: Sentence | undefined): void {
    for (const block of all("[data-spoken]")) delete block.dataset.spoken;
    for (const button of all("button:not([data-listen])", this)) button.hidden = !sentence;
    one("[data-listen]", this)!.hidden = !!sentence;
    if (!sentence) return;
    (sentence.block as HTMLElement).dataset.spoken = "";
    sentence.block.scrollIntoView({ block: "nearest" });
  }
}
