import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { checkSystem } from "../../apps/check.ts";
import { validateBetween } from "../../apps/check/between.ts";
import { ruleWarnings } from "../../apps/check/load-balancer.ts";
import { sourceOf } from "../../apps/check/source.ts";
import { systems as everySystem } from "../../apps/index.ts";
import type { System } from "../../apps/system.ts";
import { once } from "../../components/check/parse.ts";
import { validateKubeconfig } from "../../components/cluster/kubeconfig.ts";
import { type ValidationIssue, hidden, throwIfInvalid } from "../../components/validation.ts";
import { validateSettings } from "./environment.ts";
import { isForeign } from "./layers.ts";
import { fromFile, fromProgram, type Raw } from "./read.ts";
import type { Environment } from "./schema.ts";
import { versionsOf } from "./versions.ts";
import { readStackFile } from "./yaml.ts";

type Catalogue = Readonly<Record<string, System>>;

/**
 * The environment of the running program. Validates settings, systems and referenced files before the first resource.
 * Warnings go to Pulumi's log.
 * @throws ValidationError with all issues
 */
export function loadEnvironment(catalogue: Catalogue = everySystem): Environment {
  const raw = fromProgram(pulumi.runtime.allConfig(), isSecret);
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  // values that the CLI changes are only visible in the file
  const changed = existsSync(file) ? readStackFile(readFileSync(file, "utf8"), file).issues : [];
  const found = validate(pulumi.getStack(), raw, catalogue, {
    changed,
    further: validateFiles,
  });
  found.warnings.forEach((warning) => void pulumi.log.warn(warning));
  return found.environment;
}

/** Options of `stackEnvironment`. */
export interface StackOptions {
  /** Replaces settings of the file, such as `hanok:cluster`. The file is validated anyway; its secrets are neither required nor read. */
  readonly overrides?: Raw;
  /** @default apps/index.ts */
  readonly catalogue?: Catalogue;
}

/**
 * The environment of `pulumi up --stack <stack>`, read from files only.
 * @param root folder of the project
 * @throws ValidationError with all issues
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
  return validate(stack, settings, catalogue, {}).environment;
}

/**
 * Registry and versions of the project's other stacks, from their files.
 * @param root folder of the project
 * @param systems those whose versions are asked for
 * @throws ValidationError if a file is not YAML
 */
export function otherStacks(
  stack: string,
  root: string,
  systems: readonly System[],
): readonly Pick<Environment, "registry" | "versions">[] {
  const catalogue = Object.fromEntries(systems.map((system) => [system.name, system]));
  return stacksIn(root)
    .filter((name) => name !== stack)
    .flatMap((name) => {
      const file = `Pulumi.${name}.yaml`;
      const raw = fromFile(readStackFile(readFileSync(join(root, file), "utf8"), file));
      const registry = raw["hanok:registry"];
      if (typeof registry !== "string") return [];
      const named = raw["hanok:versions"];
      return [{ registry, ...versionsOf(named, Object.keys(catalogue), catalogue, undefined) }];
    });
}

interface Further {
  /** Issues of the file. */
  readonly changed?: readonly ValidationIssue[];
  /** Further checks of valid settings. */
  readonly further?: (environment: Environment) => readonly ValidationIssue[];
}

/** Validates settings and systems together, to report all issues at once. */
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
  const running = (found?.systems ?? []).flatMap((name) => catalogue[name] ?? []);
  throwIfInvalid([
    ...once([...changed, ...issues]),
    ...[
      ...checks.flatMap((check) => check.issues),
      ...(checks.some((check) => check.issues.length > 0)
        ? []
        : validateBetween(running, Object.keys(catalogue))),
    ].map((issue) => ({ ...issue, source: sourceOf(issue.key) })),
    ...(found === undefined ? [] : further(found)),
  ]);
  if (found === undefined) throw new Error("settings without an issue make no environment");
  // a system's own check tells of its own routes
  const together = running.length > 1 ? ruleWarnings(running, found, "hanok:systems") : [];
  const ownWarnings = checks.flatMap((check) => check.warnings);
  return { environment: found, warnings: [...ownWarnings, ...together] };
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

/** Pulumi has this function but does not declare its type. */
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
