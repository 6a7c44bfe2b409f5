import { join } from "node:path";
import { setInterval } from "node:timers";
import type { Account } from "../cloud/resource/account.ts";
import type { Api } from "../cluster/api.ts";
import { writeKubeconfig } from "../cluster/kubeconfig.ts";
import type { Layout } from "../cluster/layout.ts";
import { watch } from "../cluster/watch.ts";
import type { Watched } from "../cluster/watch.ts";
import { podRole } from "./identity.ts";
import { wantedBy, type Deployment } from "./deployment.ts";
import type { Karpenter, Run } from "./process.ts";

/** Input of `startKarpenter`. */
export interface KarpenterOptions {
  readonly layout: Layout;
  readonly api: () => Api;
  readonly region: string;
  readonly account: string;
  /** Path of the Karpenter executable; undefined if it was not built. */
  readonly binary: string | undefined;
  /** Multiplies the seconds of an instance launch. */
  readonly timeFactor: number;
  readonly log: (line: string) => void;
}

interface Simulation {
  readonly endpoint: string;
  readonly cloud: Account;
  readonly karpenter: Karpenter;
}

/** Milliseconds between two checks; needed because the API server's address may change. */
const pause = 1_000;

/**
 * Runs the real Karpenter against the simulated EC2 API while its Deployment has a ready pod, and lets its instances join.
 * Nothing is loaded before the first Deployment named `karpenter`.
 */
export function startKarpenter(place: KarpenterOptions): Watched<Deployment> {
  const { layout, api, region, log } = place;
  let simulation: Promise<Simulation> | undefined;
  let isTold = false;

  const look = async (): Promise<void> => {
    const wanted = wantedBy(deployments.items.values());
    if (wanted === undefined) {
      (await simulation)?.karpenter.want(undefined);
      return;
    }
    if (place.binary === undefined) {
      if (simulation === undefined) log("karpenter: it was not built, so it creates no nodes");
      return;
    }
    simulation ??= simulate(place, place.binary);
    const { endpoint, cloud, karpenter } = await simulation;
    const kubeconfig = join(layout.root, "karpenter.kubeconfig");
    writeKubeconfig(layout, api().server, kubeconfig);
    const role = podRole(wanted, cloud);
    if (role === undefined && !isTold)
      log(`karpenter: namespace ${wanted.namespace} has no pod identity, so AWS denies access`);
    isTold = role === undefined;
    const run: Run = { ...wanted, kubeconfig, endpoint, region, role: role ?? "nobody" };
    karpenter.want(run);
  };
  const deployments = watch<Deployment>(
    api,
    "/apis/apps/v1/deployments",
    (one) => {
      if (one === undefined || one.metadata.name === "karpenter") run();
    },
    log,
  );
  const run = (): void => void look().catch((error: unknown) => log(String(error)));
  setInterval(() => simulation && run(), pause);
  return deployments;
}

async function simulate(place: KarpenterOptions, binary: string): Promise<Simulation> {
  const { layout, account, region, api, timeFactor, log } = place;
  const [{ startApi }, { startKubelets }, { Karpenter }, { Account }, { Store }] =
    await Promise.all([
      import("../cloud/api/server.ts"),
      import("./kubelets.ts"),
      import("./process.ts"),
      import("../cloud/resource/account.ts"),
      import("../cloud/store/store.ts"),
    ]);
  const home = join(layout.home, "cloud");
  const { url } = await startApi({ home, account, region, report: (line) => log(`aws: ${line}`) });
  log(`aws: ${url}`);
  const isGlobal = (type: string): boolean => type.startsWith("aws:iam/");
  const cloud = new Account(new Store(home, account), { account, region }, isGlobal);
  startKubelets(api, cloud, timeFactor, log);
  return { endpoint: url, cloud, karpenter: new Karpenter(layout, binary, log) };
}
