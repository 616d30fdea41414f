/** One thing a person did, kept on the phone until the server has it. `id` is the key the server knows it by. */
export interface Parcel {
  n?: number; // its place in the queue, given by the store
  id: string;
  owner: string;
  kind: string;
  action: string;
  fields: [name: string, value: string][];
  at: number; // milliseconds, the phone's own clock
  refused?: string; // why the server will not have it, in its own words ("" if it gave none)
}

/** What an answer means: done with, never to be done, or try again another time. */
export type Verdict = "delivered" | "refused" | "later";

/** Only a plain 2xx is a delivery: a page reached by a redirect (a sign-in door) is not. */
export function verdict(answer: Pick<Response, "status" | "type" | "redirected" | "headers">): Verdict {
  const { status } = answer;
  if (answer.redirected || answer.type === "opaqueredirect" || status < 200) return "later";
  if (status < 300) return "delivered";
  if (status < 400 || status >= 500 || [401, 408, 425, 429].includes(status)) return "later";
  return status === 409 && answer.headers.has("Retry-After") ? "later" : "refused";
}

/** The form's text fields and the button pressed, as the server would have got them. */
export function fieldsOf(said: Iterable<[string, unknown]>, button?: { name: string; value: string } | null): Parcel["fields"] {
  const fields = [...said].map(([name, value]): [string, string] => [name, String(value)]);
  return button?.name ? [...fields, [button.name, button.value]] : fields;
}

const FORMAL = ["key", "at", "_language"];

/** The words a person typed, without what the form itself adds. */
export const ownWords = (parcel: Parcel): string[] =>
  parcel.fields.filter(([name, value]) => !FORMAL.includes(name) && value.trim()).map(([, value]) => value);

/** The page the parcel was made on. */
export const pageOf = (parcel: Parcel): string => parcel.fields.find(([name]) => name === "at")?.[1] ?? "/home";
