import { instanceType } from "../../components/check/instance-type.ts";
import { bytes, cores } from "../../components/check/quantity.ts";
import { isObject } from "../../components/check/schema.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import type { Architecture } from "../../components/platform.ts";
import type { KnownService } from "./known.ts";

/** What the nodes of an environment are, as far as a pod cares. */
export interface Nodes {
  readonly nodes: readonly { readonly instanceType: string }[];
}

/** What is wrong between the fields of one service, and between it and the nodes. */
export function validatePods(
  service: KnownService,
  environment: Nodes | undefined,
): ValidationIssue[] {
  return [
    ...validateScaling(service),
    ...validateMemory(service),
    ...validateFolders(service),
    ...(environment === undefined ? [] : validateNodes(service, environment)),
  ];
}

function validateScaling({ key, spec: { scaling, volume } }: KnownService): ValidationIssue[] {
  if (scaling?.kind !== "horizontal") return [];
  if (volume !== undefined) {
    return [
      {
        key: `${key}.scaling.kind`,
        value: scaling.kind,
        problem:
          "would leave files on volumes of pods that are gone, because the service has a volume",
        remedy: 'Write { kind: "fixed", replicas: 1, because: "…" }.',
      },
    ];
  }
  if (scaling.min <= scaling.max) return [];
  return [
    {
      key: `${key}.scaling.min`,
      value: scaling.min,
      problem: `is above max, which is ${scaling.max}`,
      remedy: "Write a min of at most max.",
    },
  ];
}

function validateMemory({ key, spec: { resources } }: KnownService): ValidationIssue[] {
  const limit = bytes(resources?.memoryLimit ?? "");
  const request = bytes(resources?.memory ?? "");
  if (limit === undefined || request === undefined || limit >= request) return [];
  return [
    {
      key: `${key}.resources.memoryLimit`,
      value: resources?.memoryLimit,
      problem: `is below memory, which is ${resources?.memory}`,
      remedy: "Write a limit of at least the request, or leave it out.",
    },
  ];
}

/** The default of `writable`, components/app-service/assumptions.ts. */
const defaultWritable = ["/tmp"];

function validateFolders({ key, spec }: KnownService): ValidationIssue[] {
  const writable = plain(spec.writable) ?? defaultWritable;
  const inside = (one: string, other: string) => one === other || one.startsWith(`${other}/`);
  const overlap = (one: string, other: string) => inside(one, other) || inside(other, one);
  const own = writable.flatMap((folder, index): ValidationIssue[] => {
    const other = writable.slice(0, index).find((before) => overlap(folder, before));
    return other === undefined
      ? []
      : [
          {
            key: `${key}.writable[${index}]`,
            value: folder,
            problem: `overlaps ${other}`,
            remedy: "Keep the outer folder only.",
          },
        ];
  });
  const path = spec.volume?.path;
  const hit = path === undefined ? undefined : writable.find((folder) => overlap(path, folder));
  return hit === undefined
    ? own
    : [
        ...own,
        {
          key: `${key}.volume.path`,
          value: path,
          problem: `overlaps ${hit}, which is writable without a volume`,
          remedy:
            spec.writable === undefined ? "Choose another folder." : "Take it out of writable.",
        },
      ];
}

/** What the kubelet and the system keep of a node, about: memory in GiB, cores. */
const kept = { memory: 0.6, cores: 0.1 };

function validateNodes({ key, spec }: KnownService, { nodes }: Nodes): ValidationIssue[] {
  const types = nodes.flatMap((group) => instanceType(group.instanceType) ?? []);
  const wanted: readonly Architecture[] = plain(spec.architectures) ?? ["amd64"];
  const fitting = types.filter(({ architecture }) => wanted.includes(architecture));
  if (types.length === 0) return [];
  if (fitting.length === 0) {
    return [
      {
        key: `${key}.architectures`,
        value: plain(spec.architectures),
        problem: `has ${wanted.join(" and ")} only, and no node of hanok:nodes is that`,
        remedy: "Add an instance type of that architecture, or build the image for another.",
      },
    ];
  }
  const mostCores = Math.max(...fitting.map(({ vcpu }) => vcpu)) - kept.cores;
  const mostMemory = Math.max(...fitting.map(({ memory }) => memory)) - kept.memory;
  const { cpu, memory } = spec.resources ?? {};
  const tooLarge = (field: string, value: string | undefined, most: string): ValidationIssue => ({
    key: `${key}.resources.${field}`,
    value,
    problem: `fits on no node of hanok:nodes; the largest offers ${most}`,
    remedy: "Ask for less, or add a larger instance type.",
  });
  return [
    ...((cores(cpu ?? "") ?? 0) > mostCores
      ? [tooLarge("cpu", cpu, `about ${mostCores.toFixed(1)} cores`)]
      : []),
    ...((bytes(memory ?? "") ?? 0) > mostMemory * 2 ** 30
      ? [tooLarge("memory", memory, `about ${mostMemory.toFixed(1)}Gi`)]
      : []),
  ];
}

/** A fact, whether it is marked as an assumption or not. */
function plain<T>(fact: T | { assumed: T } | undefined): T | undefined {
  return isObject(fact) && "assumed" in fact ? fact.assumed : fact;
}
