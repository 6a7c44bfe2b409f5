import { createHash } from "node:crypto";
import { ResolverEndpoint } from "@pulumi/aws/route53/resolverEndpoint.js";
import { ResolverRule } from "@pulumi/aws/route53/resolverRule.js";
import { ResolverRuleAssociation } from "@pulumi/aws/route53/resolverRuleAssociation.js";
import type * as pulumi from "@pulumi/pulumi";
import { type Alarm, createAlarm } from "../aws/alarm.ts";
import type { ResolverOptions } from "./resolver/options.ts";
import { createSecurityGroup, type Passage } from "./security-group.ts";

export interface ResolverArgs {
  readonly resolver: ResolverOptions;
  readonly vpcId: pulumi.Input<string>;
  /** Two private subnets in different zones. */
  readonly subnetIds: readonly [pulumi.Input<string>, pulumi.Input<string>];
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

export interface Resolver {
  /** Addresses that the company sends its DNS queries to; undefined without an inbound endpoint. */
  readonly inboundAddresses?: pulumi.Output<string[]>;
  /** Resources that must exist before a name of the company resolves. */
  readonly ready: readonly pulumi.Resource[];
}

/** An interface usually recovers by itself. One that has not recovered after ten minutes needs attention. */
const unhealthy = {
  alert: "ResolverEndpointUnhealthy",
  metric: {
    namespace: "AWS/Route53Resolver",
    metricName: "EndpointUnhealthyENICount",
    statistic: "Maximum",
    period: 300,
    evaluationPeriods: 2,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    treatMissingData: "notBreaching",
  },
} satisfies Omit<Alarm, "says">;

/** Creates the resolver endpoints that the settings ask for, and the rules of the outbound endpoint. */
export function createResolver(
  name: string,
  args: ResolverArgs,
  options: pulumi.CustomResourceOptions,
): Resolver {
  const { forward = [], inbound = [] } = args.resolver;
  const servers = [...new Set(forward.flatMap((rule) => rule.servers))];
  const rules =
    forward.length === 0
      ? []
      : createRules(
          name,
          args,
          createEndpoint(
            `${name}-outbound`,
            "OUTBOUND",
            dns(
              "egress",
              servers.map((server) => `${server}/32`),
            ),
            args,
            options,
          ),
          options,
        );
  if (inbound.length === 0) return { ready: rules };
  const endpoint = createEndpoint(
    `${name}-inbound`,
    "INBOUND",
    dns("ingress", inbound),
    args,
    options,
  );
  return {
    inboundAddresses: endpoint.ipAddresses.apply((all) => all.map(({ ip }) => ip).sort()),
    ready: [...rules, endpoint],
  };
}

/** DNS over UDP, and over TCP for long answers. */
function dns(direction: Passage["direction"], cidrs: readonly string[]): Passage[] {
  return cidrs.flatMap((cidr) =>
    (["udp", "tcp"] as const).map((protocol) => ({ direction, cidr, protocol, port: 53 })),
  );
}

function createEndpoint(
  name: string,
  direction: "INBOUND" | "OUTBOUND",
  passages: readonly Passage[],
  { vpcId, subnetIds, alarmTopicArn }: ResolverArgs,
  options: pulumi.CustomResourceOptions,
): ResolverEndpoint {
  const description = `DNS of the resolver endpoint, ${direction.toLowerCase()}`;
  const group = createSecurityGroup(name, { vpcId, description, passages }, options);
  const endpoint = new ResolverEndpoint(
    name,
    {
      direction,
      resolverEndpointType: "IPV4",
      protocols: ["Do53"],
      securityGroupIds: [group.id],
      ipAddresses: subnetIds.map((subnetId) => ({ subnetId })),
      tags: { Name: name },
    },
    options,
  );
  const alarm = {
    ...unhealthy,
    says: `An interface of the ${direction.toLowerCase()} resolver endpoint has not recovered for 10 minutes`,
    metric: { ...unhealthy.metric, dimensions: { EndpointId: endpoint.id } },
  };
  createAlarm(name, alarm, alarmTopicArn, options);
  return endpoint;
}

/** Creates one rule per domain and associates it with the VPC. */
function createRules(
  name: string,
  { resolver: { forward = [] }, vpcId }: ResolverArgs,
  endpoint: ResolverEndpoint,
  options: pulumi.CustomResourceOptions,
): readonly ResolverRuleAssociation[] {
  return forward.map(({ domain, servers }) => {
    const ruleName = `${name}-${domain.replaceAll(".", "-")}`;
    const rule = new ResolverRule(
      ruleName,
      {
        ...shortName(ruleName),
        domainName: domain,
        ruleType: "FORWARD",
        resolverEndpointId: endpoint.id,
        targetIps: servers.map((ip) => ({ ip, port: 53, protocol: "Do53" })),
        tags: { Name: ruleName },
      },
      options,
    );
    return new ResolverRuleAssociation(
      ruleName,
      { ...shortName(ruleName), resolverRuleId: rule.id, vpcId },
      options,
    );
  });
}

/** A physical name for a logical name that would exceed Resolver's 64 characters with the eight that Pulumi adds. */
export function shortName(name: string): { readonly name?: string } {
  if (name.length + 8 <= 64) return {};
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return { name: `${name.slice(0, 55)}-${hash}` };
}
