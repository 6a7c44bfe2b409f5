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

/** A node that the sandbox creates. */
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
  /** In addition to the labels of every EC2 node. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** `i-…`. @default derived from the name */
  readonly instanceId?: string;
  /** Maximum number of pods that the kubelet is configured with. @default limited by the type's addresses */
  readonly pods?: number;
  /** Size of the volume that pods write to. @default that of a node group's nodes */
  readonly volumeGiB?: number | undefined;
  /** Bottlerocket reserves memory by the maximum number of pods, AL2023 by the type's addresses. @default al2023 */
  readonly image?: "al2023" | "bottlerocket";
}

/** Annotation with a hash of the node's definition. */
export const madeFrom = "hanok.dev/node-hash";

/** `ap-northeast-2` from `ap-northeast-2a`. */
export const regionOf = (zone: string): string => zone.replace(/[a-z]$/, "");

/** `apne2-az1` from `ap-northeast-2a`. Real accounts map letters to IDs individually; the sandbox uses their order. */
export function zoneIdOf(zone: string): string {
  const [area = "", direction = "", number = ""] = regionOf(zone).split("-");
  const short = direction.replace(
    /^(north|south)?(east|west|central)?$/,
    (_, a?: string, b?: string) => `${a?.[0] ?? ""}${b?.[0] ?? ""}`,
  );
  return `${area}${short}${number}-az${zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1}`;
}

/** The node of an instance, with the labels of the kubelet and of EC2's cloud controller. */
export function nodeOf(machine: Machine): SandboxNode {
  const { name, type, zone, address, taints = [] } = machine;
  const spec = instanceType(type, "instanceType");
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
      capacity: capacityOf(spec, machine.volumeGiB, pods),
      allocatable: allocatableOf(reserved, machine.volumeGiB, pods),
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
    },
  };
  const annotations = { [madeFrom]: hashOf(JSON.stringify(node)) };
  return { ...node, metadata: { ...node.metadata, annotations } };
}
