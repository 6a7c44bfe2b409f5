import { eksSupport, engineVersions, zoneId } from "../../facts.ts";
import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, object, text, texts } from "../../values.ts";
import { types } from "../ec2/types.ts";
import { admitGroups, domainOf, vpcsOfSubnets, zonesOfSubnets } from "../common.ts";
import { putCreatorEntry } from "./access.ts";
import { isTrusted, roleOf } from "./roles.ts";
import { eksTypes } from "./types.ts";

const invalid = "InvalidParameterException";

/** The newest release of Kubernetes, which no earlier stack requested. */
function versionOf(wanted: string | undefined): string {
  const versions = engineVersions("eks");
  if (wanted === undefined) return versions.at(-1) ?? "";
  if (eksSupport(wanted) === undefined)
    throw new Refusal(`${invalid}: unsupported Kubernetes version ${wanted}`);
  return wanted;
}

export const cluster: ResourceRow = {
  type: eksTypes.cluster,
  references: {
    roleArn: {
      to: ["aws:iam/role:Role"],
      by: "arn",
      error: `${invalid}: The provided role doesn't exist: {value}`,
      onDelete: "ignore",
    },
    "vpcConfig.subnetIds": {
      to: [types.subnet],
      error: `${invalid}: The subnet ID '{value}' does not exist (Service: AmazonEC2; Error Code: InvalidSubnetID.NotFound)`,
    },
    "vpcConfig.securityGroupIds": {
      to: [types.group],
      error: `${invalid}: The security group ID '{value}' does not exist`,
    },
    "encryptionConfig.provider.keyArn": {
      to: ["aws:kms/key:Key"],
      by: "arn",
      error: `${invalid}: KMS key {value} does not exist or is not accessible`,
      onDelete: "ignore", // KMS does not ask who uses a key
    },
  },
  behaviour: {
    create: (order, cloud) => created(order, cloud),
    update: (order, cloud, before) => changed(order, cloud, before),
    remove: ({ properties }) => {
      if (flag(properties, "deletionProtection"))
        throw new Refusal(
          "InvalidRequestException: Cluster cannot be deleted because deletion protection is enabled",
        );
    },
  },
};

function created(order: Order, cloud: Cloud): Properties {
  const { inputs, digits } = order;
  const version = versionOf(text(inputs, "version"));
  admitRole(text(inputs, "roleArn"), cloud);
  const vpcId = admitNetwork(inputs, cloud);
  const network = object(inputs, "kubernetesNetworkConfig");
  const group = `sg-0${digits("cluster security group").slice(0, 16)}`;
  const name = `eks-cluster-sg-${order.id}-${digits("sg").slice(0, 8)}`;
  cloud.put({
    type: types.group,
    id: group,
    owner: order.id,
    properties: {
      ...{ name, vpcId, ingress: [], egress: [] },
      tags: {
        Name: name,
        "aws:eks:cluster-name": order.id,
        [`kubernetes.io/cluster/${order.id}`]: "owned",
      },
    },
  });
  const access = object(inputs, "accessConfig");
  const mode = text(access, "authenticationMode") ?? "CONFIG_MAP";
  if (mode !== "CONFIG_MAP" && access["bootstrapClusterCreatorAdminPermissions"] !== false)
    putCreatorEntry(order.id, cloud.principal, cloud);
  const host = digits("endpoint").slice(0, 32).toUpperCase();
  const { server, certificateAuthority } = cloud.apiServer ?? {
    server: `https://${host}.gr7.${cloud.region}.eks.${domainOf(cloud)}`,
    certificateAuthority: Buffer.from("simulated authority").toString("base64"),
  };
  const vpc = object(inputs, "vpcConfig");
  return {
    version,
    accessConfig: {
      bootstrapClusterCreatorAdminPermissions: true,
      ...access,
      authenticationMode: mode,
    },
    certificateAuthority: { data: certificateAuthority },
    clusterId: "",
    createdAt: "2026-01-01T00:00:00Z",
    deletionProtection: flag(inputs, "deletionProtection"),
    endpoint: server,
    identities: [
      { oidcs: [{ issuer: `https://oidc.eks.${cloud.region}.${domainOf(cloud)}/id/${host}` }] },
    ],
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16", ...network },
    platformVersion: "eks.1",
    status: "ACTIVE",
    upgradePolicy: inputs["upgradePolicy"] ?? { supportType: "EXTENDED" },
    vpcConfig: {
      endpointPrivateAccess: false,
      endpointPublicAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
      ...vpc,
      clusterSecurityGroupId: group,
      vpcId,
    },
  };
}

function admitRole(arn: string | undefined, cloud: Cloud): void {
  if (isTrusted(roleOf(arn, cloud), "eks.amazonaws.com")) return;
  throw new Refusal(
    `${invalid}: Role with arn: ${arn ?? ""}, could not be assumed because it does not exist or the trusted entity is not correct`,
  );
}

function admitNetwork(inputs: Properties, cloud: Cloud): string | undefined {
  const vpc = object(inputs, "vpcConfig");
  const subnets = texts(vpc, "subnetIds");
  const zones = zonesOfSubnets(cloud, subnets);
  if (zones.length < 2)
    throw new Refusal(`${invalid}: Subnets specified must be in at least two different AZs`);
  // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
  const closed = zones.find((zone) => /^(use1-az3|usw1-az2|cac1-az3)$/.test(zoneId(zone) ?? ""));
  if (closed !== undefined)
    throw new Refusal(
      `UnsupportedAvailabilityZoneException: Cannot create cluster because EKS does not support creating control plane instances in ${closed}, the targeted availability zone`,
    );
  const [vpcId, another] = vpcsOfSubnets(cloud, subnets);
  if (another !== undefined)
    throw new Refusal(`${invalid}: Subnets specified must belong to the same VPC`);
  admitGroups(
    cloud,
    vpcId,
    texts(vpc, "securityGroupIds"),
    (group) =>
      new Refusal(
        `${invalid}: Security group(s) [${group}] are not in the same VPC as the subnets. Please specify a different security group and try again.`,
      ),
  );
  if (vpc["endpointPublicAccess"] === false && !flag(vpc, "endpointPrivateAccess"))
    throw new Refusal(`${invalid}: Private and public endpoint access cannot be false`);
  return vpcId;
}

function changed(order: Order, cloud: Cloud, before: CloudRecord): Properties {
  const { inputs } = order;
  const from = text(before.properties, "version") ?? "";
  const wanted = text(inputs, "version");
  const to = wanted === undefined ? from : versionOf(wanted);
  const versions = engineVersions("eks");
  const steps = versions.indexOf(to) - versions.indexOf(from);
  if (steps < 0 || steps > 1)
    throw new Refusal(
      `InvalidParameterException: Unsupported Kubernetes minor version update from ${from} to ${to}`,
    );
  admitNetwork(inputs, cloud);
  const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];
  const mode = (of: Properties): string =>
    text(object(of, "accessConfig"), "authenticationMode") ?? "CONFIG_MAP";
  if (
    inputs["accessConfig"] !== undefined &&
    modes.indexOf(mode(inputs)) < modes.indexOf(mode(before.properties))
  )
    throw new Refusal(
      `${invalid}: Unsupported authentication mode update from ${mode(before.properties)} to ${mode(inputs)}`,
      "UpdateClusterConfig",
    );
  const { clusterSecurityGroupId, vpcId } = object(before.properties, "vpcConfig");
  return {
    version: to,
    vpcConfig: {
      ...object(before.properties, "vpcConfig"),
      ...object(inputs, "vpcConfig"),
      clusterSecurityGroupId,
      vpcId,
    },
  };
}
