import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnvFile } from "./interpolate.ts";
import { asList, asText, type ComposeFile, type Fields, fields, isFile, pairs } from "./read.ts";
import { commandWords } from "./words.ts";

/** A mount of a service. An anonymous volume has no source. */
export interface Mount {
  readonly kind: "volume" | "bind" | "tmpfs";
  readonly source: string | undefined;
  readonly target: string;
}

/** What a Dockerfile says about the image that it builds. */
export interface Dockerfile {
  /** Base image of the stage that runs. */
  readonly base: string;
  readonly user: string | undefined;
  readonly ports: readonly number[];
}

/** A service of a Compose file, with one form for each thing that it says. */
export interface ComposeService {
  /** Name in the Compose file. */
  readonly name: string;
  /** All names that other services may call it by. */
  readonly hosts: readonly string[];
  /** Image with its tag, or undefined if it is built only. */
  readonly image: string | undefined;
  readonly dockerfile: Dockerfile | undefined;
  readonly isBuilt: boolean;
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly environment: ReadonlyMap<string, string>;
  /** Files of `env_file` that do not exist. */
  readonly missingFiles: readonly string[];
  /** Variables that are passed on from the machine, and have no value in `.env`. */
  readonly unset: readonly string[];
  /** Ports of the container; the published ones first. */
  readonly ports: readonly { readonly target: number; readonly published: string | undefined }[];
  readonly mounts: readonly Mount[];
  /** Texts of the small files that it mounts. */
  readonly mountedTexts: readonly string[];
  /** Services that it waits for, with the condition. */
  readonly dependsOn: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly profiles: readonly string[];
  readonly raw: Fields;
}

/** Reads one service of a Compose file. */
export function readService(name: string, raw: Fields, file: ComposeFile): ComposeService {
  const environment = environmentOf(raw, file);
  return {
    name,
    hosts: hostsOf(name, raw),
    image: asText(raw["image"]),
    dockerfile: raw["build"] === undefined ? undefined : dockerfileOf(raw["build"], file.folder),
    isBuilt: raw["build"] !== undefined && raw["build"] !== null,
    command: commandWords(raw["command"]),
    entrypoint: commandWords(raw["entrypoint"]),
    ...environment,
    ports: portsOf(raw),
    mounts: mountsOf(raw),
    mountedTexts: mountedTexts(mountsOf(raw), file.folder),
    dependsOn: dependenciesOf(raw),
    labels: pairsOf(raw["labels"]),
    profiles: asList(raw["profiles"]).map(String),
    raw,
  };
}

function hostsOf(name: string, raw: Fields): readonly string[] {
  const aliases = Object.values(fields(raw["networks"])).flatMap((network) =>
    asList(fields(network)["aliases"]),
  );
  const names = [name, raw["container_name"], raw["hostname"], ...aliases];
  return [...new Set(names.flatMap((one) => asText(one) ?? []))];
}

const entriesOf = (value: unknown): readonly (readonly [string, string | undefined])[] =>
  Object.entries(pairs(value)).map(([name, text]) => [name, asText(text)] as const);

const pairsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(entriesOf(value).map(([name, text]) => [name, text ?? ""]));

function environmentOf(raw: Fields, { folder, variables }: ComposeFile) {
  const environment = new Map<string, string>();
  const missingFiles: string[] = [];
  const unset: string[] = [];
  for (const entry of asList(raw["env_file"])) {
    const path = asText(typeof entry === "object" ? fields(entry)["path"] : entry) ?? "";
    if (!isFile(join(folder, path))) missingFiles.push(path);
    else
      for (const [key, value] of parseEnvFile(readFileSync(join(folder, path), "utf8")))
        environment.set(key, value);
  }
  for (const [key, value] of entriesOf(raw["environment"])) {
    const known = value ?? variables.get(key) ?? environment.get(key);
    if (known === undefined) unset.push(key);
    else environment.set(key, known);
  }
  return { environment, missingFiles, unset };
}

