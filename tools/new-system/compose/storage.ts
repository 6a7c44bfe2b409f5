import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { Expression } from "../code.ts";
import type { Gaps } from "./gaps.ts";
import { asList, asText, type ComposeFile, type Fields, fields, isFile } from "./read.ts";
import type { ServiceRole } from "./roles.ts";
import type { Mount } from "./service.ts";

/** Files of a system's folder by name, with their text. */
export type OwnFiles = Map<string, string>;

/** Where the data of a service goes. */
export interface Storage {
  readonly volume: { readonly path: string; readonly storage: string } | undefined;
  readonly files: Readonly<Record<string, Expression>>;
  readonly writable: readonly string[];
}

/** Most files and bytes of a mounted folder that are taken for configuration, not for sources or data. */
const most = { files: 20, bytes: 200_000 };

/** Paths of the machine that a container has anyway. */
const ofMachine = /^\/(etc\/(localtime|timezone)|usr\/share\/zoneinfo|proc|sys|dev)\b/;

/** Translates the mounts of a service, its `configs` and its `secrets`. */
export function storageOf(
  { source, name }: ServiceRole,
  file: ComposeFile,
  shared: ReadonlySet<string>,
  own: OwnFiles,
  gaps: Gaps,
): Storage {
  const files: Record<string, Expression> = {};
  const writable: string[] = [];
  const claims: Mount[] = [];
  const place = (target: string, text: string): void => {
    const ownName = freeFile(name, basename(target), text, own);
    files[target] = new Expression(
      `textFile(import.meta.dirname, ${JSON.stringify(ownName)})`,
      text,
    );
  };
  for (const mount of source.mounts) {
    if (mount.kind === "tmpfs" || (mount.kind === "volume" && mount.source === undefined))
      writable.push(mount.target);
    else if (mount.kind === "volume") claims.push(mount);
    else bind(mount, file.folder, source.isBuilt, { place, gaps, service: source.name });
  }
  for (const { target, text } of configsOf(source.raw, file, source.name, gaps))
    place(target, text);
  const [claim, ...others] = claims;
  for (const { source: volume = "", target } of others)
    gaps.add(
      "todo",
      source.name,
      `It mounts a second volume, ${volume} at ${target}, and a service has one. Join their folders, or keep the data in a store.`,
    );
  if (claim !== undefined && shared.has(claim.source ?? ""))
    gaps.add(
      "todo",
      source.name,
      `Other services mount the volume ${claim.source} too. A claim belongs to one service: keep shared files in a bucket or a store.`,
    );
  if (claim !== undefined)
    gaps.add("guess", source.name, `The volume at ${claim.target} has 10Gi.`);
  return {
    volume: claim && { path: claim.target, storage: "10Gi" },
    files,
    writable: outermost(writable),
  };
}

/** Folders without those that are inside another one. */
const outermost = (folders: readonly string[]): readonly string[] =>
  [...new Set(folders)].filter(
    (one) => !folders.some((other) => one !== other && one.startsWith(`${other}/`)),
  );

interface Place {
  readonly place: (target: string, text: string) => void;
  readonly gaps: Gaps;
  readonly service: string;
}

/** A file or a small folder of texts becomes files of the service. Sources of a built image are in the image. */
function bind(
  mount: Mount,
  folder: string,
  isBuilt: boolean,
  { place, gaps, service }: Place,
): void {
  const { source = "", target } = mount;
  if (ofMachine.test(source)) return;
  const path = resolve(folder, source);
  const said = `The mount of ${source} at ${target}`;
  if (/^[~/]/.test(source) || !existsSync(path)) {
    gaps.add(
      "todo",
      service,
      `${said} is not beside the Compose file. Write a file, a volume, or leave it out.`,
    );
    return;
  }
  const isOne = isFile(path);
  const found = isOne ? [path] : filesBelow(path);
  const texts = found?.map((one) => [one, textOf(one)] as const) ?? [];
  const bytes = texts.reduce((sum, [, text = ""]) => sum + text.length, 0);
  const isText = texts.length > 0 && texts.every(([, text]) => text !== undefined);
  if (!isText || bytes > most.bytes) {
    const reason = isBuilt ? "holds the sources, which are in the built image" : "is no small text";
    gaps.add(isBuilt ? "left" : "todo", service, `${said} ${reason}.`);
    return;
  }
  if (!isOne && isBuilt) {
    gaps.add("left", service, `${said} is taken for sources, which are in the built image.`);
    return;
  }
  for (const [one, text = ""] of texts)
    place(isOne ? target : join(target, relative(path, one)), text);
}

/** Files of a folder and its folders; undefined if there are too many. */
function filesBelow(folder: string): readonly string[] | undefined {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return all.length > most.files ? undefined : all.map((one) => join(one.parentPath, one.name));
}

/** A file's text; undefined for other content. */
function textOf(path: string): string | undefined {
  const bytes = readFileSync(path);
  const text = bytes.toString("utf8");
  return bytes.includes(0) || text.includes("\uFFFD") ? undefined : text;
}

/** A name for a file in the system's folder. The same text of two services is one file. */
function freeFile(service: string, name: string, text: string, own: OwnFiles): string {
  const safe = name.replaceAll(/[^\w.-]/g, "-").replace(/^\.+/, "") || "file";
  const isCode = /\.(ts|js|cjs|mjs|sh|go|md)$/.test(safe);
  for (const candidate of [
    safe,
    `${service}-${safe}`,
    ...Array.from({ length: 50 }, (_, n) => `${service}-${n + 2}-${safe}`),
  ]) {
    // files that are code would be held to the project's own style
    const free = isCode ? `${candidate}.txt` : candidate;
    const before = own.get(free);
    if (before !== undefined && before !== text) continue;
    own.set(free, text);
    return free;
  }
  throw new Error(`${service}: too many files are named ${name}`);
}

/** Files of `configs`. Those of `secrets` are listed: a secret is a variable here. */
function configsOf(raw: Fields, file: ComposeFile, service: string, gaps: Gaps) {
  for (const secret of asList(raw["secrets"])) {
    const name = asText(typeof secret === "object" ? fields(secret)["source"] : secret) ?? "";
    gaps.add(
      "todo",
      service,
      `It reads the secret ${name} as a file. Hanok gives secrets as variables: name one below secrets.`,
    );
  }
  return asList(raw["configs"]).flatMap((config) => {
    const name = asText(typeof config === "object" ? fields(config)["source"] : config) ?? "";
    const target = asText(fields(config)["target"]) ?? `/${name}`;
    const { content, file: path, environment } = fields(file.configs[name]);
    if (typeof content === "string") return [{ target, text: content }];
    if (typeof environment === "string")
      return [{ target, text: file.variables.get(environment) ?? "" }];
    const full = typeof path === "string" ? join(file.folder, path) : "";
    const text = isFile(full) ? textOf(full) : undefined;
    if (text === undefined)
      gaps.add("todo", service, `The config ${name} is not a text beside the Compose file.`);
    return text === undefined ? [] : [{ target, text }];
  });
}
