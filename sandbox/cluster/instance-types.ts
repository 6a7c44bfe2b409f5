import { instanceFacts, instanceNames, maxPodsOf } from "../cloud/facts/instances.ts";

/** Properties of an EC2 instance type. */
export interface InstanceType {
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** `kubernetes.io/arch`. */
  readonly arch: "amd64" | "arm64";
  /** Limited by network interfaces and their addresses (eni-max-pods.txt in amazon-eks-ami). */
  readonly maxPods: number;
}

/** All instance types that can be a node, from sandbox/cloud/facts/instances.json. */
export const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  instanceNames().flatMap((name) => {
    const facts = instanceFacts(name);
    if (facts === undefined) return [];
    const { vcpu, memoryMiB, arch } = facts;
    return [[name, { vcpu, memoryMiB, arch, maxPods: maxPodsOf(facts) }]];
  }),
);

/**
 * @param key settings key of the name, for the message
 * @throws Error if the sandbox does not know the type
 */
export function instanceType(name: string, key: string): InstanceType {
  const type = instanceTypes.get(name);
  if (type !== undefined) return type;
  throw new Error(
    `${key}: "${name}" is not an instance type that the sandbox knows; use one like ` +
      `${nearest(name).join(", ")} (sandbox/cloud/facts/instances.json lists all)`,
  );
}

/** Types of the same family, of the same size, or else common ones. */
function nearest(name: string): readonly string[] {
  const names = [...instanceTypes.keys()];
  const [family = "", size = ""] = name.split(".");
  const same = [`${family}.`, `.${size}`].map((part) => names.filter((one) => one.includes(part)));
  return same.find((found) => found.length > 0) ?? names.filter((one) => one.endsWith(".xlarge"));
}

/** Resources of a node, in the fields and units of a node's status. */
export interface NodeResources {
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
  readonly "ephemeral-storage": string;
}

/** Share of memory that the hypervisor and the kernel use: Karpenter's default VM_MEMORY_OVERHEAD_PERCENT. */
const overhead = 0.075;
/** Size of the root volume in an EKS node group. */
const groupVolumeGiB = 20;

/** Reserved millicores: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the others. */
const reservedMillicores = (vcpu: number): number =>
  Array.from({ length: vcpu }, (_, core) =>
    core === 0 ? 60 : core === 1 ? 10 : core < 4 ? 5 : 2.5,
  ).reduce((sum, part) => sum + part, 0);

/**
 * @param volumeGiB size of the root volume @default that of a node group's nodes
 * @param pods maximum number of pods that the kubelet is configured with @default limited by addresses
 */
export const capacityOf = (
  type: InstanceType,
  volumeGiB = groupVolumeGiB,
  pods = type.maxPods,
): NodeResources => ({
  cpu: `${type.vcpu}`,
  memory: `${memoryMiB(type)}Mi`,
  pods: `${pods}`,
  "ephemeral-storage": `${volumeGiB}Gi`,
});

/** Graviton instances reserve another 64 MiB for the contiguous memory allocator, which Karpenter subtracts first too. */
const memoryMiB = ({ memoryMiB: sheet, arch }: InstanceType): number =>
  Math.floor((sheet - (arch === "arm64" ? 64 : 0)) * (1 - overhead));

/**
 * Resources that pods can use: the capacity minus the reservation of the EKS AMI (nodeadm: 255 MiB + 11 MiB for each pod,
 * CPU as above, 1 GiB of disk) and the kubelet's eviction thresholds (100 MiB of memory, 10 % of the disk).
 */
export const allocatableOf = (
  type: InstanceType,
  volumeGiB = groupVolumeGiB,
  pods = type.maxPods,
): NodeResources => ({
  cpu: `${Math.floor(type.vcpu * 1000 - reservedMillicores(type.vcpu))}m`,
  memory: `${memoryMiB(type) - (255 + 11 * type.maxPods) - 100}Mi`,
  pods: `${pods}`,
  "ephemeral-storage": `${Math.floor((volumeGiB * 0.9 - 1) * 1024)}Mi`,
});
