import { types } from "./services/ec2/types.ts";
import { Store } from "./store/store.ts";

/**
 * What AWS bills by the hour and controllers make, so that no program's state has it. A destroy that ends its controllers too early
 * leaves it standing.
 */
const billed: Readonly<Record<string, string>> = {
  [types.instance]: "EC2 instance",
  "aws:ebs/volume:Volume": "EBS volume",
  "aws:lb/loadBalancer:LoadBalancer": "load balancer",
};

/**
 * What of it is left in the simulated cloud.
 * @param home `.sandbox/cloud`, an absolute path
 */
export function cloudLeftovers(home: string, account: string): readonly string[] {
  return new Store(home, account).all().flatMap(({ type, id, region }) => {
    const noun = billed[type];
    return noun === undefined ? [] : [`${noun} ${id} (${region})`];
  });
}
