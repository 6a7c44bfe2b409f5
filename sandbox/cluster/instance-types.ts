import { instanceFacts, instanceNames, maxPodsOf } from "../cloud/facts/instances.ts";

/** An EC2 instance type, as its data sheet says. */
export interface InstanceType {
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** `kubernetes.io/arch`. */
  readonly arch: "amd64" | "arm64";
  /** By the limit of network interfaces and their addresses: amazon-eks-ami, eni-max-pods.txt. */
  readonly maxPods: number;
}

/** Every type that can be a node, from sandbox/cloud/facts/instances.json. */
export const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  instanceNames().flatMap((name) => {
    const facts = instanceFacts(name);
    if (facts === undefined) return [];
    const { vcpu, memoryMiB, arch } = facts;
    return [[name, { vcpu, memoryMiB, arch, maxPods: maxPodsOf(facts) }]];
  }),
);

/**
 * @param key where the name stands in the settings, for the message
 * @throws when the sandbox does not know the type
 */
export function instanceType(name: string, key: string): InstanceType {
  const type = instanceTypes.get(name);
  if (type !== undefined) return type;
  throw new Error(
    `${key}: "${name}" is not among the instance types that the sandbox knows ` +
      `(${nearest(name).join(", ")}): choose one of them; sandbox/cloud/facts/instances.json has them all`,
  );
}

/** Types of the same family, or of the same size, or of a usual one. */
function nearest(name: string): readonly string[] {
  const names = [...instanceTypes.keys()];
  const [family = "", size = ""] = name.split(".");
  const same = [`${family}.`, `.${size}`].map((part) => names.filter((one) => one.includes(part)));
  return same.find((found) => found.length > 0) ?? names.filter((one) => one.endsWith(".xlarge"));
}

/** Resources of a node, in the fields and units of its status. */
export interface NodeResources {
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
  readonly "ephemeral-storage": string;
}

/** Share of the memory that the hypervisor and the kernel keep: Karpenter's default, VM_MEMORY_OVERHEAD_PERCENT. */
const overhead = 0.075;
/** Size of the root volume of an EKS node group's nodes. */
const groupVolumeGiB = 20;

/** Millicores that are reserved: 6 % of the first core, 1 % of the second, 0.5 % of two more, 0.25 % of the rest. */
const reservedMillicores = (vcpu: number): number =>
  Array.from({ length: vcpu }, (_, core) =>
    core === 0 ? 60 : core === 1 ? 10 : core < 4 ? 5 : 2.5,
  ).reduce((sum, part) => sum + part, 0);

/**
 * @param volumeGiB size of the root volume @default that of a node group's nodes
 * @param pods most pods, where the kubelet is told @default as many as there are addresses
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

/** A Graviton keeps 64 MiB more for itself (contiguous memory allocator; Karpenter subtracts them first, too). */
const memoryMiB = ({ memoryMiB: sheet, arch }: InstanceType): number =>
  Math.floor((sheet - (arch === "arm64" ? 64 : 0)) * (1 - overhead));

/**
 * What pods can have: capacity without the reservation of the EKS AMI (nodeadm: memory 255 MiB + 11 MiB a pod, CPU as
 * above, 1 GiB of the disk) and without the kubelet's eviction thresholds (100 MiB of memory, 10 % of the disk).
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
