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
 * Makes the sandbox's API server the endpoint of every cluster in the simulated EKS.
 * @returns the address of the API server
 * @throws Error if the kubeconfig names no server
 */
export function lendApiServer({ kubeconfig, cloud }: Paths): string {
  const { clusters }: Kubeconfig = parse(readFileSync(kubeconfig, "utf8"));
  const { server, "certificate-authority-data": certificateAuthority } =
    clusters?.[0]?.cluster ?? {};
  if (server === undefined || certificateAuthority === undefined)
    throw new Error(`${kubeconfig}: no server or no certificate authority; run make sandbox`);
  writeApiServer(cloud, defaultAccount, { server, certificateAuthority, kubeconfig });
  return server;
}

/**
 * Replaces the old address of the API server everywhere in the state. The sandbox's port changes if another process took
 * it while the sandbox was stopped; a real EKS endpoint never changes.
 *
 * @returns the same object if nothing changed
 */
export function moved<T extends DeploymentState>(deployment: T, server: string): T {
  const old = (deployment.resources ?? [])
    .filter(({ type }) => type === eksTypes.cluster)
    .map(({ outputs }) => outputs?.["endpoint"])
    .filter((one) => typeof one === "string")
    .filter((one) => one !== server && isSandboxAddress(one));
  if (old.length === 0) return deployment;
  const text = old.reduce<string>(
    // the lookahead keeps a longer port with the same first digits
    (all, address) => all.replaceAll(new RegExp(`${escaped(address)}(?!\\d)`, "g"), server),
    JSON.stringify(deployment),
  );
  return JSON.parse(text);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
