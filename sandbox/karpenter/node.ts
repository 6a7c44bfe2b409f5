import type { CloudRecord, Properties } from "../cloud/model.ts";
import { number, object, objects, text } from "../cloud/values.ts";
import type { ApiObject } from "../cluster/api.ts";
import { allocatableOf, capacityOf, instanceTypes } from "../cluster/instance-types.ts";
import type { NodeResources } from "../cluster/instance-types.ts";
import { regionOf, zoneIdOf } from "../cluster/node.ts";
import { type Kubelet, kubeletOf, type Taint } from "./user-data.ts";

/** A node as the kubelet of an instance registers it. */
export interface RegisteredNode extends ApiObject {
  readonly spec: { readonly providerID: string; readonly taints: readonly Taint[] };
  readonly status: {
    readonly capacity: NodeResources;
    readonly allocatable: NodeResources;
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
  };
}

/** Label of nodes that stand for instances of the simulated EC2: they go with their instances. */
export const instanceLabel = "hanok.dev/instance";

/** Name of the node of an instance: that of EC2's private DNS. */
export const nodeNameOf = ({ id, properties }: CloudRecord): string =>
  text(properties, "privateDns") ?? id;

/** The node that an instance's user data make. @throws on a type or user data that are not understood */
export function nodeOf(instance: CloudRecord): RegisteredNode {
  const { id, properties } = instance;
  const kubelet = kubeletOf(text(properties, "userDataBase64") ?? "");
  const typeName = text(properties, "instanceType") ?? "";
  const type = instanceTypes.get(typeName);
  if (type === undefined) throw new Error(`its type ${typeName} is not known`);
  const zone = text(properties, "availabilityZone") ?? "";
  const name = nodeNameOf(instance);
  const most = kubelet.maxPods ?? type.maxPods;
  const resources = [volumeOf(properties, kubelet.family), most] as const;
  const reserved = kubelet.family === "bottlerocket" ? { ...type, maxPods: most } : type;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      // what the kubelet and the cloud controller know; Karpenter adds the rest from its claim
      labels: {
        ...kubelet.labels,
        "kubernetes.io/arch": type.arch,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": typeName,
        "topology.kubernetes.io/region": regionOf(zone),
        "topology.kubernetes.io/zone": zone,
        "topology.k8s.aws/zone-id": zoneIdOf(zone),
        "topology.ebs.csi.aws.com/zone": zone,
        [instanceLabel]: id,
      },
    },
    spec: { providerID: `aws:///${zone}/${id}`, taints: kubelet.taints },
    status: {
      capacity: capacityOf(type, ...resources),
      allocatable: allocatableOf(reserved, ...resources),
      addresses: [
        { type: "InternalIP", address: text(properties, "privateIp") ?? "" },
        { type: "Hostname", address: name },
      ],
    },
  };
}

/** The disk that pods write to: Bottlerocket keeps its own apart. */
const podDisk = { nodeadm: "/dev/xvda", bottlerocket: "/dev/xvdb" } as const;

/** Its size in GiB; undefined where the template does not say. */
function volumeOf(of: Properties, family: Kubelet["family"]): number | undefined {
  const disk = objects(of, "blockDeviceMappings").find(
    (one) => one["deviceName"] === podDisk[family],
  );
  const size = number(object(disk ?? {}, "ebs"), "volumeSize");
  return size === 0 ? undefined : size;
}
