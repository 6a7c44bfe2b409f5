import { delimiter, dirname, join } from "node:path";
import type { Paths } from "./paths.ts";
import { tuning } from "./tuning.ts";

/**
 * Variables of the user's shell that could lead the sandbox to a real account, cluster, backend or proxy. Only the engine
 * sets PULUMI_*.
 */
const foreign =
  /^(AWS|PULUMI|HELM|KUBE|KUBERNETES|KWOK|TF|ARM|AZURE|GOOGLE|GCLOUD)(_|$)|^KUBECONFIG$/;

/** Path of an executable by its name; undefined if another package provides it. */
export type ToolPaths = Readonly<Record<string, string | undefined>>;

/**
 * The environment of the engine and the program: the user's variables without those that lead out of the sandbox.
 * The PATH starts with the stand-ins for the AWS providers, then the tools, so the engine finds exactly these plugins.
 */
export function sandboxEnvironment(
  user: Readonly<NodeJS.ProcessEnv>,
  paths: Paths,
  tools: ToolPaths,
): Record<string, string> {
  const kept = Object.entries(user).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  );
  const folders = Object.values(tools).flatMap((path) =>
    path === undefined ? [] : [dirname(path)],
  );
  const path = [...new Set([join(paths.cloud, "bin"), paths.bin, ...folders])].join(delimiter);
  return {
    ...Object.fromEntries(kept),
    PATH: `${path}${delimiter}${user["PATH"] ?? ""}`,
    // no checksum file for each file (https://pkg.go.dev/gocloud.dev/blob/fileblob#URLOpener)
    PULUMI_BACKEND_URL: `file://${paths.state}?metadata=skip`,
    PULUMI_HOME: paths.pulumi,
    PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
    ...tuning,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    HELM_CACHE_HOME: `${paths.pulumi}/helm/cache`,
    HELM_CONFIG_HOME: `${paths.pulumi}/helm/config`,
    HELM_DATA_HOME: `${paths.pulumi}/helm/data`,
  };
}

/**
 * Runs `work` with exactly the given environment variables. The program runs in this process, and the engine's children
 * inherit its environment.
 */
export async function withEnvironment<T>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  replace(environment);
  try {
    return await work();
  } finally {
    replace(before);
  }
}

function replace(variables: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
}
