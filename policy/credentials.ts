import type { Value } from "./value.ts";

/** Names of credentials. */
const namesCredential =
  /password|passwd|passphrase|secret|token|api[_.-]?key|access[_.-]?key|private[_.-]?key|credential/i;

/** Names about a credential, such as its place or its lifetime, that are not credentials. */
const aboutCredential =
  /(?:[_.-]|^|[a-z])(?:file|path|dir|name|names|url|uri|host|endpoint|ttl|expiry|expiration|expires?|seconds|minutes|hours|length|issuer|audience|type|header|algorithm|enabled|disabled|policy|ref|arn|id|ids|passwordkey|usernamekey|secretkey_ref|region|engine|prefix|suffix|rotation|class|field|attribute|column|parameter|encoder|encoding|encryption|scheme|format|pattern|regex|validator|mode|provider|method|mechanism|strategy|store|backend|manager|service|count|size|limit|max|min|tokens|cache|version|label|selector|mount|location|source)$/i;

/** Texts that are credentials under any name. */
const credentials: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  // a password with a reference is assembled elsewhere
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:(?!\$[({]|\$[A-Za-z_]|%\w|<|\{\{)[^\s/@]+@/i,
  /[?&;](?:password|pwd)=(?!\$|%|<|\{\{)[^&;\s"'$]{3,}/i,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bgithub_pat_\w{22,}/,
  /\bglpat-[\w-]{20,}/,
  /\bxox[abpr]-[A-Za-z0-9-]{10,}/,
  /\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/,
  /\bsk_live_[A-Za-z0-9]{16,}/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
];

/** Texts that are not credentials: a switch, a reference to another variable, a placeholder, or an address. */
const noCredential =
  /^(?:true|false|\$\([^)]+\)|\$\{[^}]*\}|\{\{.*\}\}|arn:aws[\w-]*:.*|https?:\/\/[^\s@]*|\/[\w./-]*|replaced-by-[\w-]+|)$/i;

export const isCredentialName = (name: string): boolean =>
  namesCredential.test(name) && !aboutCredential.test(name) && !/^existing/i.test(name);

export const isCredential = (text: string): boolean =>
  credentials.some((pattern) => pattern.test(text));

/** A number is a limit or a lifetime, except as a password. */
const isPlainNumber = (name: string, text: string): boolean =>
  /^\d+$/.test(text) && !/passw|passphrase/i.test(name);

/** Whether a named text exposes a credential. @throws Undecided if only the unknown text could tell */
export function revealsCredential(name: string, content: Value): boolean {
  if (content.absent) return false;
  if (isCredentialName(name)) {
    if (content.unknown) return true;
    const text = content.text;
    return text !== undefined && !noCredential.test(text) && !isPlainNumber(name, text);
  }
  const text = content.text;
  return text !== undefined && (isCredential(text) || credentialIn(text) !== undefined);
}

/** The end of a name whose value is a credential in a file of settings. */
const setting =
  /(?:password|passwd|passphrase|pwd|api[_.-]?key|secret[_.-]?(?:access[_.-]?)?key|client[_.-]?secret|access[_.-]?token|auth[_.-]?token|private[_.-]?key)$/i;

/** One setting of a properties, INI, YAML or JSON file, or of a script. */
const line =
  /^[\s{,-]*(?:(?:export|set|ENV|const|let|var|val|final)\s+)?["']?([\w./-]+)["']?\s*(?:=>|[:=])\s*(.+?)[\s,;}]*$/;
const comment = /^\s*(?:#|\/\/|;|!|--|\*|<!--)/;
/** An element or an attribute of XML. */
const markup =
  /<([\w.:-]*(?:password|passwd|secret|api-?key))>([^<]+)<|\b([\w.:-]*(?:password|passwd|pwd))="([^"]+)"/gi;

/** A directive of redis.conf. */
const redis = /^\s*(requirepass|masterauth)\s+["']?([^\s"']+)/;

/** Values that stand for a credential: a reference, a file, a type or a blank to fill. */
const standsFor =
  /^(?:[$<%@!&*|>[{(`]|ENC\(|ref\+|vault:|file:|env:|arn:|\/)|^[\w.]+[([]|^(?:str(?:ing)?|text|bytes|number|int|bool(?:ean)?|any|object|required|optional|null|none|nil|undefined|yes|no|on|off|true|false|prompt|env|vault|basic|bearer|force|x+|redacted|files|compat|(?:your|my|change|replace|insert)[_-].*)$/i;

const isSet = (name: string, raw: string): boolean => {
  const quoted = /^(["'])(.*)\1$/.exec(raw.trim());
  const text = (quoted?.[2] ?? raw.replace(/\s+#.*$/, "")).trim();
  return (
    setting.test(name) &&
    /[A-Za-z0-9]{3}/.test(text) &&
    !standsFor.test(text) &&
    // the name of a variable, and of a file or an entry that holds a key
    !/^[A-Z][A-Z_]+$/.test(text) &&
    (!/key$/i.test(name) || /^(?=.*\d)(?=.*[A-Za-z])[\w+/=-]{12,}$/.test(text)) &&
    !/\$[A-Za-z_({]|\{\{|%[({]/.test(text) &&
    !isPlainNumber(name, text) &&
    (quoted !== null || !/\s/.test(text))
  );
};

/** The name of the first credential in the text of a file of settings. */
export function credentialIn(text: string): string | undefined {
  if (!/[:=>\s]/.test(text)) return undefined;
  for (const row of text.split(/\r?\n|(?<=["'\d]),(?=\s*["'])/)) {
    if (comment.test(row)) continue;
    const [, name = "", value = ""] = line.exec(row) ?? [];
    if (isSet(name, value)) return name;
    const [, directive, said = ""] = redis.exec(row) ?? [];
    if (directive !== undefined && !standsFor.test(said)) return directive;
    if (!row.includes("<")) continue;
    for (const [, element, content, attribute, quoted] of row.matchAll(markup)) {
      const named = element ?? attribute ?? "";
      if (isSet(named, `"${content ?? quoted ?? ""}"`)) return named;
    }
  }
  return undefined;
}

/** An option of a command line with a credential, as `--password=x`, `--password x` or `PASSWORD=x`. */
const option = /^--?([\w-]*(?:password|passwd|pass|secret|token|api-?key|access-?key))(?:=(.*))?$/i;
const assignment = /^([A-Za-z_]\w*)=(.+)$/;
/** A client of a store that takes its password behind a short option. */
const clients: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/^(?:.*\/)?(?:mysql|mariadb)[\w-]*$/, /^-p(.+)$/],
  [/^(?:.*\/)?(?:redis|valkey)-cli$/, /^-a(.*)$/],
  [/^(?:.*\/)?mongo(?:sh|dump|restore)?$/, /^-p(.*)$/],
];

/** Whether a word of a command line is a credential itself, and no reference, switch or further option. */
const isGiven = (word: string | undefined): boolean =>
  word !== undefined && !/^["']?(?:[-$<%{/@`]|$)/.test(word) && !standsFor.test(word);

/** The first word of a command that exposes a credential; -1 if none does. */
function exposedAt(words: readonly string[]): number {
  const client = clients.find(([program]) => words.some((word) => program.test(word)));
  return words.findIndex((word, index) => {
    const [, name = "", value] = option.exec(word) ?? [];
    if (name !== "" && !aboutCredential.test(name) && !/^no-/.test(name))
      return isGiven(value ?? words[index + 1]);
    const [, variable = "", content] = assignment.exec(word) ?? [];
    if (setting.test(variable)) return isGiven(content);
    const short = client?.[1].exec(word)?.[1];
    return short !== undefined && isGiven(short === "" ? words[index + 1] : short);
  });
}

/** The word of a command line that exposes a credential. @throws Undecided */
export function commandReveals(command: readonly Value[]): Value | undefined {
  const exposed = command[exposedAt(command.map(({ text = "" }) => text))];
  if (exposed !== undefined) return exposed;
  const isExposing = (part: string): boolean =>
    /\s/.test(part.trim()) && exposedAt(part.trim().split(/\s+/)) !== -1;
  return command.find(
    ({ text = "" }) => isCredential(text) || text.split(/\n|&&|\|\|?|;/).some(isExposing),
  );
}
