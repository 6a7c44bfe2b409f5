import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiServer, CloudRecord } from "./model.ts";
import { eksTypes } from "./services/eks/types.ts";
import { Store } from "./store/store.ts";
import { text } from "./values.ts";

const fileIn = (home: string): string => join(home, "api-server.json");

/**
 * The Kubernetes API that stands in for EKS; undefined if none runs.
 * @param home `.sandbox/cloud`, an absolute path
 */
export function readApiServer(home: string): ApiServer | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(home), "utf8"));
  } catch {
    return undefined;
  }
}

/** An address of a sandbox's API server, even a former one. */
export const isSandboxAddress = (address: string): boolean =>
  /^https:\/\/127\.0\.0\.1:\d+$/.test(address);

/** Makes a Kubernetes API that of all EKS clusters. Existing clusters move to its address. */
export function writeApiServer(home: string, account: string, apiServer: ApiServer): void {
  const store = new Store(home, account);
  store.alone(() => {
    for (const record of store.all()) {
      const moved = movedTo(record, apiServer);
      if (moved !== undefined) store.write(moved);
    }
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const draft = `${fileIn(home)}.${process.pid}.tmp`;
    writeFileSync(draft, `${JSON.stringify(apiServer, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, fileIn(home));
  });
}

function movedTo(record: CloudRecord, { server }: ApiServer): CloudRecord | undefined {
  const endpoint = text(record.properties, "endpoint");
  if (record.type !== eksTypes.cluster || endpoint === undefined) return undefined;
  if (endpoint === server || !isSandboxAddress(endpoint)) return undefined;
  return { ...record, properties: { ...record.properties, endpoint: server } };
}
