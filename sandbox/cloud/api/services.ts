import { fleets } from "./ec2/fleet.ts";
import { images } from "./ec2/images.ts";
import { instances } from "./ec2/instances.ts";
import { network } from "./ec2/network.ts";
import { templates } from "./ec2/templates.ts";
import { instanceTypes } from "./ec2/types.ts";
import { eks, zonalShift } from "./eks.ts";
import { iam } from "./iam.ts";
import type { Service } from "./model.ts";
import { pricing } from "./pricing.ts";
import { sqs } from "./sqs.ts";
import { ssm } from "./ssm.ts";

/** Operations by the service's name in a signature: those that Karpenter 1.14.1 calls. */
export const services: Readonly<Record<string, Service>> = {
  ec2: {
    protocol: "ec2",
    actions: { ...network, ...instanceTypes, ...images, ...templates, ...fleets, ...instances },
  },
  "arc-zonal-shift": { protocol: "rest", actions: zonalShift },
  iam: { protocol: "query", actions: iam },
  eks: { protocol: "rest", actions: eks },
  pricing: { protocol: "json", actions: pricing },
  sqs: { protocol: "json", actions: sqs },
  ssm: { protocol: "json", actions: ssm },
};
