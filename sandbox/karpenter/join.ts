import type { Cloud, CloudRecord } from "../cloud/model.ts";
import { eksTypes } from "../cloud/services/eks/types.ts";
import { types as iam } from "../cloud/services/iam/types.ts";
import { text } from "../cloud/values.ts";
import { kubeletOf } from "./user-data.ts";

/** Types of access entries that Linux nodes can use. */
const entries = ["EC2_LINUX", "EC2"];

/**
 * Why an instance's kubelet cannot join the cluster; undefined if it can. The kubelet authenticates with the role of its
 * instance profile, which needs an access entry (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html).
 */
export function whyNotJoined({ properties }: CloudRecord, cloud: Cloud): string | undefined {
  const { clusterName } = kubeletOf(text(properties, "userDataBase64") ?? "");
  const cluster = cloud.find(eksTypes.cluster, clusterName);
  if (cluster === undefined) return `EKS cluster ${clusterName} does not exist`;
  const profile = text(properties, "iamInstanceProfile") ?? "";
  const named = (type: string, name: unknown) =>
    cloud.list(type).find((one) => one.properties["name"] === name)?.properties;
  const role = named(iam.profile, profile)?.["role"];
  const arn = named(iam.role, role)?.["arn"];
  if (typeof arn !== "string") return `its instance profile ${profile} has no role`;
  const isLetIn = cloud
    .list(eksTypes.accessEntry)
    .some(
      ({ properties: of }) =>
        of["clusterName"] === clusterName &&
        of["principalArn"] === arn &&
        entries.includes(text(of, "type") ?? ""),
    );
  return isLetIn
    ? undefined
    : `its role ${arn} has no access entry of type EC2_LINUX in cluster ${clusterName}`;
}
