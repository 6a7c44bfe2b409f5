import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { CloudRecord } from "../model.ts";
import { withLockSync } from "../../../tools/lock.ts";

interface Cached {
  readonly stamp: string;
  readonly record: CloudRecord;
}

/** Stores the records of one account as JSON files, so that a developer can read, change and delete them. */
export class Store {
  readonly folder: string;
  /** `.sandbox/cloud`. */
  readonly home: string;
  private readonly cache = new Map<string, Cached>();

  /** @param home `.sandbox/cloud`, an absolute path */
  constructor(home: string, account: string) {
    this.home = home;
    this.folder = join(home, "accounts", account);
  }

  /** Runs a function alone in the cloud, over all processes. */
  alone<T>(work: () => T): T {
    return withLockSync(join(this.home, "cloud.lock"), work);
  }

  read(region: string, type: string, id: string): CloudRecord | undefined {
    return this.load(this.fileOf(region, type, id));
  }

  list(region: string, type: string): readonly CloudRecord[] {
    const folder = this.folderOf(region, type);
    return filesIn(folder).flatMap((name) => this.load(join(folder, name)) ?? []);
  }

  /** All records of all regions. */
  all(): readonly CloudRecord[] {
    return filesIn(this.folder).flatMap((region) =>
      filesIn(join(this.folder, region)).flatMap((type) =>
        filesIn(join(this.folder, region, type)).flatMap(
          (name) => this.load(join(this.folder, region, type, name)) ?? [],
        ),
      ),
    );
  }

  write(record: CloudRecord): void {
    const file = this.fileOf(record.region, record.type, record.id);
    mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    const next = `${file}.${process.pid}.tmp`;
    writeFileSync(next, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
    renameSync(next, file);
  }

  remove({ region, type, id }: Pick<CloudRecord, "region" | "type" | "id">): void {
    rmSync(this.fileOf(region, type, id), { force: true });
  }

  /** Number of creations with this key, from 1. It is never reset, so that no identifier repeats. */
  nextGeneration(key: string): number {
    const folder = join(this.home, "generations");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, createHash("sha256").update(key).digest("hex").slice(0, 32));
    const next = Number.parseInt(contentOf(file) ?? "0", 10) + 1;
    writeFileSync(file, `${next}\n`);
    return next;
  }

  /** Folder of a type's records. */
  folderOf(region: string, type: string): string {
    return join(this.folder, region, slug(type));
  }

  private fileOf(region: string, type: string, id: string): string {
    return join(this.folderOf(region, type), `${fileName(id)}.json`);
  }

  /** Rereads only changed files, because a deletion checks all possible dependants. */
  private load(file: string): CloudRecord | undefined {
    if (!file.endsWith(".json")) return undefined;
    const stamp = stampOf(file);
    if (stamp === undefined) return undefined;
    const cached = this.cache.get(file);
    if (cached?.stamp === stamp) return cached.record;
    const record: CloudRecord = JSON.parse(readFileSync(file, "utf8"));
    this.cache.set(file, { stamp, record });
    return record;
  }
}

function slug(type: string): string {
  return type.replaceAll(/[:/]/g, ".");
}

/** File name of an identifier, which may contain slashes (ARNs) and be longer than a file name. */
function fileName(id: string): string {
  const name = encodeURIComponent(id).replaceAll("*", "%2A");
  return name.length <= 200
    ? name
    : `${name.slice(0, 160)}-${createHash("sha256").update(id).digest("hex").slice(0, 32)}`;
}

function stampOf(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.mtimeNs}-${stat.ino}-${stat.size}`;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The key of the hashes, random for each clone, mode 0600. */
export function hashKey(home: string): string {
  const file = join(home, "hash.key");
  return withLockSync(join(home, "cloud.lock"), () => {
    const known = contentOf(file);
    if (known !== undefined) return known.trim();
    const key = randomBytes(32).toString("hex");
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    return key;
  });
}
