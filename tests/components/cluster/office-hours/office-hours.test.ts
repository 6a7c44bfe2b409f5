import * as kubernetes from "@pulumi/kubernetes";
import { ComponentResource } from "@pulumi/pulumi";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import {
  createOfficeHours,
  type OfficeHoursArgs,
} from "../../../../components/cluster/office-hours/index.ts";
import { rules } from "../../../../policy/rules.ts";
import { analyze } from "../../../policy/support/engine.ts";
import { type Recorded, recordResources } from "../../../../ops/mocks/recorder.ts";

const account = "123456789012";
const groupArn = `arn:aws:scheduler:ap-northeast-2:${account}:schedule-group/hanok-dev-hours`;
const nodesArn = `arn:aws:eks:ap-northeast-2:${account}:nodegroup/hanok-dev/system-1a2b/*`;

const args: Omit<OfficeHoursArgs, "provider"> = {
  hours: { kind: "office", from: "08:30", to: "23:45", days: ["fri", "mon"] },
  timeZone: "Asia/Seoul",
  clusterName: "hanok-dev",
  systemNodes: { groupName: "system-1a2b", count: 2 },
  nodePools: ["general", "graviton"],
  alarmTopicArn: "topic",
};

const record = (more: Partial<OfficeHoursArgs> = {}) =>
  recordResources(
    () => {
      const parent = new ComponentResource("hanok:index:Cluster", "cluster");
      const provider = new kubernetes.Provider("eks", {}, { parent });
      const pools = new ComponentResource("pools", "node-pools", {}, { parent });
      createOfficeHours(
        "cluster-hours",
        { ...args, provider, ...more },
        { parent, dependsOn: [pools] },
      );
    },
    {
      outputs: ({ type, name }) =>
        type === "aws:scheduler/scheduleGroup:ScheduleGroup"
          ? { arn: groupArn }
          : { arn: `arn of ${name}`, ...(type.startsWith("aws:sqs") ? { name: "queue" } : {}) },
    },
  );

const own = (resources: readonly Recorded[]) =>
  resources.filter(({ name }) => name.startsWith("cluster-hours"));

