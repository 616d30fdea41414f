import { PageSearch } from "./elements/page-search.ts";
import { ReadAloud } from "./elements/read-aloud.ts";
import { SaveAll } from "./elements/save-all.ts";
import { SharePage } from "./elements/share-page.ts";
import { UrduLetters } from "./elements/urdu-letters.ts";
import { AddToPhone } from "./elements/add-to-phone.ts";

/** What public pages can do besides being read. */
customElements.define("page-search", PageSearch);
customElements.define("read-aloud", ReadAloud);
customElements.define("save-all", SaveAll);
customElements.define("share-page", SharePage);
customElements.define("add-to-phone", AddToPhone);
customElements.define("urdu-letters", UrduLetters);
