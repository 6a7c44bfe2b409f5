import { instanceType, perVcpu } from "../../components/check/instance-type.ts";
import { bytes, cores } from "../../components/check/quantity.ts";
import type { Architecture, Quantity } from "../../components/platform.ts";
import { collect } from "../../components/validation.ts";
import type { System } from "../system.ts";
import { plain } from "./services.ts";

/** Nodes of an environment, as far as they matter to pods. */
export interface Nodes {
  /** @default existing */
  readonly cluster?: { readonly kind: "eks" | "existing" };
  /** Nodes of an existing cluster. */
  readonly nodes: readonly { readonly instanceType: string }[];
  /** Pools that Karpenter creates nodes for on EKS, by name. */
  readonly nodePools?: Readonly<Record<string, Pool>>;
}

interface Pool {
  /** @default any */
  readonly capacity?: readonly ("spot" | "on-demand")[];
  readonly architectures: readonly Architecture[];
  readonly categories: readonly string[];
  readonly nodeCpu: { readonly min: number; readonly max: number };
  readonly limits: { readonly cpu: number; readonly memory: Quantity };
}

/** A node, with memory in GiB. */
interface Node {
  readonly architecture: Architecture;
  readonly vcpu: number;
  readonly memory: number;
}

/** Approximate reservation of the kubelet and the system: GiB and cores. */
const kept = { memory: 0.6, cores: 0.1 };

/** Checks that each service fits on a node. */
export function validateNodes(ground: Nodes) {
  const { nodes, nodePools = {} } = ground;
  const isEks = ground.cluster?.kind === "eks";
  const where = isEks ? `hanok:nodePools (${Object.keys(nodePools).join(", ")})` : "hanok:nodes";
  const larger = isEks ? "raise nodeCpu.max or limits of a pool" : "add a larger instance type";
  const all: readonly Node[] = isEks
    ? Object.values(nodePools).flatMap(nodesOf)
    : nodes.flatMap((group) => instanceType(group.instanceType) ?? []);
  const capacities = Object.values(nodePools).map(({ capacity }) => capacity ?? ["on-demand"]);
  return ({ services, stores }: System, key: string) =>
    collect((report) => {
      if (all.length === 0) return;
      const [keeper] = keepersOfData({ services, stores });
      if (isEks && keeper !== undefined && !capacities.flat().includes("on-demand")) {
        const problem = `has Spot nodes only, and ${keeper} of ${key} keeps data, which does not run on Spot`;
        const remedy =
          "Add a pool with capacity: [on-demand], or on-demand to the capacity of one.";
        report("hanok:nodePools", Object.keys(nodePools), problem, remedy);
      }
      for (const [name, { architectures, resources }] of Object.entries(services)) {
        const at = `${key}.services.${name}`;
        const wanted: readonly Architecture[] = plain(architectures) ?? ["amd64"];
        const fitting = all.filter(({ architecture }) => wanted.includes(architecture));
        if (fitting.length === 0) {
          const problem = `has ${wanted.join(" and ")} only, but ${where} has no such node`;
          const remedy = "Add that architecture to the nodes, or build the image for another.";
          report(`${at}.architectures`, plain(architectures), problem, remedy);
          continue;
        }
        const cpu = cores(resources.cpu) ?? 0;
        const memory = (bytes(resources.memory) ?? 0) / 2 ** 30;
        const isEnough = (one: Node) =>
          one.vcpu - kept.cores >= cpu && one.memory - kept.memory >= memory;
        if (fitting.some(isEnough)) continue;
        const most = (of: "vcpu" | "memory") => Math.max(...fitting.map((one) => one[of]));
        const fits = `does not fit on any node of ${where}; the largest offers about`;
        const tell = (part: string, value: unknown, problem: string) =>
          report(`${at}.resources${part}`, value, problem, `Request less, or ${larger}.`);
        const [freeCores, freeMemory] = [most("vcpu") - kept.cores, most("memory") - kept.memory];
        if (cpu > freeCores) tell(".cpu", resources.cpu, `${fits} ${freeCores.toFixed(1)} cores`);
        if (memory > freeMemory)
          tell(".memory", resources.memory, `${fits} ${freeMemory.toFixed(1)}Gi`);
        if (cpu <= freeCores && memory <= freeMemory)
          tell("", resources, `requests more memory per core than any node of ${where} has`);
      }
    });
}

/** Names of a system's stores that run in the cluster, and services with a volume. */
function keepersOfData({ services, stores }: Pick<System, "services" | "stores">) {
  const servers = Object.entries(stores).filter(([, { engine }]) => engine !== "vault");
  const holders = Object.entries(services).filter(([, { volume }]) => volume !== undefined);
  return [...servers, ...holders].map(([name]) => name);
}

/** vCPU counts that all categories offer (https://aws.amazon.com/ec2/instance-types). */
const sizes = [2, 4, 8, 16, 32, 48, 64, 96, 128, 192];

/** The nodes that a pool may create within its limits. */
function nodesOf({ architectures, categories, nodeCpu, limits }: Pool): readonly Node[] {
  const most = (bytes(limits.memory) ?? 0) / 2 ** 30;
  return sizes
    .filter((vcpu) => vcpu >= nodeCpu.min && vcpu <= Math.min(nodeCpu.max, limits.cpu))
    .flatMap((vcpu) => categories.map((one) => ({ vcpu, memory: vcpu * (perVcpu[one] ?? 0) })))
    .filter(({ memory }) => memory <= most)
    .flatMap((node) => architectures.map((architecture) => ({ ...node, architecture })));
}
