import { Refusal } from "../../refusal.ts";
import { types } from "../../services/iam/types.ts";
import type { Call } from "../model.ts";

const name = "AWSServiceRoleForEC2Spot";
const service = "spot.amazonaws.com";

/**
 * The role by which EC2 sees to Spot instances. It makes it for the first of an account, by the rights of who asks for that.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 * @throws Refusal when there is none and the caller may not have it made
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
