import type { Value } from "../value.ts";

/** Names of credentials. */
const namesCredential = /password|passwd|secret|token|api[_-]?key|private[_-]?key|credential/i;

/** Names about a credential, such as its place or its lifetime, that are not credentials. */
const aboutCredential =
  /(?:[_.-]|^|[a-z])(?:file|path|dir|name|names|url|uri|host|endpoint|ttl|expiry|expiration|expires?|seconds|minutes|hours|length|issuer|audience|type|header|algorithm|enabled|policy|ref|arn|id|passwordkey|usernamekey|region|engine|prefix|suffix|rotation|class)$/i;

/** Texts that are credentials under any name. */
const credentials: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  // a password with a reference is assembled elsewhere
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:(?!\$[({])[^\s/@]+@/i,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bxox[abpr]-[A-Za-z0-9-]{10,}/,
];

/** Texts that are not credentials: a switch, or a reference to another variable. */
const noCredential = /^(?:true|false|\$\([^)]+\)|)$/i;

export const isCredentialName = (name: string): boolean =>
  namesCredential.test(name) && !aboutCredential.test(name) && !/^existing/i.test(name);

export const isCredential = (text: string): boolean =>
  credentials.some((pattern) => pattern.test(text));

/** Whether a named text exposes a credential. @throws Undecided if only the unknown text could tell */
export function revealsCredential(name: string, content: Value): boolean {
  if (content.absent) return false;
  if (isCredentialName(name)) {
    if (content.unknown) return true;
    const text = content.text;
    return text !== undefined && !noCredential.test(text);
  }
  const text = content.text;
  return text !== undefined && isCredential(text);
}
