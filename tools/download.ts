import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Paths } from "./paths.ts";
import { record } from "./stamp.ts";
import type { Pin } from "./pin.ts";

const probeMs = 2_000;
const downloadMs = 300_000;
const probes = [
  "https://dl.k8s.io/release/stable.txt",
  "https://get.pulumi.com/install.sh",
  "https://github.com/etcd-io/etcd/releases",
];

/** Whether the download servers can be reached; takes at most two seconds. */
export async function isReachable(): Promise<boolean> {
  const answers = probes.map(async (url) => {
    const signal = AbortSignal.timeout(probeMs);
    const { status } = await fetch(url, { method: "HEAD", redirect: "manual", signal });
    return status < 400;
  });
  return Promise.all(answers).then(
    (all) => all.every(Boolean),
    () => false,
  );
}

/** Path of a downloaded binary; undefined if kwokctl downloads it into its own cache. */
export function downloadedPath(pin: Pin, binary: string, paths: Paths): string | undefined {
  switch (pin.quick) {
    case "pulumi-cli":
      return join(paths.cli, "bin", binary);
    case "pulumi-plugin":
      return join(paths.pulumiHome, "plugins", pluginFolder(pin), binary);
    default:
      return undefined;
  }
}

/**
 * Downloads a pin.
 * @param pulumi path of the CLI that installs plugins
 * @throws Error if it fails or takes longer than five minutes
 */
export async function download(pin: Pin, paths: Paths, pulumi: string | undefined): Promise<void> {
  if (pin.quick === "pulumi-cli") await installCli(pin.version, paths.cli);
  if (pin.quick === "pulumi-plugin") await installPlugin(pin, paths, pulumi ?? "pulumi");
  record(paths.downloaded, pin.name, pin.version);
}

async function installCli(version: string, root: string): Promise<void> {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  const { default: SemVer } = await import("semver/classes/semver.js");
  const stop = new AbortController();
  const late = sleep(downloadMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`not completed within ${downloadMs / 1_000} s`);
  });
  try {
    await Promise.race([PulumiCommand.install({ version: new SemVer(version), root }), late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
}

async function installPlugin(pin: Pin, paths: Paths, pulumi: string): Promise<void> {
  const name = pin.name.replace("pulumi-resource-", "");
  await promisify(execFile)(pulumi, ["plugin", "install", "resource", name, pin.version], {
    env: { ...process.env, PULUMI_HOME: paths.pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: downloadMs,
  });
}

function pluginFolder(pin: Pin): string {
  return `${pin.name.replace(/^pulumi-/, "")}-v${pin.version}`;
}
