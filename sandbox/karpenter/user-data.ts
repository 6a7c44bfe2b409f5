import { parse } from "yaml";
import type { Properties } from "../cloud/model.ts";
import type { Taint } from "../cluster/node.ts";
import { isObject, number, object, objects, text, texts } from "../cloud/values.ts";

/** The kubelet's settings in an instance's user data. */
export interface Kubelet {
  readonly clusterName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Maximum number of pods. @default limited by the type's addresses */
  readonly maxPods?: number;
  /** Determines the memory reservation: AL2023 uses the type's addresses, Bottlerocket the maximum number of pods. */
  readonly family: "al2023" | "bottlerocket";
}

/**
 * Parses Karpenter's user data for AL2023 (a MIME archive of NodeConfigs, the last of which wins) or Bottlerocket (TOML).
 * @param encoded base64, as in a launch template
 * @throws Error for another format
 */
export function kubeletOf(encoded: string): Kubelet {
  const content = Buffer.from(encoded, "base64").toString("utf8");
  if (/^MIME-Version:|^Content-Type:/.test(content)) return ofNodeadm(content);
  if (/^\[settings[.\]]/m.test(content)) return ofBottlerocket(content);
  throw new Error("its user data have neither the format of AL2023 nor that of Bottlerocket");
}

function ofNodeadm(content: string): Kubelet {
  const specs = content
    .split(/^--\/\/(?:--)?\s*$/m)
    .filter((part) => /^Content-Type:\s*application\/node\.eks\.aws/m.test(part))
    .map((part): unknown => parse(part.slice(part.indexOf("\n\n"))))
    .flatMap((config) => (isObject(config) ? [object(config, "spec")] : []));
  const cluster = merged(specs.map((spec) => object(spec, "cluster")));
  const config = merged(specs.map((spec) => object(object(spec, "kubelet"), "config")));
  const flags = specs.flatMap((spec) => texts(object(spec, "kubelet"), "flags"));
  const maxPods = number(config, "maxPods");
  return {
    clusterName: text(cluster, "name") ?? "",
    labels: Object.fromEntries(flags.flatMap(labelsIn)),
    taints: objects(config, "registerWithTaints").map((taint) => {
      const [value, effect = ""] = [text(taint, "value"), text(taint, "effect")];
      return { key: text(taint, "key") ?? "", ...(value !== undefined && { value }), effect };
    }),
    ...(maxPods !== undefined && { maxPods }),
    family: "al2023",
  };
}

const merged = (parts: readonly Properties[]): Properties =>
  parts.reduce((before, part) => ({ ...before, ...part }), {});

/** `--node-labels="a=b,c=d"`. */
function labelsIn(flag: string): readonly (readonly [string, string])[] {
  const list = /^--node-labels="?(.*?)"?$/.exec(flag)?.[1];
  if (list === undefined || list === "") return [];
  return list.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}

function ofBottlerocket(content: string): Kubelet {
  const kubernetes = tableOf(content, "settings.kubernetes");
  const labels = tableOf(content, "settings.kubernetes.node-labels");
  const taints = tableOf(content, "settings.kubernetes.node-taints");
  const maxPods = Number(kubernetes.get("max-pods")?.[0]);
  return {
    clusterName: kubernetes.get("cluster-name")?.[0] ?? "",
    labels: Object.fromEntries([...labels].map(([key, [value = ""]]) => [key, value])),
    taints: [...taints].flatMap(([key, values]) =>
      values.map((each) => {
        const [value = "", effect = ""] = each.split(":");
        return { key, ...(value !== "" && { value }), effect };
      }),
    ),
    ...(Number.isInteger(maxPods) && { maxPods }),
    family: "bottlerocket",
  };
}

/** The keys and values of one TOML table as Karpenter writes it: one key on each line, with strings, numbers or lists. */
function tableOf(content: string, name: string): ReadonlyMap<string, readonly string[]> {
  const [, ...after] = content.split(`[${name}]\n`);
  const lines = (after[0] ?? "").split(/^\[/m)[0]?.split("\n") ?? [];
  return new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^\s*("[^"]*"|'[^']*'|[\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (key === undefined || value === undefined) return [];
      const quoted = [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? "");
      return [[key.replace(/^["']|["']$/g, ""), quoted.length > 0 ? quoted : [value]]];
    }),
  );
}