function find(resources: readonly Recorded[], type: string, name: string): Recorded {
  const found = resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

/** The pod of a CronJob, with the fields that these tests read. */
interface Cron {
  readonly schedule: string;
  readonly timeZone: string;
  readonly jobTemplate: {
    readonly spec: {
      readonly activeDeadlineSeconds: number;
      readonly template: {
        readonly spec: Readonly<Record<string, unknown>> & {
          readonly initContainers: readonly { readonly args: readonly string[] }[];
          readonly containers: readonly { readonly args: readonly string[] }[];
        };
      };
    };
  };
}

describe("components/cluster/office-hours", () => {
  let resources: readonly Recorded[];
  before(async () => {
    resources = await record();
  });

  const cron = (name: string) => find(resources, "CronJob", name).inputs["spec"] as Cron;
  const commands = (name: string) => {
    const { initContainers, containers } = cron(name).jobTemplate.spec.template.spec;
    return [...initContainers, ...containers].map((one) => one.args.join(" "));
  };

  it("has exactly these children, after the NodePools, each with its provider", () => {
    expect(own(resources).map(({ type, name }) => `${type} ${name}`)).to.have.members([
      "kubernetes:core/v1:Namespace cluster-hours-namespace",
      "kubernetes:core/v1:ServiceAccount cluster-hours-pools",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy cluster-hours-deny",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy cluster-hours-api",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole cluster-hours-pools",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding cluster-hours-pools",
      "kubernetes:batch/v1:CronJob cluster-hours-open",
      "kubernetes:batch/v1:CronJob cluster-hours-close",
      "aws:scheduler/scheduleGroup:ScheduleGroup cluster-hours",
      "aws:scheduler/schedule:Schedule cluster-hours-wake",
      "aws:scheduler/schedule:Schedule cluster-hours-sleep",
      "aws:iam/role:Role cluster-hours",
      "aws:iam/rolePolicy:RolePolicy cluster-hours",
      "aws:sqs/queue:Queue cluster-hours-failures",
      "aws:cloudwatch/metricAlarm:MetricAlarm cluster-hours-OfficeHoursFailed",
    ]);
    for (const { type, parent, provider } of own(resources)) {
      expect(parent).to.equal("cluster");
      if (type.startsWith("kubernetes:")) expect(provider, type).to.equal("eks");
      else expect(provider ?? "", type).to.not.equal("eks");
    }
  });

  it("creates each Job after its permissions", () => {
    for (const name of ["cluster-hours-open", "cluster-hours-close"]) {
      const { dependsOn, deletedWith } = find(resources, "CronJob", name);
      expect(dependsOn).to.include("cluster-hours-pools");
      expect(deletedWith).to.equal("cluster-hours-namespace");
    }
    for (const name of ["cluster-hours-wake", "cluster-hours-sleep"]) {
      const { dependsOn } = find(resources, "Schedule", name);
      expect(dependsOn.filter((one) => one === "cluster-hours")).to.not.be.empty;
    }
  });

  it("opens the pools at the start of the office hours, by time zone and days, and stops trying at their end", () => {
    const { schedule, timeZone, jobTemplate } = cron("cluster-hours-open");
    expect({ schedule, timeZone }).to.deep.equal({
      schedule: "30 8 * * MON,FRI",
      timeZone: "Asia/Seoul",
    });
    expect(jobTemplate.spec.activeDeadlineSeconds).to.equal((15 * 60 + 15) * 60);
    expect(commands("cluster-hours-open")).to.deep.equal([
      'patch nodepools.karpenter.sh general graviton --field-manager=hanok-hours --type=merge --patch={"spec":{"limits":{"nodes":null}}}',
    ]);
  });

  it("closes the pools in the evening, then deletes their nodes, and checks again for late ones", () => {
    const { schedule, jobTemplate } = cron("cluster-hours-close");
    expect(schedule).to.equal("45 23 * * MON,FRI");
    expect(jobTemplate.spec.activeDeadlineSeconds).to.equal(25 * 60);
    expect(commands("cluster-hours-close")).to.deep.equal([
      'patch nodepools.karpenter.sh general graviton --field-manager=hanok-hours --type=merge --patch={"spec":{"limits":{"nodes":"0"}}}',
      "delete nodeclaims.karpenter.sh --all --wait --timeout=22m",
      "delete nodeclaims.karpenter.sh --all --wait --timeout=2m",
    ]);
  });

  it("runs on the system nodes with the highest priority, as an unprivileged user", () => {
    for (const name of ["cluster-hours-open", "cluster-hours-close"]) {
      expect(cron(name).jobTemplate.spec.template.spec).to.deep.include({
        serviceAccountName: "pools",
        automountServiceAccountToken: true,
        restartPolicy: "Never",
        priorityClassName: "system-cluster-critical",
        nodeSelector: { "hanok.dev/pool": "system" },
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
      });
    }
  });

  it("may only patch these pools and delete nodes", () => {
    expect(find(resources, "ClusterRole", "cluster-hours-pools").inputs["rules"]).to.deep.equal([
      {
        apiGroups: ["karpenter.sh"],
        resources: ["nodepools"],
        resourceNames: ["general", "graviton"],
        verbs: ["get", "patch"],
      },
      {
        apiGroups: ["karpenter.sh"],
        resources: ["nodeclaims"],
        verbs: ["get", "list", "watch", "delete"],
      },
    ]);
  });

  it("may reach the API only", () => {
    expect(find(resources, "NetworkPolicy", "cluster-hours-deny").inputs["spec"]).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    expect(find(resources, "NetworkPolicy", "cluster-hours-api").inputs["spec"]).to.deep.equal({
      podSelector: { matchLabels: { "app.kubernetes.io/part-of": "hanok-hours" } },
      policyTypes: ["Egress"],
      egress: [{ ports: [{ protocol: "TCP", port: 443 }] }],
    });
  });

  it("violates no rule of the policy pack", async () => {
    const given = resources.map(({ type, name, inputs }) => ({ type, name, props: inputs }));
    const told = analyze(rules, given, {}, { stack: "dev", today: "2026-11-21" });
    expect(told.map(({ policy, message }) => `${policy}: ${message}`)).to.deep.equal([]);
  });

  it("scales the system nodes up at the start, and down half an hour after the end", () => {
    const schedules = ["wake", "sleep"].map(
      (word) => find(resources, "Schedule", `cluster-hours-${word}`).inputs,
    );
    const common = {
      groupName: "hanok-dev-hours",
      scheduleExpressionTimezone: "Asia/Seoul",
      flexibleTimeWindow: { mode: "OFF" },
    };
    const target = (size: number) => ({
      arn: "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig",
      roleArn: "arn of cluster-hours",
      input: `{"ClusterName":"hanok-dev","NodegroupName":"system-1a2b","ScalingConfig":{"MinSize":0,"DesiredSize":${size}}}`,
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 60 },
      deadLetterConfig: { arn: "arn of cluster-hours-failures" },
    });
    expect(schedules).to.deep.equal([
      {
        ...common,
        name: "wake",
        description: "Scales the system nodes up",
        scheduleExpression: "cron(30 8 ? * MON,FRI *)",
        target: target(2),
      },
      {
        ...common,
        name: "sleep",
        description: "Scales the system nodes down",
        // past midnight, so one day later
        scheduleExpression: "cron(15 0 ? * TUE,SAT *)",
        target: target(0),
      },
    ]);
  });

  it("has a role that only schedules of its group can assume, for one node group", () => {
    const { assumeRolePolicy } = find(resources, "Role", "cluster-hours").inputs;
    expect(JSON.parse(String(assumeRolePolicy))).to.have.deep.property("Statement", [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": account, "aws:SourceArn": groupArn },
        },
      },
    ]);
    const { policy } = find(resources, "RolePolicy", "cluster-hours").inputs;
    expect(JSON.parse(String(policy))).to.have.deep.property("Statement", [
      {
        Sid: "Resize",
        Effect: "Allow",
        Action: "eks:UpdateNodegroupConfig",
        Resource: nodesArn,
      },
      {
        Sid: "TellFailures",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "arn of cluster-hours-failures",
      },
    ]);
  });

  it("has an alarm for calls that AWS refuses", () => {
    const { inputs } = find(resources, "MetricAlarm", "cluster-hours-OfficeHoursFailed");
    expect(inputs).to.deep.include({
      dimensions: { QueueName: "queue" },
      alarmActions: ["topic"],
      okActions: ["topic"],
    });
  });

  it("is deterministic", async () => {
    expect(await record()).to.deep.equal(await record());
  });
});
