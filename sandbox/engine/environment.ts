import { delimiter, dirname, join } from "node:path";
import type { Paths } from "./paths.ts";
import { tuning } from "./tuning.ts";

/**
 * What a user's shell may hold and the sandbox must not obey: an account, a cluster, another backend,
 * a proxy of kubectl's, Helm's own folders. PULUMI_* is the engine's alone.
 */
const foreign =
  /^(AWS|PULUMI|HELM|KUBE|KUBERNETES|KWOK|TF|ARM|AZURE|GOOGLE|GCLOUD)(_|$)|^KUBECONFIG$/;

/** Path of an executable by its name; undefined when another package provides it. */
export type ToolPaths = Readonly<Record<string, string | undefined>>;

/**
 * The environment of the engine and of the program: the user's own, without what would lead out of the sandbox.
 * The folders of the tools come first on the PATH, so that the engine finds the very plugins that were made ready, the stand-ins
 * for AWS's before all.
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
    // no checksum file beside each file (https://pkg.go.dev/gocloud.dev/blob/fileblob#URLOpener)
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
 * Runs `work` while this process has the given environment and no other variable: the program runs in
 * process, and the engine's children inherit from it.
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
