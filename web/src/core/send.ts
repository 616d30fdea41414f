import { patience } from "./patience.ts";

/** POST something as JSON to our own server. Rejects only when the network fails. */
export function send(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: patience(20_000),
  });
}
