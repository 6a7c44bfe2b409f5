import { instanceClasses } from "../../facts.ts";
import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { number, object, text, texts } from "../../values.ts";
import { types } from "../ec2/types.ts";
import { vpcsOfSubnets } from "../common.ts";
import { putNodeEntry } from "./access.ts";
import { admitNodeRole, admitNodeTypes, creationFailure, whyNotReady } from "./node-join.ts";
import { eksTypes } from "./types.ts";
import { ofCluster } from "./references.ts";

const invalid = "InvalidParameterException";

/** Families with Graviton processors: one or two letters, the generation, and then a `g`. */
const graviton = /^(a1|[a-z]+\d+g[a-z]*|x2gd|im4gn|is4gen)\./;

/** @throws Refusal for sizes that EKS refuses, of a new group or a changed one */
export function admitScaling(inputs: Properties): void {
  const scaling = object(inputs, "scalingConfig");
  const least = number(scaling, "minSize") ?? 0;
  const most = number(scaling, "maxSize") ?? 0;
  const wanted = number(scaling, "desiredSize") ?? least;
  if (least > most)
    throw new Refusal(
      `${invalid}: Minimum capacity ${least} can't be greater than maximum capacity ${most}`,
    );
  if (wanted < least)
    throw new Refusal(
      `${invalid}: Minimum capacity ${least} can't be greater than desired size ${wanted}`,
    );
  if (wanted > most)
    throw new Refusal(
      `${invalid}: desired capacity ${wanted} can't be greater than max size ${most}`,
    );
}

function admitTypes(inputs: Properties, cloud: Cloud): readonly string[] {
  const template = object(inputs, "launchTemplate");
  const wanted = texts(inputs, "instanceTypes");
  const offered = instanceClasses("ec2", cloud.region);
  const missing = wanted.find((one) => offered.length > 0 && !offered.includes(one));
  if (missing !== undefined)
    throw new Refusal(
      `${invalid}: The following supplied instance types do not exist: [${missing}]`,
    );
  const isArm = /ARM_64|arm64/i.test(text(inputs, "amiType") ?? "");
  const wrong =
    inputs["amiType"] === undefined || inputs["amiType"] === "CUSTOM"
      ? undefined
      : wanted.find((one) => graviton.test(one) !== isArm);
  if (wrong !== undefined)
    throw new Refusal(
      `${invalid}: [${wrong}] is not a valid instance type for requested amiType ${text(inputs, "amiType") ?? ""}`,
    );
  if (Object.keys(template).length > 0 && inputs["diskSize"] !== undefined)
    throw new Refusal(`${invalid}: Disk size must be specified within the launch template.`);
  if (Object.keys(template).length > 0 && inputs["remoteAccess"] !== undefined)
    throw new Refusal(
      `${invalid}: Remote access configuration cannot be specified with a launch template.`,
    );
  return wanted;
}

function clusterOf(inputs: Properties, cloud: Cloud): Properties {
  return cloud.of(eksTypes.cluster, text(inputs, "clusterName") ?? "");
}

/** Nodes may be up to three minor versions older than the control plane, and never newer. */
function admitVersion(inputs: Properties, cloud: Cloud): string {
  const control = text(clusterOf(inputs, cloud), "version") ?? "";
  const wanted = text(inputs, "version") ?? control;
  const behind = Number(control.split(".")[1]) - Number(wanted.split(".")[1]);
  if (!(behind >= 0 && behind <= 3))
    throw new Refusal(
      `${invalid}: Requested Nodegroup release version ${wanted} is invalid. Allowed kubernetes version is - ${control}`,
    );
  return wanted;
}

function created(order: Order, cloud: Cloud): Properties {
  const { inputs, digits } = order;
  admitScaling(inputs);
  const instanceTypes = admitTypes(inputs, cloud);
  const version = admitVersion(inputs, cloud);
  const its = text(object(clusterOf(inputs, cloud), "vpcConfig"), "vpcId");
  if (vpcsOfSubnets(cloud, texts(inputs, "subnetIds")).some((vpc) => vpc !== its))
    throw new Refusal(`${invalid}: Subnets are not in the VPC of the cluster`);
  admitNodeRole(inputs, cloud);
  admitNodeTypes(instanceTypes, cloud);
  const isFree = instanceTypes.length === 0 && inputs["launchTemplate"] === undefined;
  const isArm = instanceTypes[0] !== undefined && graviton.test(instanceTypes[0]);
  putNodeEntry(inputs, cloud);
  const name = text(inputs, "nodeGroupName") ?? order.name;
  return {
    amiType:
      text(inputs, "amiType") ?? (isArm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"),
    capacityType: text(inputs, "capacityType") ?? "ON_DEMAND",
    diskSize: number(inputs, "diskSize") ?? 20,
    instanceTypes: isFree ? ["t3.medium"] : instanceTypes,
    releaseVersion: text(inputs, "releaseVersion") ?? `${version}.0-20261101`,
    resources: [
      {
        autoscalingGroups: [{ name: `eks-${name}-${digits("group").slice(0, 8)}` }],
        remoteAccessSecurityGroupId: "",
      },
    ],
    status: whyNotReady(inputs, cloud) === undefined ? "ACTIVE" : "CREATE_FAILED",
    updateConfig: inputs["updateConfig"] ?? { maxUnavailable: 1 },
    version,
  };
}

export const nodeGroup: ResourceRow = {
  type: eksTypes.nodeGroup,
  autoname: "nodeGroupName",
  moving: ["releaseVersion", "resources"],
  references: {
    clusterName: ofCluster,
    subnetIds: {
      to: [types.subnet],
      error: `${invalid}: The subnet ID '{value}' does not exist`,
    },
    nodeRoleArn: {
      to: ["aws:iam/role:Role"],
      by: "arn",
      error: `${invalid}: The provided role doesn't exist: {value}`,
      onDelete: "ignore",
    },
    "launchTemplate.id": {
      to: [types.template],
      error: "InvalidRequestException: Launch template details can't be found: {value}",
    },
  },
  behaviour: {
    create: created,
    update: ({ inputs }, cloud, before) => {
      if (before.properties["status"] === "CREATE_FAILED")
        throw new Refusal(
          "InvalidRequestException: Nodegroup cannot be updated as it is currently not in Active State",
        );
      admitScaling(inputs);
      return { version: admitVersion({ version: before.properties["version"], ...inputs }, cloud) };
    },
    unfinished: creationFailure,
  },
};
