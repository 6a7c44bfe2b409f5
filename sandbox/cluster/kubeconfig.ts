import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { clusterName } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { writeFileWhole } from "./record.ts";

/**
 * Writes the administrator's kubeconfig with embedded keys, readable by its owner only.
 * @param path target file @default the sandbox's kubeconfig
 */
export function writeKubeconfig(layout: Layout, server: string, path = layout.kubeconfig): void {
  const data = (name: string): string => readFileSync(join(layout.pki, name)).toString("base64");
  const content = stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: clusterName, cluster: { server, "certificate-authority-data": data("ca.crt") } },
    ],
    users: [
      {
        name: clusterName,
        user: {
          "client-certificate-data": data("admin.crt"),
          "client-key-data": data("admin.key"),
        },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    "current-context": clusterName,
  });
  writeFileWhole(path, content);
}
