import { createHash } from "node:crypto";
import { createServer } from "node:net";

/** Ports of one cluster on 127.0.0.1, named like kwokctl's options. */
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
 * Below the ephemeral ports of Linux (from 32768) and macOS (from 49152), which an outgoing connection could take before a
 * component listens.
 */
const range = { first: 20_000, count: 12_000 } as const;

const listens = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Whether a port is free on the loopback address and on all interfaces. */
export const isFree = async (port: number): Promise<boolean> =>
  (await listens(port, "127.0.0.1")) && (await listens(port, "0.0.0.0"));

export async function areFree(ports: Ports): Promise<boolean> {
  for (const name of names) if (!(await isFree(ports[name]))) return false;
  return true;
}

/** Where the search starts. It differs between homes, so that clones that start together do not collide. */
export const firstCandidate = (home: string, attempt: number): number =>
  createHash("sha256").update(`${attempt} ${home}`).digest().readUInt32BE(0) % range.count;

/**
 * Finds free ports by trying to listen on them.
 * @param attempt each number starts the search at another port
 * @throws Error if too few ports are free
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
      `no ${names.length} free ports on 127.0.0.1 between ${range.first} and ${range.first + range.count}; end some servers`,
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
