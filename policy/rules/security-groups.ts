import {
  coversPort,
  groupType,
  isAllTraffic,
  openRanges,
  ruleHolders,
  type TrafficRule,
  trafficRules,
} from "../aws/ingress.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";

/** A check of each rule that lets the internet in. */
const eachOpenIngress =
  (check: (rule: TrafficRule, trial: Trial) => void) =>
  (resource: Resource, trial: Trial): void =>
    trial.each(trafficRules(resource), (rule) => {
      if (rule.direction === "ingress" && openRanges(rule).length > 0) check(rule, trial);
    });

const closed = (ports: readonly number[]) =>
  eachOpenIngress((rule, { fail }) => {
    const open = ports.filter((port) => coversPort(rule, port));
    const [range] = openRanges(rule);
    if (open.length > 0 && range !== undefined)
      fail(range, `not reach port ${open.join(", ")} from everywhere`);
  });

const adminPorts = resourceRule({
  id: "sg-no-world-admin-ports",
  theme: "network",
  title: "Admin ports are closed to the internet",
  severity: "critical",
  sources: [
    "CKV_AWS_24",
    "CKV_AWS_25",
    "AwsSolutions-EC23",
    "guard:restricted_ssh",
    "NIST.800.53.R5-EC2RestrictedSSH",
  ],
  remediation: "Name the addresses that administrate, or use Session Manager or the Client VPN.",
  types: ruleHolders,
  check: closed([22, 3389, 5985, 5986, 2379, 10250]),
});

const dataPorts = resourceRule({
  id: "sg-no-world-data-ports",
  theme: "network",
  title: "Data-store ports are closed to the internet",
  severity: "critical",
  sources: [
    "AwsSolutions-RDS8",
    "NIST.800.53.R5-EC2RestrictedCommonPorts",
    "guard:restricted_common_ports",
  ],
  remediation: "Let the security group of the clients in instead of an address range.",
  types: ruleHolders,
  check: closed([3306, 5432, 27017, 6379, 5671, 5672, 15671, 9092, 9200, 11211]),
});

/** Ports that one rule may open to everyone at most. */
const widestRange = 1000;

const allTraffic = resourceRule({
  id: "sg-no-world-all-traffic",
  theme: "network",
  title: "No allow-all ingress",
  severity: "critical",
  sources: ["CKV_AWS_277", "guard:security_group_ingress_all_protocols_rule", "AwsSolutions-EC23"],
  remediation: "Name the protocol and the ports that everyone may use.",
  types: ruleHolders,
  check: eachOpenIngress((rule, { fail }) => {
    const wide = (rule.to.number ?? 0) - (rule.from.number ?? 0) + 1 > widestRange;
    const [range] = openRanges(rule);
    if (range !== undefined && (isAllTraffic(rule) || wide))
      fail(range, "not come with every protocol or a wide range of ports");
  }),
});

const defaultText = /^\s*$|^Managed by (?:Pulumi|Terraform)$/;

const description = resourceRule({
  id: "sg-description",
  theme: "network",
  title: "Security groups and rules explain themselves",
  severity: "low",
  sources: ["CKV_AWS_23", "AwsSolutions-EC27", "guard:security_group_description_rule"],
  remediation:
    "Say in `description` who may reach what, and why. Changing it on a SecurityGroup replaces the group.",
  types: [groupType, ...ruleHolders.filter((type) => /Rule$/.test(type))],
  check: ({ props }, { fail }) => {
    const text = props.at("description");
    if (defaultText.test(text.text ?? "")) fail(text, "say what the rule is for");
  },
});

const oneStyle = stackRule({
  id: "sg-one-style-of-rules",
  theme: "network",
  title: "Inline and standalone SG rules are not mixed",
  severity: "medium",
  sources: ["awsguard:security-group-no-rule-management-conflicts"],
  remediation: "Use either inline rules or separate resources: each removes the other's rules.",
  check: (graph, { fail, each }) =>
    each(graph.of(groupType), (group) => {
      const inline = ["ingress", "egress"]
        .map((key) => group.inputs.at(key))
        .find((list) => list.present && (list.unknown || !list.empty));
      if (inline === undefined) return;
      const separate = graph.referrers(
        group,
        ({ props }) => props.at("securityGroupId"),
        ...ruleHolders.filter((type) => type.endsWith("Rule")),
      );
      if (separate.length > 0)
        fail(inline, `be absent while ${separate.map(({ name }) => name).join(", ")} hold rules`);
    }),
});

const dataStores = [
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:docdb/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/cluster:Cluster",
  "aws:mq/broker:Broker",
];

const dataEgressLimited = stackRule({
  id: "sg-data-egress-limited",
  theme: "network",
  title: "Data-store groups do not allow all egress",
  severity: "medium",
  sources: ["CKV_AWS_382", "guard:security_group_egress_all_protocols_rule"],
  remediation: "Remove the egress rule: a store answers its clients without one.",
  check: (graph, { fail, each }) =>
    each(graph.of(...dataStores), ({ props }) =>
      each(["vpcSecurityGroupIds", "securityGroupIds", "securityGroups"], (key) => {
        if (props.at(key).absent) return;
        each(graph.targets(props.at(key), groupType), (group) => {
          const separate = graph.referrers(
            group,
            (rule) => rule.props.at("securityGroupId"),
            ...ruleHolders.filter((type) => type.endsWith("Rule")),
          );
          each([group, ...separate].flatMap(trafficRules), (rule) => {
            const [range] =
              rule.direction === "egress" && isAllTraffic(rule) ? openRanges(rule) : [];
            if (range !== undefined) fail(range, "not let a data store reach everything");
          });
        });
      }),
    ),
});

export const securityGroups: readonly Rule[] = [
  adminPorts,
  dataPorts,
  allTraffic,
  description,
  oneStyle,
  dataEgressLimited,
];
