import { instanceClasses } from "../facts.ts";
import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { number, object, objects, text, texts } from "../values.ts";
import { putInterface } from "./ec2/address.ts";
import { types } from "./ec2/types.ts";

const template = {
  to: [types.template],
  error:
    "ValidationError: You must use a valid fully-formed launch template. The specified launch template, with template ID {value}, does not exist.",
} as const;

/** A group creates instances, whose interfaces keep the subnets and security groups in use. */
const group: ResourceRow = {
  type: "aws:autoscaling/group:Group",
  references: {
    vpcZoneIdentifiers: {
      to: [types.subnet],
      error: "ValidationError: The subnet ID '{value}' does not exist",
    },
    "launchTemplate.id": template,
    "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId": template,
    targetGroupArns: {
      to: ["aws:lb/targetGroup:TargetGroup"],
      by: "arn",
      error:
        "ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again.",
      onDelete: "ignore",
    },
  },
  behaviour: {
    check: (inputs) => {
      const [least, most] = [number(inputs, "minSize"), number(inputs, "maxSize")];
      const wanted = number(inputs, "desiredCapacity");
      const faults = [];
      if (least !== undefined && most !== undefined && least > most)
        faults.push({ property: "minSize", reason: "must be less than or equal to maxSize" });
      if (wanted !== undefined && (wanted < (least ?? wanted) || wanted > (most ?? wanted)))
        faults.push({ property: "desiredCapacity", reason: "must be between minSize and maxSize" });
      return faults;
    },
    create: (order, cloud) => {
      admitTemplate(order.inputs, cloud);
      return scale(order, cloud);
    },
    update: (order, cloud) => {
      admitTemplate(order.inputs, cloud);
      return scale(order, cloud);
    },
  },
};

function admitTemplate(inputs: Properties, cloud: Cloud): void {
  if (texts(inputs, "vpcZoneIdentifiers").length + texts(inputs, "availabilityZones").length === 0)
    throw new Refusal("ValidationError: At least one Availability Zone or VPC Subnet is required.");
  const found = templateOf(inputs, cloud);
  if (found === undefined && inputs["launchConfiguration"] === undefined)
    throw new Refusal(
      "ValidationError: Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.",
    );
  const groups = texts(found ?? {}, "vpcSecurityGroupIds");
  const missing = groups.find((id) => cloud.find(types.group, id) === undefined);
  if (missing !== undefined)
    throw new Refusal(
      `ValidationError: You must use a valid fully-formed launch template. The security group '${missing}' does not exist`,
    );
  const instanceType = text(found ?? {}, "instanceType");
  const offered = instanceClasses("ec2", cloud.region);
  if (instanceType !== undefined && offered.length > 0 && !offered.includes(instanceType))
    throw new Refusal(
      `ValidationError: You must use a valid fully-formed launch template. The requested configuration is currently not supported: instance type ${instanceType}`,
    );
}

function templateOf(inputs: Properties, cloud: Cloud): Properties | undefined {
  const mixed = object(object(inputs, "mixedInstancesPolicy"), "launchTemplate");
  const specification = object(mixed, "launchTemplateSpecification");
  const direct = object(inputs, "launchTemplate");
  const id = text(direct, "id") ?? text(specification, "launchTemplateId");
  const name = text(direct, "name") ?? text(specification, "launchTemplateName");
  return cloud
    .list(types.template)
    .find((one) => one.id === id || (name !== undefined && one.properties["name"] === name))
    ?.properties;
}

/** Distributes the desired number of instances over the subnets. */
function scale({ id, inputs, digits }: Order, cloud: Cloud): Properties {
  const wanted = number(inputs, "desiredCapacity") ?? number(inputs, "minSize") ?? 0;
  const subnets = texts(inputs, "vpcZoneIdentifiers");
  const found = templateOf(inputs, cloud) ?? {};
  const securityGroups = [
    ...texts(found, "vpcSecurityGroupIds"),
    ...objects(found, "networkInterfaces").flatMap((one) => texts(one, "securityGroups")),
  ];
  const present = cloud.list(types.instance).filter(({ owner }) => owner === id);
  for (const { id: instance } of present.slice(wanted)) {
    for (const one of cloud.list(types.interface))
      if (one.owner === instance) cloud.remove(types.interface, one.id);
    cloud.remove(types.instance, instance);
  }
  for (let at = present.length; at < wanted; at += 1) {
    const subnetId = subnets[at % Math.max(subnets.length, 1)];
    if (subnetId === undefined) break;
    const hex = digits(`instance ${at}`);
    const instance = `i-0${hex.slice(0, 16)}`;
    const privateIp = putInterface(cloud, instance, `eni-0${hex.slice(16, 32)}`, {
      subnetId,
      securityGroups,
    });
    cloud.put({
      type: types.instance,
      id: instance,
      owner: id,
      properties: { subnetId, privateIp },
    });
  }
  return { desiredCapacity: wanted };
}

export const autoscaling: readonly ResourceRow[] = [group];
