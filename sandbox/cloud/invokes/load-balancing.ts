import type { Invoke } from "../model.ts";
import { text } from "../values.ts";

/** Hosted zones of the regions' application load balancers: https://docs.aws.amazon.com/general/latest/gr/elb.html */
const zones: Readonly<Record<string, string>> = {
  "ap-northeast-1": "Z14GRHDCWA56QT",
  "ap-northeast-2": "ZWKZPGTI48KDX",
  "ap-southeast-1": "Z1LMS91P8CMLE5",
  "ap-southeast-2": "Z1GM3OXH4ZPM65",
  "eu-central-1": "Z215JYRZR1TBD5",
  "eu-west-1": "Z32O12XQLNTSW2",
  "us-east-1": "Z35SXDOTRQ7X7K",
  "us-east-2": "Z3AADJGX6KTTL2",
  "us-west-1": "Z368ELLRRE2KJ0",
  "us-west-2": "Z1H1FL5HABSF5",
};

/** Facts about ELB. */
export const loadBalancing: Readonly<Record<string, Invoke>> = {
  "aws:lb/getHostedZoneId:getHostedZoneId": (args) => {
    const region = text(args, "region") ?? "";
    const id = zones[region];
    if (id === undefined) throw new Error(`unsupported AWS Region: ${region}`);
    return { ...args, id };
  },
  "aws:lb/getLoadBalancer:getLoadBalancer": (args, cloud) => {
    const [found] = cloud.where("aws:lb/loadBalancer:LoadBalancer", { name: args["name"] });
    if (found === undefined)
      throw new Error(`LoadBalancerNotFound: Load balancers '[${text(args, "name")}]' not found`);
    return { ...found.properties, id: found.id };
  },
};
