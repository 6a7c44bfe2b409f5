import type { ApiObject } from "./api.ts";
import { hashOf } from "./hash.ts";
import { allocatableOf, capacityOf, instanceType } from "./instance-types.ts";
import type { NodeResources } from "./instance-types.ts";

/** A taint of a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** A node as the sandbox makes it. */
export interface SandboxNode extends ApiObject {
  readonly metadata: ApiObject["metadata"] & {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly providerID: string; readonly taints?: readonly Taint[] };
  readonly status: {
    readonly capacity: NodeResources;
    readonly allocatable: NodeResources;
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
  };
}

/** An EC2 instance that is a node. */
export interface Machine {
  readonly name: string;
  /** EC2 instance type, one of sandbox/cloud/facts/instances.json. */
  readonly type: string;
  readonly zone: string;
  /** Private address. */
  readonly address: string;
  /** Beside those that every node of EC2 has. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** `i-…`. @default made from the name */
  readonly instanceId?: string;
  /** Most pods, where the kubelet is told. @default by the addresses of the type */
  readonly pods?: number;
  /** Whose kubelet reserves memory by the most pods; AL2023's does by the addresses of the type. @default al2023 */
  readonly image?: "al2023" | "bottlerocket";
}

/** Annotation: hash of what the node was made from. */
export const madeFrom = "hanok.dev/node-hash";

/** `ap-northeast-2` of `ap-northeast-2a`. */
export const regionOf = (zone: string): string => zone.replace(/[a-z]$/, "");

/** `apne2-az1` of `ap-northeast-2a`. On AWS each account has an order of its own; here the letters are in order. */
export function zoneIdOf(zone: string): string {
  const [area = "", direction = "", number = ""] = regionOf(zone).split("-");
  const short = direction.replace(
    /^(north|south)?(east|west|central)?$/,
    (_, a?: string, b?: string) => `${a?.[0] ?? ""}${b?.[0] ?? ""}`,
  );
  return `${area}${short}${number}-az${zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1}`;
}

/** The node of a machine, with the labels that EC2's and Kubernetes' own programs give it. */
export function nodeOf(machine: Machine): SandboxNode {
  const { name, type, zone, address, taints = [] } = machine;
  const spec = instanceType(type, "nodes.instanceType");
  const pods = machine.pods ?? spec.maxPods;
  const reserved = machine.image === "bottlerocket" ? { ...spec, maxPods: pods } : spec;
  const region = regionOf(zone);
  const node = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": spec.arch,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "beta.kubernetes.io/arch": spec.arch,
        "beta.kubernetes.io/instance-type": type,
        "beta.kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": type,
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": zone,
        "failure-domain.beta.kubernetes.io/region": region,
        "failure-domain.beta.kubernetes.io/zone": zone,
        "topology.k8s.aws/zone-id": zoneIdOf(zone),
        "topology.ebs.csi.aws.com/zone": zone,
        ...machine.labels,
      },
    },
    spec: {
      providerID: `aws:///${zone}/${machine.instanceId ?? `i-${hashOf(name, 17)}`}`,
      ...(taints.length === 0 ? {} : { taints }),
    },
    status: {
      capacity: capacityOf(spec, undefined, pods),
      allocatable: allocatableOf(reserved, undefined, pods),
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
    },
  };
  const annotations = { [madeFrom]: hashOf(JSON.stringify(node)) };
  return { ...node, metadata: { ...node.metadata, annotations } };
}
