import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isSandboxAddress, writeApiServer } from "../cloud/api-server.ts";
import { defaultAccount } from "../cloud/caller.ts";
import { eksTypes } from "../cloud/services/eks/types.ts";
import type { DeploymentState } from "./pending.ts";
import type { Paths } from "./paths.ts";

interface Kubeconfig {
  readonly clusters?: readonly {
    readonly cluster?: { readonly server?: string; readonly "certificate-authority-data"?: string };
  }[];
}

/**
 * Makes the sandbox's API server the one of every cluster of the simulated EKS.
 * @returns its address
 * @throws Error where no cluster was started
 */
export function lendApiServer({ kubeconfig, cloud }: Paths): string {
  const { clusters }: Kubeconfig = parse(readFileSync(kubeconfig, "utf8"));
  const { server, "certificate-authority-data": certificateAuthority } =
    clusters?.[0]?.cluster ?? {};
  if (server === undefined || certificateAuthority === undefined)
    throw new Error(`${kubeconfig}: it names no server, or no authority of it`);
  writeApiServer(cloud, defaultAccount, { server, certificateAuthority, kubeconfig });
  return server;
}

/**
 * A state whose EKS clusters have the API server's address of now: the sandbox's moves when another process took its port while it was
 * stopped, and the real one never does. The old address stands in whatever was made of it, so all of the state is looked through.
 *
 * @returns the same object where nothing has to move
 */
export function moved<T extends DeploymentState>(deployment: T, server: string): T {
  const old = (deployment.resources ?? [])
    .filter(({ type }) => type === eksTypes.cluster)
    .map(({ outputs }) => outputs?.["endpoint"])
    .filter((one) => typeof one === "string")
    .filter((one) => one !== server && isSandboxAddress(one));
  if (old.length === 0) return deployment;
  const text = old.reduce<string>(
    // no other port begins with these digits
    (all, address) => all.replaceAll(new RegExp(`${escaped(address)}(?!\\d)`, "g"), server),
    JSON.stringify(deployment),
  );
  return JSON.parse(text);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
