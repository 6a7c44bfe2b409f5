import type { Cloud, Properties, Reference } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { reference } from "../../resource/references.ts";
import { text, texts } from "../../values.ts";
import { admitGroups, keyReference } from "../common.ts";
import { familyOf } from "./engine.ts";
import { rdsTypes } from "./types.ts";

const docdbSubnetGroup = "aws:docdb/subnetGroup:SubnetGroup";

export const subnetGroupReference: Reference = {
  to: [rdsTypes.subnetGroup, docdbSubnetGroup],
  error: "DBSubnetGroupNotFoundFault: DB subnet group '{value}' does not exist.",
};

export function parameterGroupReference(
  type: string,
  code = "DBParameterGroupNotFound",
): Reference {
  return reference(type, `${code}: DBParameterGroup not found: {value}`, { except: /^default\./ });
}

export const databaseKey = keyReference(
  "KMSKeyNotAccessibleFault: The specified KMS key [{value}] does not exist, is not enabled or you do not have permissions to access it.",
);

export const monitoringRole: Reference = {
  to: ["aws:iam/role:Role"],
  by: "arn",
  error:
    "InvalidParameterValue: IAM role ARN value is invalid or does not include the required permissions for: {value}",
  onDelete: "ignore",
};

/** @throws Refusal for a parameter group of another family */
export function admitFamily(
  cloud: Cloud,
  type: string,
  name: string | undefined,
  engine: string,
  version: string | undefined,
): void {
  if (name === undefined || version === undefined) return;
  const family = text(cloud.of(type, name), "family") ?? /^default\.(.+)/.exec(name)?.[1];
  const wanted = familyOf(engine, version);
  if (family !== undefined && family !== wanted)
    throw new Refusal(
      `InvalidParameterCombination: The Parameter Group ${name} with DBParameterGroupFamily ${family} can't be used for this instance. Use a Parameter Group with DBParameterGroupFamily ${wanted}.`,
    );
}

/** @throws Refusal for security groups outside the subnet group's VPC */
export function admitVpc(cloud: Cloud, inputs: Properties, what: string): string | undefined {
  const name = text(inputs, "dbSubnetGroupName");
  if (name === undefined) {
    if (texts(inputs, "vpcSecurityGroupIds").length === 0)
      throw new Refusal(
        "InvalidSubnet: No default subnet detected in VPC. Please contact AWS Support to recreate the default Subnets.",
      );
    return undefined;
  }
  const vpcId = text(subnetGroup(cloud, name), "vpcId");
  admitGroups(
    cloud,
    vpcId,
    texts(inputs, "vpcSecurityGroupIds"),
    (_, itsVpc) =>
      new Refusal(
        `InvalidParameterCombination: The ${what} and EC2 security group are in different VPCs. The ${what} is in ${vpcId ?? ""} and the EC2 security group is in ${itsVpc}`,
      ),
  );
  return vpcId;
}

export function subnetGroup(cloud: Cloud, name: string): Properties {
  const found = cloud.find(rdsTypes.subnetGroup, name) ?? cloud.find(docdbSubnetGroup, name);
  return found?.properties ?? {};
}
