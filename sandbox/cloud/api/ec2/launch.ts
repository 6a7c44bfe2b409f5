import { instanceFacts, pricePerHour, zonesOfType } from "../../facts/instances.ts";
import type { Cloud, CloudRecord, Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { putInterface, zoneOf } from "../../services/ec2/address.ts";
import { admitImage } from "../../services/ec2/image.ts";
import { types } from "../../services/ec2/types.ts";
import { types as iam } from "../../services/iam/types.ts";
import { object, objects, text, texts } from "../../values.ts";
import { architectureOf } from "./types.ts";

/** One way to fulfil a request: a template and its overrides. */
export interface Choice {
  readonly template: CloudRecord;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly imageId: string | undefined;
  readonly zone: string | undefined;
}

/** Parameters of a launch besides the choice. */
export interface Launch {
  readonly isSpot: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly digits: () => string;
}

/** @throws Refusal if EC2 would refuse this choice */
export function admitChoice({ template, ...choice }: Choice, cloud: Cloud): void {
  const { instanceType, subnetId } = choice;
  const facts = instanceFacts(instanceType);
  if (facts === undefined)
    throw new Refusal(`InvalidParameterValue: Invalid value '${instanceType}' for InstanceType.`);
  const image = choice.imageId ?? text(template.properties, "imageId") ?? "";
  const architecture = admitImage(cloud.region, image);
  if (architecture !== architectureOf(facts))
    throw new Refusal(
      `InvalidParameterValue: The architecture '${architectureOf(facts)}' of the specified instance type does not match the architecture '${architecture}' of the specified AMI.`,
    );
  const subnet = cloud.find(types.subnet, subnetId);
  if (subnet === undefined)
    throw new Refusal(`InvalidSubnetID.NotFound: The subnet ID '${subnetId}' does not exist`);
  const zone = zoneOf(subnet) ?? "";
  if (!zonesOfType(instanceType, cloud.region).includes(zone))
    throw new Refusal(
      `Unsupported: Your requested instance type (${instanceType}) is not supported in your requested Availability Zone (${zone}).`,
    );
  admitGroups(template.properties, text(subnet.properties, "vpcId"), cloud);
  admitProfile(template.properties, cloud);
}

/** The first interface of a template lists its groups; without an interface, the template does. */
export function groupsOf(template: Properties): readonly string[] {
  const [first] = objects(template, "networkInterfaces");
  return first === undefined
    ? texts(template, "vpcSecurityGroupIds")
    : texts(first, "securityGroups");
}

function admitGroups(template: Properties, vpcId: string | undefined, cloud: Cloud): void {
  for (const id of groupsOf(template)) {
    const group = cloud.find(types.group, id)?.properties;
    if (group === undefined)
      throw new Refusal(`InvalidGroup.NotFound: The security group '${id}' does not exist`);
    if (group["vpcId"] !== vpcId)
      throw new Refusal(
        `InvalidParameter: Security group ${id} and subnet belong to different networks.`,
      );
  }
}

/** a profile without a role cannot be used */
function admitProfile(template: Properties, cloud: Cloud): void {
  const name = text(object(template, "iamInstanceProfile"), "name") ?? "";
  const profile = cloud.where(iam.profile, { name })[0];
  if (profile === undefined || text(profile.properties, "role") === undefined)
    throw new Refusal(
      `InvalidParameterValue: Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
}

/** Hourly price of a choice. Choices without a price come last. */
export const costOf = ({ instanceType }: Choice, cloud: Cloud): number =>
  pricePerHour(instanceType, cloud.region) ?? Number.POSITIVE_INFINITY;

/**
 * Creates the instance of a choice with its interface.
 * @returns its identifier
 */
export function launch(
  choice: Choice,
  { isSpot, tags, now, digits }: Launch,
  cloud: Cloud,
): string {
  const { template, instanceType, subnetId } = choice;
  const of = template.properties;
  const hex = digits();
  const id = `i-0${hex.slice(0, 16)}`;
  const primaryNetworkInterfaceId = `eni-0${hex.slice(16, 32)}`;
  const securityGroups = groupsOf(of);
  const place = { subnetId, securityGroups };
  const privateIp = putInterface(cloud, id, primaryNetworkInterfaceId, place);
  cloud.put({
    type: types.instance,
    id,
    properties: {
      instanceType,
      subnetId,
      availabilityZone: zoneOf(cloud.find(types.subnet, subnetId)),
      ami: choice.imageId ?? text(of, "imageId"),
      iamInstanceProfile: text(object(of, "iamInstanceProfile"), "name"),
      launchTemplate: { id: template.id, name: text(of, "name") },
      userDataBase64: text(of, "userData"),
      blockDeviceMappings: objects(of, "blockDeviceMappings"),
      metadataOptions: object(of, "metadataOptions"),
      vpcSecurityGroupIds: securityGroups,
      primaryNetworkInterfaceId,
      privateIp,
      privateDns: `ip-${privateIp.replaceAll(".", "-")}.${cloud.region}.compute.internal`,
      instanceState: "running",
      ...(isSpot && {
        instanceLifecycle: "spot",
        spotInstanceRequestId: `sir-${hex.slice(0, 8)}`,
      }),
      launchTime: now.toISOString(),
      tags,
    },
  });
  return id;
}
