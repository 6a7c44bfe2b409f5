import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { checkSystem } from "../../apps/check.ts";
import { systems as everySystem } from "../../apps/index.ts";
import type { System } from "../../apps/system.ts";
import { once } from "../../components/check/parse.ts";
import { validateKubeconfig } from "../../components/cluster/kubeconfig.ts";
import { type ValidationIssue, hidden, throwIfInvalid } from "../../components/validation.ts";
import { validateSettings, notYet } from "./environment.ts";
import { isForeign } from "./layers.ts";
import { fromFile, fromProgram, type Raw } from "./read.ts";
import type { Environment } from "./schema.ts";
import { readStackFile } from "./yaml.ts";

type Catalogue = Readonly<Record<string, System>>;

/**
 * The environment of the running program. Everything is checked before the first resource: the settings, the systems
 * that run here, that this version can build it, and the files that it names. Warnings go to Pulumi's log.
 * @throws ValidationError with everything that is wrong
 */
export function loadEnvironment(catalogue: Catalogue = everySystem): Environment {
  const raw = fromProgram(pulumi.runtime.allConfig(), isSecret);
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  // the CLI hands over what it read; what it changed is seen in the file alone
  const changed = existsSync(file) ? readStackFile(readFileSync(file, "utf8"), file).issues : [];
  const found = validate(pulumi.getStack(), raw, catalogue, {
    changed,
    further: (environment) => {
      const later = notYet(environment);
      return later.length > 0 ? later : validateFiles(environment);
    },
  });
  found.warnings.forEach((warning) => void pulumi.log.warn(warning));
  return found.environment;
}

/** What `stackEnvironment` may be told beside the stack. */
export interface StackOptions {
  /**
   * Settings that take the place of the file's, `hanok:cluster`. The file's own are checked all the same; its secrets
   * are neither asked for nor read.
   */
  readonly overrides?: Raw;
  /** @default apps/index.ts */
  readonly catalogue?: Catalogue;
}

/**
 * The environment that `pulumi up --stack <stack>` would load, read from the files alone. With `overrides`, even an
 * empty one, it also tells what this version cannot build yet.
 * @param root folder of the project
 * @throws ValidationError with everything that is wrong
 */
export function stackEnvironment(
  stack: string,
  root: string,
  { overrides, catalogue = everySystem }: StackOptions = {},
): Environment {
  const file = `Pulumi.${stack}.yaml`;
  const path = join(root, file);
  if (!/^[\w.-]+$/.test(stack) || !existsSync(path)) {
    const known = stacksIn(root).join(", ");
    const remedy = `There are ${known || "none yet"}; a new one is one more such file.`;
    throwIfInvalid([{ key: "stack", value: stack, problem: `has no ${file}`, remedy }]);
  }
  const content = readStackFile(readFileSync(path, "utf8"), file);
  const changed = content.issues;
  const raw = fromFile(content);
  if (overrides === undefined) return validate(stack, raw, catalogue, { changed }).environment;
  const { issues } = validateSettings(stack, raw, catalogue, { asksSecrets: false });
  throwIfInvalid(once([...changed, ...issues]));
  const cluster = overrides["hanok:cluster"];
  const disclosed = Object.entries(raw).filter(
    ([key, value]) => value !== hidden && !isForeign(key.replace("hanok:", ""), cluster),
  );
  const settings = { ...Object.fromEntries(disclosed), ...overrides };
  return validate(stack, settings, catalogue, { further: notYet }).environment;
}

interface Further {
  /** Issues of the file that the settings stand in. */
  readonly changed?: readonly ValidationIssue[];
  /** Asked where the settings are right. */
  readonly further?: (environment: Environment) => readonly ValidationIssue[];
}

/** Settings and systems together, so that one run tells everything. */
function validate(
  stack: string,
  raw: Raw,
  catalogue: Catalogue,
  { changed = [], further = () => [] }: Further,
) {
  const { issues, found } = validateSettings(stack, raw, catalogue);
  const checks = (found?.systems ?? Object.keys(catalogue)).flatMap((name) => {
    const system = catalogue[name];
    return system === undefined ? [] : [checkSystem(system, found)];
  });
  throwIfInvalid([
    ...once([...changed, ...issues]),
    ...checks.flatMap((check) => check.issues),
    ...(found === undefined ? [] : further(found)),
  ]);
  if (found === undefined) throw new Error("settings without an issue make no environment");
  return { environment: found, warnings: checks.flatMap((check) => check.warnings) };
}

function validateFiles({
  cluster,
  charts,
  gatewayApi,
  profile,
}: Environment): readonly ValidationIssue[] {
  const isFolder = (path: string): boolean =>
    statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return [
    ...(cluster.kind === "existing" ? validateKubeconfig(cluster) : []),
    ...(gatewayApi.kind === "file" && !existsSync(resolve(gatewayApi.path))
      ? [
          {
            key: "hanok:gatewayApi.path",
            value: gatewayApi.path,
            problem: "is not a file",
            remedy:
              "Write the path of a copy of https://github.com/kubernetes-sigs/gateway-api/releases, standard-install.yaml.",
          },
        ]
      : []),
    ...(charts.kind === "folder" && !isFolder(charts.path)
      ? [
          {
            key: "hanok:charts.path",
            value: charts.path,
            problem: "is not a folder",
            remedy:
              profile === "local"
                ? "Start the sandbox, which makes it: make sandbox."
                : "Write the path of a folder with one folder a chart.",
          },
        ]
      : []),
  ];
}

/** Pulumi knows which keys are secret, but gives the answer no type. */
function isSecret(key: string): boolean {
  const { isConfigSecret }: Readonly<Record<string, unknown>> = { ...pulumi.runtime };
  if (typeof isConfigSecret !== "function") throw new Error("this Pulumi has no isConfigSecret");
  return Reflect.apply(isConfigSecret, undefined, [key]) === true;
}

function stacksIn(root: string): string[] {
  return existsSync(root)
    ? readdirSync(root).flatMap((name) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(name)?.[1] ?? [])
    : [];
}
