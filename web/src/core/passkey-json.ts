import { fromBase64url, toBase64url } from "./base64url.ts";

// Phones before 2025 know passkeys but not their JSON form; the few lines here speak it for them.
type Listed = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };
const listed = (keys: Listed[] = []) => keys.map((key) => ({ ...key, id: fromBase64url(key.id) }));

/** What the server asks for when a key is to be made. */
export function creationOptions(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  const native = globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON;
  if (native) return native.call(PublicKeyCredential, json);
  const { challenge, user, excludeCredentials } = json;
  const bytes = { challenge: fromBase64url(challenge), user: { ...user, id: fromBase64url(user.id) } };
  return Object.assign({}, json, bytes, { excludeCredentials: listed(excludeCredentials as Listed[]) }) as never;
}

/** What the server asks for when a key is to be used. */
export function requestOptions(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  const native = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON;
  if (native) return native.call(PublicKeyCredential, json);
  const bytes = { challenge: fromBase64url(json.challenge) };
  return Object.assign({}, json, bytes, { allowCredentials: listed(json.allowCredentials as Listed[]) }) as never;
}

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] as const;

/** A credential as the server reads it. Some password keepers bring a toJSON that throws: then by hand. */
export function credentialJson(credential: PublicKeyCredential): object {
  try {
    return credential.toJSON();
  } catch {
    const said = credential.response as unknown as Record<string, ArrayBuffer | null | undefined>;
    const response: Record<string, unknown> = {};
    for (const part of PARTS) if (said[part]) response[part] = toBase64url(said[part]);
    const transports = (credential.response as AuthenticatorAttestationResponse).getTransports?.();
    if (transports) response["transports"] = transports;
    const { id, type, authenticatorAttachment } = credential;
    const clientExtensionResults = credential.getClientExtensionResults();
    return { id, rawId: toBase64url(credential.rawId), type, authenticatorAttachment, clientExtensionResults, response };
  }
}
