import { type FieldPlan, of } from "./declare.ts";

/** Clean facts that resemble a violation, each with a default or a name that is right. */
export const cleanSiblingPlans: readonly FieldPlan[] = [
  {
    why: "PostgreSQL that demands TLS by default, and a listener whose policy refuses TLS 1.1",
    resources: [
      of("aws:rds/parameterGroup:ParameterGroup", "postgres", {
        family: "postgres17",
        parameters: [{ name: "log_min_duration_statement", value: "500" }],
      }),
      of("aws:rds/clusterParameterGroup:ClusterParameterGroup", "aurora", {
        family: "aurora-postgresql17",
      }),
      of("aws:lb/listener:Listener", "https", {
        loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b",
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
        certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/c",
        defaultActions: [{ type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:x" }],
      }),
    ],
  },
];
