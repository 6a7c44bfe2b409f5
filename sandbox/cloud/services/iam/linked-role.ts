import type { ResourceRow } from "../../model.ts";
import { isService } from "../../iam-policy.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { types } from "./types.ts";

/**
 * Role names that differ from the service's name:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const names: Readonly<Record<string, string>> = {
  autoscaling: "AutoScaling",
  "ec2.application-autoscaling": "ApplicationAutoScaling_EC2SpotFleetRequest",
  "ecs.application-autoscaling": "ApplicationAutoScaling_ECSService",
  "rds.application-autoscaling": "ApplicationAutoScaling_RDSCluster",
  clientvpn: "ClientVPN",
  "eks-nodegroup": "AmazonEKSNodegroup",
  "eks-fargate": "AmazonEKSForFargate",
  eks: "AmazonEKS",
  elasticache: "ElastiCache",
  elasticloadbalancing: "ElasticLoadBalancing",
  mq: "AmazonMQ",
  opensearchservice: "AmazonOpenSearchService",
  rds: "RDS",
  spot: "EC2Spot",
  spotfleet: "EC2SpotFleet",
};

/** A service-linked role; other resources may refer to it like to any role. */
export const linkedRole: ResourceRow = {
  type: types.linked,
  global: true,
  behaviour: {
    identify: (inputs, { account, partition }) =>
      `arn:${partition}:iam::${account}:role${pathOf(inputs)}${nameOf(inputs)}`,
    create: ({ id, inputs }, cloud) => {
      const service = text(inputs, "awsServiceName") ?? "";
      if (!isService(service))
        throw new Refusal(`InvalidInput: Invalid input: service name ${service} is not valid`);
      const [name, path] = [nameOf(inputs), pathOf(inputs)];
      if (cloud.find(types.role, name) !== undefined)
        throw new Refusal(
          `InvalidInput: Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      cloud.put({ type: types.role, id: name, owner: id, properties: { name, path, arn: id } });
      return { arn: id, name, path, createDate: "2026-11-21T00:00:00Z", uniqueId: "AROASIMULATED" };
    },
  },
};

type Inputs = Parameters<typeof text>[0];

function pathOf(inputs: Inputs): string {
  return `/aws-service-role/${text(inputs, "awsServiceName") ?? ""}/`;
}

function nameOf(inputs: Inputs): string {
  const prefix = (text(inputs, "awsServiceName") ?? "").replace(/\.amazonaws\.com(\.cn)?$/, "");
  const suffix = text(inputs, "customSuffix");
  const name = names[prefix] ?? prefix.replace(/^./, (letter) => letter.toUpperCase());
  return `AWSServiceRoleFor${name}${suffix === undefined ? "" : `_${suffix}`}`;
}
