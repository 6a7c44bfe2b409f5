import type { Value } from "../value.ts";

/** Names whose content is a credential. */
const namesCredential = /password|passwd|secret|token|api[_-]?key|private[_-]?key|credential/i;

/** Names that speak about a credential without being one: where it is, how long it lives. */
const aboutCredential =
  /(?:[_.-]|^|[a-z])(?:file|path|dir|name|names|url|uri|host|endpoint|ttl|expiry|expiration|expires?|seconds|minutes|hours|length|issuer|audience|type|header|algorithm|enabled|policy|ref|arn|id|passwordkey|usernamekey|region|engine|prefix|suffix|rotation|class)$/i;

/** Contents that are credentials whatever their name is. */
const credentials: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  // a password that is a reference is put together elsewhere
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:(?!\$[({])[^\s/@]+@/i,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bxox[abpr]-[A-Za-z0-9-]{10,}/,
];

/** Contents that no credential has: a switch, or a reference to another variable. */
const noCredential = /^(?:true|false|\$\([^)]+\)|)$/i;

export const isCredentialName = (name: string): boolean =>
  namesCredential.test(name) && !aboutCredential.test(name) && !/^existing/i.test(name);

export const isCredential = (text: string): boolean =>
  credentials.some((pattern) => pattern.test(text));

/** Whether a named text gives a credential away. @throws Undecided when only the text could tell */
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
