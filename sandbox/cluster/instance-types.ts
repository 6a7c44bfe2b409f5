import data from "../instance-types.json" with { type: "json" };

/** An EC2 instance type, as its data sheet says. */
export interface InstanceType {
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** `kubernetes.io/arch`. */
  readonly arch: "amd64" | "arm64";
  /** By the limit of network interfaces and their addresses: amazon-eks-ami, eni-max-pods.txt. */
  readonly maxPods: number;
}

export const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  Object.entries(data).map(([name, type]) => [name, { ...type, arch: architectureOf(type.arch) }]),
);

function architectureOf(word: string): InstanceType["arch"] {
  if (word === "amd64" || word === "arm64") return word;
  throw new Error(`sandbox/instance-types.json: arch "${word}": write "amd64" or "arm64"`);
}

/**
 * @param key where the name stands in the settings, for the message
 * @throws when the sandbox does not know the type
 */
export function instanceType(name: string, key: string): InstanceType {
  const type = instanceTypes.get(name);
  if (type !== undefined) return type;
  throw new Error(
    `${key}: "${name}" is not among the instance types that the sandbox knows ` +
      `(${[...instanceTypes.keys()].join(", ")}): choose one of them, or add it to sandbox/instance-types.json`,
  );
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
const volumeGiB = 20;

/** Millicores that are reserved: 6 % of the first core, 1 % of the second, 0.5 % of two more, 0.25 % of the rest. */
const reservedMillicores = (vcpu: number): number =>
  Array.from({ length: vcpu }, (_, core) =>
    core === 0 ? 60 : core === 1 ? 10 : core < 4 ? 5 : 2.5,
  ).reduce((sum, part) => sum + part, 0);

export const capacityOf = (type: InstanceType): NodeResources => ({
  cpu: `${type.vcpu}`,
  memory: `${memoryMiB(type)}Mi`,
  pods: `${type.maxPods}`,
  "ephemeral-storage": `${volumeGiB}Gi`,
});

/** A Graviton keeps 64 MiB more for itself (contiguous memory allocator; Karpenter subtracts them first, too). */
const memoryMiB = ({ memoryMiB: sheet, arch }: InstanceType): number =>
  Math.floor((sheet - (arch === "arm64" ? 64 : 0)) * (1 - overhead));

/**
 * What pods can have: capacity without the reservation of the EKS AMI (nodeadm: memory 255 MiB + 11 MiB a pod, CPU as
 * above, 1 GiB of the disk) and without the kubelet's eviction thresholds (100 MiB of memory, 10 % of the disk).
 */
export const allocatableOf = (type: InstanceType): NodeResources => ({
  cpu: `${Math.floor(type.vcpu * 1000 - reservedMillicores(type.vcpu))}m`,
  memory: `${memoryMiB(type) - (255 + 11 * type.maxPods) - 100}Mi`,
  pods: `${type.maxPods}`,
  "ephemeral-storage": `${Math.floor(volumeGiB * 0.9 - 1)}Gi`,
});
