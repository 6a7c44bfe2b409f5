import { accountCases } from "./cases/account.ts";
import { computeCases } from "./cases/compute.ts";
import { confinementCases } from "./cases/k8s-confinement.ts";
import { dataOperationCases } from "./cases/data-operation.ts";
import { dataServiceCases } from "./cases/data-services.ts";
import { iamEscalationCases } from "./cases/iam-escalation.ts";
import { publicAccessCases } from "./cases/public-access.ts";
import { balancerCases } from "./cases/balancers.ts";
import { budgetCases } from "./cases/budget.ts";
import { edgeCases } from "./cases/edge.ts";
import { eksCases } from "./cases/eks.ts";
import { iamCases } from "./cases/iam.ts";
import { containerCases } from "./cases/k8s-containers.ts";
import { gatewayCases } from "./cases/k8s-gateway.ts";
import { networkCases } from "./cases/k8s-network.ts";
import { podContentCases } from "./cases/k8s-pod-content.ts";
import { podSecurityCases } from "./cases/k8s-pod-security.ts";
import { rbacCases } from "./cases/k8s-rbac.ts";
import { reliabilityCases } from "./cases/k8s-reliability.ts";
import { serviceCases } from "./cases/k8s-services.ts";
import { karpenterCases } from "./cases/karpenter.ts";
import { keyCases } from "./cases/keys.ts";
import { networkCases as awsNetworkCases } from "./cases/network.ts";
import { rdsCases } from "./cases/rds.ts";
import { s3Cases } from "./cases/s3.ts";
import { storeCases } from "./cases/stores.ts";
import type { Cases } from "./support/case.ts";

/** The cases of every rule. */
export const cases: Cases = {
  ...podSecurityCases,
  ...podContentCases,
  ...containerCases,
  ...reliabilityCases,
  ...serviceCases,
  ...networkCases,
  ...gatewayCases,
  ...rbacCases,
  ...karpenterCases,
  ...eksCases,
  ...awsNetworkCases,
  ...balancerCases,
  ...rdsCases,
  ...storeCases,
  ...s3Cases,
  ...edgeCases,
  ...keyCases,
  ...iamCases,
  ...accountCases,
  ...computeCases,
  ...confinementCases,
  ...dataServiceCases,
  ...dataOperationCases,
  ...iamEscalationCases,
  ...publicAccessCases,
  ...budgetCases,
};
