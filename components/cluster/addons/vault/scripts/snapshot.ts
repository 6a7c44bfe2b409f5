import { gunzipSync } from "node:zlib";
import { type Credentials, signed } from "./aws.ts";
import { send } from "./http.ts";
import { Server } from "./server.ts";

/** Role of the snapshots. */
export const snapshotRole = "hanok-snapshots";

/** Where snapshots go, and from which servers they come. */
export interface SnapshotPlan {
  readonly servers: readonly string[];
  readonly region: string;
  readonly bucket: string;
  /** @default the bucket's own host */
  readonly endpoint?: string;
}

/**
 * Takes a snapshot of the active server, and puts it into the bucket.
 * @param jwt token of the CronJob's service account
 * @returns its key
 * @throws Error if no server is active, or the snapshot is not whole
 */
export async function snapshot(
  { servers, region, bucket, endpoint }: SnapshotPlan,
  jwt: string,
  credentials: Credentials,
  { ca, now = new Date() }: { readonly ca?: string; readonly now?: Date } = {},
): Promise<string> {
  const active = await activeOf(servers.map((address) => new Server(address, ca)));
  const token = await active.login(snapshotRole, jwt);
  const taken = await active.ask("GET", "sys/storage/raft/snapshot", token);
  if (taken.status !== 200)
    throw new Error(`${active.address} gives no snapshot: HTTP ${taken.status}`);
  const content = taken.body;
  // throws for a part of an archive
  if (!gunzipSync(content).includes("SHA256SUMS"))
    throw new Error(`${active.address} gave another thing than a snapshot`);
  const key = `${now.toISOString().replaceAll(/[:.]/g, "-")}.snap`;
  const host = endpoint ?? `https://${bucket}.s3.${region}.amazonaws.com`;
  const call = { method: "PUT", url: `${host}/${key}`, body: content, timeoutSeconds: 300 };
  const { status, body } = await send(signed(call, credentials, { region, service: "s3" }));
  if (status !== 200)
    throw new Error(`${host}/${key} cannot be written: HTTP ${status}, ${body.toString()}`);
  await active.call("POST", "auth/token/revoke-self", { token });
  return key;
}

async function activeOf(servers: readonly Server[]): Promise<Server> {
  for (const server of servers)
    if ((await server.health().catch(() => "other")) === "active") return server;
  throw new Error(`none of ${servers.map(({ address }) => address).join(", ")} is active`);
}
