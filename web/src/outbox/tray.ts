import { one, words } from "../core/find.ts";
import { inside } from "../core/go.ts";
import { ownWords, pageOf, type Parcel } from "./parcel.ts";
import { drop } from "./store.ts";

/** <outbox-tray>: what could not be sent after all, with the reason, the person's words, and a way back. */
export class OutboxTray extends HTMLElement {
  show(refused: Parcel[]): void {
    const template = one<HTMLTemplateElement>("template", this);
    if (!template) return;
    this.replaceChildren(template, ...refused.map((parcel) => this.#item(template, parcel)));
    this.hidden = refused.length === 0;
  }

  #item(template: HTMLTemplateElement, parcel: Parcel): DocumentFragment {
    const item = template.content.cloneNode(true) as DocumentFragment;
    const why = one("[data-why]", item);
    if (why) why.textContent = parcel.refused || words("refused");
    const said = ownWords(parcel);
    const quote = one("[data-fields]", item);
    if (quote) quote.hidden = !said.length;
    if (quote) quote.textContent = said.join("\n");
    one<HTMLAnchorElement>("a[data-at]", item)?.setAttribute("href", inside(pageOf(parcel), location.origin));
    const whole = item.firstElementChild;
    one("[data-drop]", item)?.addEventListener("click", async () => {
      await drop(parcel);
      whole?.remove();
      this.hidden = !one("[data-drop]", this);
    });
    return item;
  }
}