/** `"127.0.0.1:8080:80/tcp"`, `"9000-9002:9000-9002"`, `80`, or `{ target: 80, published: 8080 }`. UDP is left out. */
function portsOf(raw: Fields): ComposeService["ports"] {
  const published = asList(raw["ports"]).flatMap((port) => {
    if (typeof port === "object") {
      const { target, published: outer, protocol = "tcp" } = fields(port);
      return protocol === "udp" ? [] : [{ target: Number(target), published: asText(outer) }];
    }
    const [range = "", protocol = "tcp"] = (asText(port) ?? "").split("/");
    const parts = range.split(":");
    const [first = "", last = first] = (parts.at(-1) ?? "").split("-");
    if (protocol === "udp") return [];
    const outer = parts.length > 1 ? parts.at(-2) : undefined;
    return Number(first) === Number(last)
      ? [{ target: Number(first), published: outer }]
      : [Number(first), Number(last)].map((target) => ({ target, published: outer }));
  });
  const exposed = asList(raw["expose"]).map((port) => ({
    target: Number(String(port).split("/")[0]),
    published: undefined,
  }));
  const seen = new Set<number>();
  return [...published, ...exposed].filter(({ target }) => {
    const isNew = Number.isInteger(target) && target > 0 && !seen.has(target);
    seen.add(target);
    return isNew;
  });
}

function mountsOf(raw: Fields): readonly Mount[] {
  const mounts = asList(raw["volumes"]).flatMap((entry): Mount[] => {
    if (typeof entry === "object") {
      const { type, source, target } = fields(entry);
      const kind = type === "bind" || type === "tmpfs" ? type : "volume";
      return target === undefined
        ? []
        : [{ kind, source: asText(source), target: asText(target) ?? "" }];
    }
    const [first = "", second] = (asText(entry) ?? "").split(":");
    if (!second?.startsWith("/")) return [{ kind: "volume", source: undefined, target: first }];
    const kind = /^[./~]/.test(first) ? "bind" : "volume";
    return [{ kind, source: first, target: second }];
  });
  const temporary = asList(raw["tmpfs"]).map((entry): Mount => {
    const [target = ""] = String(entry).split(":");
    return { kind: "tmpfs", source: undefined, target };
  });
  return [...mounts, ...temporary].map((mount) => ({
    ...mount,
    target: mount.target.replace(/(?<=.)\/+$/, ""),
  }));
}

function mountedTexts(mounts: readonly Mount[], folder: string): readonly string[] {
  return mounts.flatMap(({ kind, source = "" }) => {
    const path = join(folder, source);
    const isSmall = kind === "bind" && isFile(path) && statSync(path).size < 100_000;
    return isSmall ? [readFileSync(path, "utf8")] : [];
  });
}

function dependenciesOf(raw: Fields): ReadonlyMap<string, string> {
  const started = "service_started";
  const listed = Array.isArray(raw["depends_on"])
    ? raw["depends_on"].map((name) => [String(name), started] as const)
    : Object.entries(fields(raw["depends_on"])).map(
        ([name, how]) => [name, asText(fields(how)["condition"]) ?? started] as const,
      );
  const links = asList(raw["links"]).map(
    (link) => [String(link).split(":")[0] ?? "", started] as const,
  );
  return new Map([...links, ...listed]);
}

/** Reads the Dockerfile of a build, of its `target` or its last stage. */
function dockerfileOf(build: unknown, folder: string): Dockerfile | undefined {
  const {
    context = ".",
    dockerfile = "Dockerfile",
    target,
  } = typeof build === "string" ? { context: build } : fields(build);
  const path = join(folder, asText(context) ?? ".", asText(dockerfile) ?? "Dockerfile");
  if (!isFile(path)) return undefined;
  const stages: { name: string; base: string; user: string | undefined; ports: number[] }[] = [];
  const parameters = new Map<string, string>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [, word = "", rest = ""] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    const stage = stages.at(-1);
    const filled = rest.replaceAll(
      /\$\{?(\w+)[^}\s/:]*\}?/g,
      (_, name: string) => parameters.get(name) ?? "",
    );
    const [, image = "", , name = ""] =
      /^(?:--platform=\S+\s+)?(\S+)(\s+as\s+(\S+))?/i.exec(filled) ?? [];
    const [key = "", value = ""] = rest.split("=");
    if (/^arg$/i.test(word)) parameters.set(key, value.replaceAll('"', ""));
    if (/^from$/i.test(word)) {
      const before = stages.find((one) => one.name === image);
      stages.push({
        name,
        base: before?.base ?? image,
        user: before?.user,
        ports: [...(before?.ports ?? [])],
      });
    } else if (stage && /^user$/i.test(word)) stage.user = filled;
    else if (stage && /^expose$/i.test(word))
      stage.ports.push(
        ...filled
          .split(/\s+/)
          .map((port) => Number.parseInt(port, 10))
          .filter(Boolean),
      );
  }
  const chosen = stages.find(({ name }) => name === target) ?? stages.at(-1);
  return chosen && { base: chosen.base, user: chosen.user, ports: chosen.ports };
}
