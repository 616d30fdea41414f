/** Which of an element's texts fits what went wrong: the browser's error or the server's answer. */
export function troubleName(trouble: unknown): "cancelled" | "already" | "offline" | "later" | "unknown" | "failed" {
  if (trouble instanceof Response) {
    return trouble.status === 404 ? "unknown" : trouble.status === 429 ? "later" : "failed";
  }
  const name = (trouble as Error | null)?.name;
  if (name === "NotAllowedError" || name === "AbortError") return "cancelled";
  if (name === "InvalidStateError") return "already";
  return name === "TypeError" || name === "TimeoutError" ? "offline" : "failed";
}

/** The server does not know this key: the phone may stop offering it. */
export async function forgetKey(rpId = location.hostname, credentialId: string): Promise<void> {
  await PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId }).catch(() => {});
}
