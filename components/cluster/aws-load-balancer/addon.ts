import {
  type Addon,
  type AddonContext,
  type HelmValues,
  systemPlacement,
} from "../addons/addon.ts";
import { loadBalancerStatements } from "./permissions.ts";

const name = "aws-load-balancer-controller";
// one leads, the other stands by
const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 2 : 1);
// an output is no Helm value, so the VPC is found by its name; and no pod reaches the metadata service
const place = ({ aws }: AddonContext): HelmValues =>
  aws === undefined
    ? {}
    : { clusterName: aws.clusterName, region: aws.region, vpcTags: { Name: aws.clusterName } };
const resources = { cpu: "100m", memory: "256Mi" } as const;

/** Makes an ALB of each Gateway of the class `alb`. The Gateway API's definitions must be there when it starts: it looks for them once. */
export const awsLoadBalancerController = {
  name,
  namespace: name,
  podSecurity: "restricted",
  identity: { serviceAccount: name, statements: loadBalancerStatements },
  runsOn: "system",
  requires: [],
  readiness: { kind: "awaited" },
  timeoutSeconds: 300,
  values: (context) => ({
    ...place(context),
    replicaCount: replicas(context),
    serviceAccount: { name },
    ...systemPlacement(context),
    resources: { requests: resources, limits: { memory: resources.memory } },
    podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
    securityContext: { capabilities: { drop: ["ALL"] } },
    podDisruptionBudget: { maxUnavailable: 1 },
    // a new webhook certificate with each upgrade would be a moment without one
    keepTLSSecret: true,
    // while it is down no Service could be made in the whole cluster, and none here is of type LoadBalancer
    enableServiceMutatorWebhook: false,
    createIngressClassResource: false,
    ingressClassParams: { create: false },
    defaultTargetType: "ip",
    enableShield: false,
    enableWaf: false,
    enableWafv2: true,
    controllerConfig: { featureGates: { ALBGatewayAPI: true, NLBGatewayAPI: false } },
  }),
  footprint: (context) => [
    {
      kind: "Deployment",
      name,
      replicas: replicas(context),
      ...resources,
      startupSeconds: 15,
      spread: "none",
      budget: replicas(context) > 1,
    },
  ],
} as const satisfies Addon;
