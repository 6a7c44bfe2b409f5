import { Refusal } from "../../refusal.ts";
import { types } from "../../services/iam/types.ts";
import type { Call } from "../model.ts";

const name = "AWSServiceRoleForEC2Spot";
const service = "spot.amazonaws.com";

/**
 * EC2's service-linked role for Spot instances. EC2 creates it at the first request of an account, with the caller's permissions.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 * @throws Refusal if it does not exist and the caller may not create it
 */
export function ensureSpotRole({ cloud, may }: Call): void {
  if (cloud.where(types.role, { name }).length > 0) return;
  if (!may("iam:CreateServiceLinkedRole"))
    throw new Refusal(
      "AuthFailure.ServiceLinkedRoleCreationNotPermitted: The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.",
    );
  const path = `/aws-service-role/${service}/`;
  const arn = `arn:${cloud.partition}:iam::${cloud.account}:role${path}${name}`;
  const properties = { name, path, arn };
  cloud.put({
    type: types.linked,
    id: arn,
    properties: { ...properties, awsServiceName: service },
  });
  cloud.put({ type: types.role, id: name, owner: arn, properties });
}
