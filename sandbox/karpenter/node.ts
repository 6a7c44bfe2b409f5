import type { CloudRecord, Properties } from "../cloud/model.ts";
import { number, object, objects, text } from "../cloud/values.ts";
import { nodeOf as machineNode, type SandboxNode } from "../cluster/node.ts";
import { type Kubelet, kubeletOf } from "./user-data.ts";

/** Label of nodes that represent simulated EC2 instances and are deleted with them. */
export const instanceLabel = "hanok.dev/instance";

/** The node's name: the instance's private DNS name. */
export const nodeNameOf = ({ id, properties }: CloudRecord): string =>
  text(properties, "privateDns") ?? id;

/** The node of an instance, by its user data. @throws Error for an unknown type or user data */
export function nodeOf({ id, properties, ...record }: CloudRecord): SandboxNode {
  const kubelet = kubeletOf(text(properties, "userDataBase64") ?? "");
  return machineNode({
    name: nodeNameOf({ id, properties, ...record }),
    type: text(properties, "instanceType") ?? "",
    zone: text(properties, "availabilityZone") ?? "",
    address: text(properties, "privateIp") ?? "",
    instanceId: id,
    volumeGiB: volumeOf(properties, kubelet.family),
    image: kubelet.family,
    taints: kubelet.taints,
    labels: { ...kubelet.labels, [instanceLabel]: id },
    ...(kubelet.maxPods === undefined ? {} : { pods: kubelet.maxPods }),
  });
}

/** The device that pods write to. Bottlerocket has a separate one for its own files. */
const podDisk = { al2023: "/dev/xvda", bottlerocket: "/dev/xvdb" } as const;

/** Size of that volume in GiB; undefined if the launch template does not set it. */
function volumeOf(of: Properties, family: Kubelet["family"]): number | undefined {
  const disk = objects(of, "blockDeviceMappings").find(
    (one) => one["deviceName"] === podDisk[family],
  );
  const size = number(object(disk ?? {}, "ebs"), "volumeSize");
  return size === 0 ? undefined : size;
}
