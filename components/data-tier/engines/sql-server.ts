import type { Probe } from "../engine.ts";

/** Folder of the server's socket and process number, in both images. */
export const runDirectory = "/run/mysqld";

/** Where both images keep their data. Below the claim's root, which holds a `lost+found` that `--initialize` refuses. */
export const sqlData = { path: "/var/lib/mysql", subPath: "data" } as const;

/** A probe of a MySQL-like server: cheap, so that it may come often. */
export function sqlProbe(...command: string[]): Probe {
  return { command, periodSeconds: 10, timeoutSeconds: 5 };
}
