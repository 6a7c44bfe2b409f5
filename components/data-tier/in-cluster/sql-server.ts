import type { Probe } from "../engine.ts";

/** Directory of the server's socket and PID file, in both images. */
export const runDirectory = "/run/mysqld";

/** Data directory of both images. It is below the claim's root, whose `lost+found` would make `--initialize` fail. */
export const sqlData = { path: "/var/lib/mysql", subPath: "data" } as const;

/** A probe of a MySQL-like server. It is cheap, so it may run often. */
export function sqlProbe(...command: string[]): Probe {
  return { command, periodSeconds: 10, timeoutSeconds: 5 };
}
