import {
  type Addon,
  type AddonContext,
  type HelmValues,
  imageOf,
  systemPlacement,
} from "../addons/addon.ts";
import { loadBalancerStatements } from "./permissions.ts";

const name = "aws-load-balancer-controller";
// one is the leader, the other a standby
const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 2 : 1);
// a Helm value cannot be an output, so the controller finds the VPC by its name; pods cannot reach the metadata service
const place = ({ aws }: AddonContext): HelmValues =>
  aws === undefined
    ? {}
    : { clusterName: aws.clusterName, region: aws.region, vpcTags: { Name: aws.clusterName } };
const image = `public.ecr.aws/eks/${name}`;
const resources = { cpu: "100m", memory: "256Mi" } as const;

/** Creates an ALB for each Gateway of the class `alb`. The Gateway API's CRDs must exist before it starts, because it looks for them once. */
export const awsLoadBalancerController = {
  name,
  namespace: name,
  podSecurity: "restricted",
  identities: [{ serviceAccount: name, statements: loadBalancerStatements }],
  runsOn: "system",
  requires: [],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 300,
  values: (context) => ({
    ...place(context),
    image: imageOf(image, context),
    replicaCount: replicas(context),
    serviceAccount: { name },
    ...systemPlacement(context),
    resources: { requests: resources, limits: { memory: resources.memory } },
    podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
    securityContext: { capabilities: { drop: ["ALL"] } },
    podDisruptionBudget: { maxUnavailable: 1 },
    // with a new certificate at each upgrade, the webhook would fail for a moment
    keepTLSSecret: true,
    // while the webhook is down, no Service could be created in the cluster; no Service here has the type LoadBalancer
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
