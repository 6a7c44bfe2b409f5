import type { Quantity } from "../platform.ts";

const folderMebibytes = 256;

/** Room of one writable folder. A pod that writes more is evicted, instead of filling its node's disk. */
export const folderSize: Quantity = `${folderMebibytes}Mi`;

/** Logs that the kubelet keeps of a container: five files of 10 MiB (`containerLogMaxSize`), and as much again. */
const logMebibytes = 100;

/** Disk of a node that a pod may take, and what it usually takes: its logs. */
export function ephemeralStorage(folders: number): { request: Quantity; limit: Quantity } {
  return {
    request: `${logMebibytes}Mi`,
    limit: `${logMebibytes + folders * folderMebibytes}Mi`,
  };
}
