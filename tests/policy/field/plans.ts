import { cleanConfinementPlans } from "./clean-confinement.ts";
import { cleanOpenPlans } from "./clean-open.ts";
import { cleanServicePlans } from "./clean-services.ts";
import { budgetPlans } from "./budget.ts";
import { confinementPlans } from "./confinement.ts";
import { accountPlans } from "./account.ts";
import { dataServicePlans } from "./data-services.ts";
import { computePlans } from "./compute.ts";
import { openPolicyPlans } from "./open-policies.ts";
import type { FieldPlan } from "./declare.ts";
import { accessPlans } from "./access.ts";
import { balancerPlans } from "./balancers.ts";
import { bucketPlans } from "./buckets.ts";
import { cleanAppPlans } from "./clean-apps.ts";
import { cleanBalancerPlans } from "./clean-balancers.ts";
import { cleanEksPlans } from "./clean-eks.ts";
import { cleanGatewayPlans } from "./clean-gateway.ts";
import { cleanNetworkPlans } from "./clean-network.ts";
import { cleanOperatorPlans } from "./clean-operators.ts";
import { cleanPlatformPlans } from "./clean-platform.ts";
import { cleanServerlessPlans } from "./clean-serverless.ts";
import { cleanSiblingPlans } from "./clean-siblings.ts";
import { cleanSitePlans } from "./clean-site.ts";
import { cleanStorePlans } from "./clean-stores.ts";
import { cleanTrailPlans } from "./clean-trail.ts";
import { edgePlans } from "./edge.ts";
import { eksPlans } from "./eks.ts";
import { graphPlans } from "./graph.ts";
import { iamPlans } from "./iam.ts";
import { keyPlans } from "./keys.ts";
import { networkPlans } from "./network.ts";
import { notationPlans } from "./notations.ts";
import { cleanNotationPlans } from "./clean-notations.ts";
import { podContentPlans } from "./pod-content.ts";
import { podPlans } from "./pods.ts";
import { securityGroupPlans } from "./security-groups.ts";
import { siblingPlans } from "./siblings.ts";
import { storePlans } from "./stores.ts";
import { workloadPlans } from "./workloads.ts";

/** Plans that each break some rules. */
export const violating: readonly FieldPlan[] = [
  ...accessPlans,
  ...confinementPlans,
  ...accountPlans,
  ...dataServicePlans,
  ...computePlans,
  ...openPolicyPlans,
  ...balancerPlans,
  ...bucketPlans,
  ...budgetPlans,
  ...edgePlans,
  ...eksPlans,
  ...graphPlans,
  ...iamPlans,
  ...keyPlans,
  ...networkPlans,
  ...notationPlans,
  ...podContentPlans,
  ...podPlans,
  ...securityGroupPlans,
  ...siblingPlans,
  ...storePlans,
  ...workloadPlans,
];

/** Plans that break none. */
export const clean: readonly FieldPlan[] = [
  ...cleanAppPlans,
  ...cleanBalancerPlans,
  ...cleanEksPlans,
  ...cleanGatewayPlans,
  ...cleanConfinementPlans,
  ...cleanOpenPlans,
  ...cleanServicePlans,
  ...cleanNetworkPlans,
  ...cleanNotationPlans,
  ...cleanOperatorPlans,
  ...cleanPlatformPlans,
  ...cleanServerlessPlans,
  ...cleanSiblingPlans,
  ...cleanSitePlans,
  ...cleanStorePlans,
  ...cleanTrailPlans,
];
