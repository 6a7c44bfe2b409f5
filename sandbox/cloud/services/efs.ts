import type { Cloud, Order, Properties, Reference, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { text, texts } from "../values.ts";
import { putInterface, takenIn, vpcIdOf, zoneOf } from "./ec2/address.ts";
import { types } from "./ec2/types.ts";
import { admitGroups, domainOf, keyReference } from "./common.ts";
import { zoneId } from "../facts.ts";

const fileSystem = "aws:efs/fileSystem:FileSystem";
const mountTarget = "aws:efs/mountTarget:MountTarget";
const ofFileSystem: Reference = {
  to: [fileSystem],
  error: "FileSystemNotFound: File system '{value}' does not exist.",
};

function mounted(order: Order, cloud: Cloud): Properties {
  const { id, inputs, digits } = order;
  const subnetId = text(inputs, "subnetId") ?? "";
  const fileSystemId = text(inputs, "fileSystemId") ?? "";
  const zone = zoneOf(cloud.find(types.subnet, subnetId)) ?? "";
  const vpcId = vpcIdOf(cloud, subnetId);
  for (const { properties } of cloud.where(mountTarget, { fileSystemId })) {
    if (vpcIdOf(cloud, text(properties, "subnetId") ?? "") !== vpcId)
      throw new Refusal(
        "MountTargetConflict: requested subnet for new mount target is not in the same VPC as existing mount targets",
      );
    if (properties["availabilityZoneName"] === zone)
      throw new Refusal("MountTargetConflict: mount target already exists in this AZ");
  }
  const groups = texts(inputs, "securityGroups");
  admitGroups(
    cloud,
    vpcId,
    groups,
    (group) =>
      new Refusal(
        `SecurityGroupNotFound: The SecurityGroup ID '${group}' is not in the VPC of the subnet`,
      ),
  );
  const networkInterfaceId = `eni-0${digits("interface").slice(0, 16)}`;
  const wanted = text(inputs, "ipAddress");
  if (wanted !== undefined && takenIn(cloud, subnetId).has(wanted))
    throw new Refusal(`IpAddressInUse: IP address ${wanted} is in use`);
  const place = { subnetId, securityGroups: groups, wanted };
  const ipAddress = putInterface(cloud, id, networkInterfaceId, place);
  const dnsName = `${fileSystemId}.efs.${cloud.region}.${domainOf(cloud)}`;
  return {
    availabilityZoneName: zone,
    availabilityZoneId: zoneId(zone),
    dnsName,
    fileSystemArn: `arn:${cloud.partition}:elasticfilesystem:${cloud.region}:${cloud.account}:file-system/${fileSystemId}`,
    ipAddress,
    ipAddressType: "IPV4_ONLY",
    mountTargetDnsName: `${zone}.${dnsName}`,
    networkInterfaceId,
    ownerId: cloud.account,
    securityGroups: groups,
  };
}

export const efs: readonly ResourceRow[] = [
  {
    type: fileSystem,
    defaults: { performanceMode: "generalPurpose" },
    references: { kmsKeyId: keyReference("KmsKeyNotFound: KMS key {value} not found") },
    behaviour: {
      create: ({ id, inputs }, cloud) => {
        return {
          creationToken: text(inputs, "creationToken") ?? id,
          dnsName: `${id}.efs.${cloud.region}.${domainOf(cloud)}`,
          encrypted: inputs["encrypted"] ?? false,
          sizeInBytes: [],
        };
      },
    },
  },
  {
    type: mountTarget,
    references: {
      fileSystemId: ofFileSystem,
      subnetId: {
        to: [types.subnet],
        error: "SubnetNotFound: The subnet ID '{value}' does not exist",
      },
      securityGroups: {
        to: [types.group],
        error: "SecurityGroupNotFound: The SecurityGroup ID '{value}' does not exist",
      },
    },
    behaviour: { create: mounted },
  },
  {
    type: "aws:efs/accessPoint:AccessPoint",
    references: { fileSystemId: { ...ofFileSystem, onDelete: "cascade" } },
    behaviour: {
      create: ({ inputs }, cloud) => ({
        fileSystemArn: cloud.find(fileSystem, text(inputs, "fileSystemId") ?? "")?.properties[
          "arn"
        ],
        rootDirectory: inputs["rootDirectory"] ?? { path: "/" },
      }),
    },
  },
  ...(["backupPolicy:BackupPolicy", "fileSystemPolicy:FileSystemPolicy"] as const).map(
    (name): ResourceRow => ({
      type: `aws:efs/${name}`,
      references: { fileSystemId: { ...ofFileSystem, onDelete: "cascade" } },
    }),
  ),
];
