import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setInterval } from "node:timers";
import { connect } from "./cluster/api.ts";
import type { Api } from "./cluster/api.ts";
import { accountSide } from "./cluster/aws/account.ts";
import { startAddons } from "./cluster/aws/addon-controller.ts";
import { startNodeGroups } from "./cluster/aws/node-group-controller.ts";
import { startPodIdentities } from "./cluster/aws/pod-identities.ts";
import { startGateways } from "./cluster/gateway-controller.ts";
import type { ControllerSettings } from "./cluster/controllers-process.ts";
import { layoutOf } from "./cluster/layout.ts";
import type { Layout } from "./cluster/layout.ts";
import { readRecord, writeFileWhole } from "./cluster/record.ts";
import { until } from "./cluster/until.ts";
import { startVolumes } from "./cluster/volume-controller.ts";
import { defaultAccount } from "./cloud/caller.ts";
import { startKarpenter } from "./karpenter/controller.ts";

/**
 * The controllers process of the sandbox: volumes, and the status of gateways and routes. For a simulated EKS cluster also
 * nodes of node groups, add-ons, load balancers, and the real Karpenter with its instances.
 * Arguments: fingerprint, settings, `--hanok-sandbox=<home>`. It ends when the cluster's folder is removed.
 */
const [fingerprint = "", given = "{}", mark = ""] = process.argv.slice(2);
const settings: ControllerSettings = JSON.parse(given);
const layout = layoutOf(mark.replace(/^--hanok-sandbox=/, ""));

/** Size on disk in bytes above which a component's log is truncated. */
const largestLog = 64 * 2 ** 20;

const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

let current: { readonly port: number; readonly id: string; readonly api: Api } | undefined;

/** A client for the API server at its current port. */
function api(): Api {
  const record = readRecord(layout);
  if (record === undefined) throw new Error(`no ${layout.record}`);
  const port = record.ports.kubeApiserverPort;
  if (current?.port !== port || current.id !== record.id) {
    current?.api.close();
    current = { port, id: record.id, api: connect(layout, port) };
  }
  return current.api;
}

/** Components keep their write position, so a truncated file becomes sparse and needs no space. */
function shortenLogs(): void {
  for (const name of readdirSync(layout.logs)) {
    const path = join(layout.logs, name);
    if (statSync(path).blocks * 512 > largestLog) truncateSync(path, 0);
  }
  if (statSync(layout.controllersLog).size > largestLog) truncateSync(layout.controllersLog, 0);
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

function endWhenGone(of: Layout): void {
  if (!exists(of.root) || !exists(of.record)) {
    log("the cluster is gone; ending");
    process.exit(0);
  }
}

const region = readRecord(layout)?.region;
if (region === undefined) throw new Error(`${layout.record}: no cluster; run make sandbox`);
setInterval(() => endWhenGone(layout), 2_000);
setInterval(() => {
  try {
    shortenLogs();
  } catch (error) {
    log(String(error));
  }
}, 60_000);

const account = accountSide(layout, region);
startNodeGroups(api, account, log);
startAddons(api, account, log);
startPodIdentities(api, account, log);
const karpenter = startKarpenter({
  ...{ layout, api, region, log, account: defaultAccount },
  ...{ binary: settings.karpenter, timeFactor: settings.timeFactor },
});
const watched = [
  ...startVolumes(api, account, log),
  ...startGateways(api, account, log),
  karpenter,
];
until("all kinds are watched", 3600, () => watched.every(({ synced }) => synced))
  .then(() => {
    writeFileWhole(layout.controllers, JSON.stringify({ pid: process.pid, fingerprint }));
    log("watching");
  })
  .catch((error: unknown) => log(String(error)));
