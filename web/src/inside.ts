import { LinkJoin } from "./elements/link-join.ts";
import { PasskeyMake } from "./elements/passkey-make.ts";
import { PasskeyUse } from "./elements/passkey-use.ts";
import { PushSetup, repairPush } from "./elements/push-setup.ts";
import { UpdateNotice } from "./elements/update-notice.ts";
import { keepOutbox } from "./outbox/outbox.ts";
import { OutboxTray } from "./outbox/tray.ts";

/** The doors, and what a signed-in page can do besides. */
const { owner } = document.documentElement.dataset;
customElements.define("link-join", LinkJoin);
customElements.define("passkey-use", PasskeyUse);
customElements.define("passkey-make", PasskeyMake);
customElements.define("push-setup", PushSetup);
customElements.define("update-notice", UpdateNotice);
customElements.define("outbox-tray", OutboxTray);
if (owner) void keepOutbox(owner);
void repairPush().catch(() => {});
