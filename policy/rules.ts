import type { Rule } from "./rule.ts";
import { account } from "./rules/account.ts";
import { balancers } from "./rules/balancers.ts";
import { brokers } from "./rules/brokers.ts";
import { compute } from "./rules/compute.ts";
import { dataOperation } from "./rules/data-operation.ts";
import { dataServices } from "./rules/data-services.ts";
import { edgeNames } from "./rules/edge-names.ts";
import { edge } from "./rules/edge.ts";
import { budget } from "./rules/budget.ts";
import { eksNodes } from "./rules/eks-nodes.ts";
import { eks } from "./rules/eks.ts";
import { iamEscalation } from "./rules/iam-escalation.ts";
import { iamTrust } from "./rules/iam-trust.ts";
import { iam } from "./rules/iam.ts";
import { containers } from "./rules/k8s-containers.ts";
import { disruption } from "./rules/k8s-disruption.ts";
import { gateways } from "./rules/k8s-gateway.ts";
import { identities } from "./rules/k8s-identity.ts";
import { ingresses } from "./rules/k8s-ingress.ts";
import { networkPolicies } from "./rules/k8s-network-policies.ts";
import { podContent } from "./rules/k8s-pod-content.ts";
import { podHost } from "./rules/k8s-pod-host.ts";
import { podSecurity } from "./rules/k8s-pod-security.ts";
import { rbacReach } from "./rules/k8s-rbac-reach.ts";
import { rbac } from "./rules/k8s-rbac.ts";
import { references } from "./rules/k8s-references.ts";
import { reliability } from "./rules/k8s-reliability.ts";
import { services } from "./rules/k8s-services.ts";
import { webhooks } from "./rules/k8s-webhooks.ts";
import { karpenter } from "./rules/karpenter.ts";
import { keys } from "./rules/keys.ts";
import { network } from "./rules/network.ts";
import { nodes } from "./rules/nodes.ts";
import { publicAccess } from "./rules/public-access.ts";
import { rdsOperation } from "./rules/rds-operation.ts";
import { rds } from "./rules/rds.ts";
import { records } from "./rules/records.ts";
import { routes } from "./rules/routes.ts";
import { s3 } from "./rules/s3.ts";
import { securityGroups } from "./rules/security-groups.ts";
import { caches, documents } from "./rules/stores.ts";

/** The pack: every rule. */
export const rules: readonly Rule[] = [
  ...podSecurity,
  ...podHost,
  ...podContent,
  ...containers,
  ...reliability,
  ...disruption,
  ...services,
  ...ingresses,
  ...gateways,
  ...networkPolicies,
  ...references,
  ...identities,
  ...rbac,
  ...rbacReach,
  ...webhooks,
  ...karpenter,
  ...eks,
  ...eksNodes,
  ...nodes,
  ...securityGroups,
  ...network,
  ...routes,
  ...balancers,
  ...rds,
  ...rdsOperation,
  ...documents,
  ...caches,
  ...brokers,
  ...s3,
  ...edge,
  ...edgeNames,
  ...keys,
  ...records,
  ...iam,
  ...iamTrust,
  ...iamEscalation,
  ...publicAccess,
  ...compute,
  ...dataServices,
  ...dataOperation,
  ...account,
  ...budget,
];
