import { createHash } from "node:crypto";
import { createServer } from "node:net";

/** Ports of one cluster, all on 127.0.0.1, in the names of kwokctl's options. */
export interface Ports {
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly kubeApiserverPort: number;
  readonly kubeControllerManagerPort: number;
  readonly kubeSchedulerPort: number;
  readonly kwokControllerPort: number;
}

const names = [
  "etcdPort",
  "etcdPeerPort",
  "kubeApiserverPort",
  "kubeControllerManagerPort",
  "kubeSchedulerPort",
  "kwokControllerPort",
] as const satisfies readonly (keyof Ports)[];

/**
 * Below the ports that Linux (32768) and macOS (49152) give to outgoing connections: one of those could be taken by
 * a connection between the moment it was found free and the moment a component listens on it.
 */
const range = { first: 20_000, count: 12_000 } as const;

const listens = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Whether nobody listens on the port, on the loopback address or on all. */
export const isFree = async (port: number): Promise<boolean> =>
  (await listens(port, "127.0.0.1")) && (await listens(port, "0.0.0.0"));

export async function areFree(ports: Ports): Promise<boolean> {
  for (const name of names) if (!(await isFree(ports[name]))) return false;
  return true;
}

/** Where a home begins to search: clones that start at the same moment begin at different places. */
export const firstCandidate = (home: string, attempt: number): number =>
  createHash("sha256").update(`${attempt} ${home}`).digest().readUInt32BE(0) % range.count;

/**
 * Finds free ports by asking the operating system for each.
 * @param attempt another number begins elsewhere
 * @throws when the whole range is taken
 */
export async function findPorts(home: string, attempt: number): Promise<Ports> {
  const found: number[] = [];
  const begin = firstCandidate(home, attempt);
  for (let step = 0; step < range.count && found.length < names.length; step += 1) {
    const port = range.first + ((begin + step) % range.count);
    if (await isFree(port)) found.push(port);
  }
  const [etcdPort, etcdPeerPort, kubeApiserverPort, kubeControllerManagerPort, ...rest] = found;
  const [kubeSchedulerPort, kwokControllerPort] = rest;
  if (
    etcdPort === undefined ||
    etcdPeerPort === undefined ||
    kubeApiserverPort === undefined ||
    kubeControllerManagerPort === undefined ||
    kubeSchedulerPort === undefined ||
    kwokControllerPort === undefined
  ) {
    throw new Error(
      `no ${names.length} free ports on 127.0.0.1 between ${range.first} and ${range.first + range.count}`,
    );
  }
  return {
    etcdPort,
    etcdPeerPort,
    kubeApiserverPort,
    kubeControllerManagerPort,
    kubeSchedulerPort,
    kwokControllerPort,
  };
}
