import type { RunRequest } from "@pulumi/pulumi/proto/language_pb.js";

/** How Node.js is started for one run of a program. */
export interface Invocation {
  /** Arguments of `node`. */
  readonly args: readonly string[];
  /** Variables in addition to the host's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Further input of the host. */
export interface HostContext {
  readonly engineAddress: string;
  /** Path of `@pulumi/pulumi/cmd/run`, resolved from the program's folder. */
  readonly runPath: string;
  /** Folder of the pipes for synchronous invokes. */
  readonly pipes: string;
}

/**
 * Arguments and variables in the order and form of pulumi-language-nodejs 3.259.0 (`constructArguments`,
 * `constructConfig`, `parseOptions` and `execRuntime` of sdk/nodejs/cmd/pulumi-language-nodejs/main.go), without debugger
 * and tracing. Quotes in `nodeargs` are not supported, because Pulumi.yaml has none.
 * @throws Error if the request names no program
 */
export function invocationOf(request: RunRequest, context: HostContext): Invocation {
  const info = request.getInfo();
  if (info === undefined) throw new Error("the engine named no program");
  const { typescript, nodeargs } = optionsOf(info.getOptions()?.toJavaScript() ?? {});
  const flag = (name: string, value: string) => (value === "" ? [] : [`--${name}`, value]);
  return {
    args: [
      ...nodeargs.split(/\s+/).filter((word) => word !== ""),
      context.runPath,
      ...flag("monitor", request.getMonitorAddress()),
      ...flag("engine", context.engineAddress),
      ...flag("sync", context.pipes),
      ...flag("organization", request.getOrganization()),
      ...flag("project", request.getProject()),
      ...flag("root-directory", info.getRootDirectory()),
      ...flag("stack", request.getStack()),
      ...flag("pwd", info.getProgramDirectory()),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      ...flag("parallel", String(request.getParallel())),
      info.getEntryPoint(),
      ...request.getArgsList(),
    ],
    env: {
      PULUMI_CONFIG: JSON.stringify(
        Object.fromEntries(
          request
            .getConfigMap()
            .toArray()
            .map(([key, value]) => [key.replace(":", ":config:"), value]),
        ),
      ),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    },
    cwd: info.getProgramDirectory(),
  };
}

/** `runtime.options` of Pulumi.yaml; TypeScript is on by default. */
function optionsOf({ typescript = true, nodeargs = "" }: Record<string, unknown>) {
  if (typeof typescript !== "boolean" || typeof nodeargs !== "string")
    throw new Error("runtime.options: typescript is a boolean, nodeargs a text");
  return { typescript, nodeargs };
}
