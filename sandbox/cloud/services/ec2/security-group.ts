import type { Cloud, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { admitPeers, admitRules, inlineRules, portFaults, ruleOf, rulesIn } from "./rules.ts";
import { types } from "./types.ts";

const peer = {
  to: [types.group],
  error: "InvalidGroup.NotFound: The security group '{value}' does not exist",
} as const;
/** A rule is deleted with its group. */
const own = { ...peer, code: "InvalidGroup.NotFound", onDelete: "cascade" } as const;

export const securityGroup: ResourceRow = {
  type: types.group,
  defaults: { ingress: [], egress: [] },
  references: { "ingress.securityGroups": peer, "egress.securityGroups": peer },
  behaviour: {
    // before the check for a name that the VPC's own group has
    identify: ({ name }) => {
      if (name === "default")
        throw new Refusal("InvalidGroup.Reserved: The security group 'default' is reserved");
      return undefined;
    },
    create: ({ id, inputs }, cloud) => {
      if (inputs["vpcId"] === undefined)
        throw new Refusal("VPCIdNotSpecified: No default VPC for this user");
      const added = inlineRules(inputs, id);
      admitPeers(added, inputs["vpcId"], cloud);
      admitRules(added, [], "AuthorizeSecurityGroupIngress");
    },
    update: ({ id, inputs }, cloud) => {
      const added = inlineRules(inputs, id);
      admitPeers(added, inputs["vpcId"], cloud);
      admitRules(added, [], "AuthorizeSecurityGroupIngress");
    },
  },
};

/** The default group of a VPC is neither created nor deleted: it is adopted, and only its rules are managed. */
const defaultSecurityGroup: ResourceRow = {
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  autoname: false,
  defaults: { ingress: [], egress: [] },
  references: {
    vpcId: {
      to: [types.vpc],
      error: "InvalidVpcID.NotFound: The vpc ID '{value}' does not exist",
      onDelete: "cascade",
    },
    "ingress.securityGroups": peer,
    "egress.securityGroups": peer,
  },
  behaviour: {
    identify: ({ vpcId }, cloud) =>
      cloud
        .list(types.group)
        .find(({ owner, properties }) => owner === vpcId && properties["name"] === "default")?.id,
    create: ({ id, inputs }, cloud) => {
      const group = cloud.find(types.group, id);
      const { ingress, egress } = inputs;
      if (group !== undefined)
        cloud.put({ ...group, properties: { ...group.properties, ingress, egress } });
    },
    update: ({ id, inputs }, cloud) => {
      const group = cloud.find(types.group, id);
      const { ingress, egress } = inputs;
      if (group !== undefined)
        cloud.put({ ...group, properties: { ...group.properties, ingress, egress } });
    },
  },
};

const directions = [
  ["ingress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
  ["egress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
] as const;

const vpcOf = (groupId: string, cloud: Cloud): unknown =>
  cloud.find(types.group, groupId)?.properties["vpcId"];

/** A separate rule with one peer. */
const rules: readonly ResourceRow[] = directions.map(([direction, type]) => ({
  type,
  references: { securityGroupId: own, referencedSecurityGroupId: peer },
  behaviour: {
    check: (inputs) => portFaults(ruleOf(inputs, direction)),
    create: ({ inputs }, cloud) => {
      const added = ruleOf(inputs, direction);
      const groupId = text(inputs, "securityGroupId") ?? "";
      admitPeers(added, vpcOf(groupId, cloud), cloud);
      admitRules(added, rulesIn(cloud, groupId));
    },
    update: ({ id, inputs }, cloud) => {
      const groupId = text(inputs, "securityGroupId") ?? "";
      const added = ruleOf(inputs, direction);
      admitPeers(added, vpcOf(groupId, cloud), cloud);
      admitRules(added, rulesIn(cloud, groupId, id));
    },
  },
}));

export const securityGroups: readonly ResourceRow[] = [
  securityGroup,
  defaultSecurityGroup,
  ...rules,
];
