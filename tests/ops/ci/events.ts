import {
  DiffKind,
  type EngineEvent,
  type OpType,
  type StepEventMetadata,
} from "@pulumi/pulumi/automation/index.js";

let sequence = 0;
const event = (content: Partial<EngineEvent>): EngineEvent => ({
  sequence: (sequence += 1),
  timestamp: 0,
  ...content,
});

interface Step {
  readonly op: OpType;
  readonly type: string;
  readonly name: string;
  readonly diff?: StepEventMetadata["detailedDiff"];
  readonly keys?: string[];
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
}

const metadataOf = ({ op, type, name, diff, keys, before, after }: Step): StepEventMetadata => {
  const urn = `urn:pulumi:dev::hanok::hanok:index:Platform$${type}::${name}`;
  const state = { type, urn, custom: true, id: "", parent: "", inputs: {}, provider: "" };
  return {
    op,
    urn,
    type,
    provider: "",
    ...(diff === undefined ? {} : { detailedDiff: diff }),
    ...(keys === undefined ? {} : { keys }),
    old: { ...state, outputs: before ?? {} },
    new: { ...state, outputs: after ?? {} },
  };
};

export const step = (one: Step): EngineEvent =>
  event({ resourcePreEvent: { metadata: metadataOf(one) } });

/** The stack's outputs before and after. */
export const priced = (before: number | undefined, after: number | undefined): EngineEvent =>
  event({
    resOutputsEvent: {
      metadata: metadataOf({
        op: "update",
        type: "pulumi:pulumi:Stack",
        name: "hanok-dev",
        before: { cluster: { fixedMonthlyUsd: before, kubeconfig: "[secret]" } },
        after: { cluster: { fixedMonthlyUsd: after, kubeconfig: "[secret]" } },
      }),
    },
  });

export const violated = (
  rule: string,
  text: string,
  enforcementLevel: "mandatory" | "warning",
): EngineEvent =>
  event({
    policyEvent: {
      resourceUrn: "",
      message: text,
      color: "never",
      policyName: rule,
      policyPackName: "hanok",
      policyPackVersion: "",
      policyPackVersionTag: "",
      enforcementLevel,
    },
  });

export const failed = (message: string): EngineEvent =>
  event({ diagnosticEvent: { message, severity: "error", color: "never" } });

/** The text of an event log. */
export const logOf = (events: readonly EngineEvent[]): string =>
  events.map((one) => JSON.stringify(one)).join("\n");

const instance = "aws:rds/instance:Instance";

/** A plan with one of everything. */
export const everything: readonly EngineEvent[] = [
  step({ op: "same", type: "aws:ec2/vpc:Vpc", name: "network" }),
  step({
    op: "create-replacement",
    type: instance,
    name: "zipbob-mariadb",
    keys: ["availabilityZone"],
  }),
  step({
    op: "replace",
    type: instance,
    name: "zipbob-mariadb",
    diff: {
      availabilityZone: { diffKind: DiffKind.updateReplace, inputDiff: true },
      tags: { diffKind: DiffKind.update, inputDiff: true },
    },
  }),
  step({ op: "delete-replaced", type: instance, name: "zipbob-mariadb" }),
  step({ op: "delete", type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "vpn-down" }),
  step({ op: "create", type: "kubernetes:apps/v1:Deployment", name: "zipbob-edge" }),
  step({
    op: "update",
    type: "kubernetes:apps/v1:Deployment",
    name: "zipbob-user",
    diff: {
      "spec.template.spec.containers[0].image": { diffKind: DiffKind.update, inputDiff: true },
    },
  }),
  priced(188.6, 201.1),
  violated(
    "rds-not-public",
    "[critical, data] Databases are private\naws:rds/instance:Instance zipbob-mariadb: `publiclyAccessible` is true; it must be false.\nHow: Remove `publiclyAccessible`.",
    "mandatory",
  ),
  violated(
    "required-tags",
    "[low, tags] Resources carry tags\naws:ec2/vpc:Vpc network: tags lack owner, <b>@admin</b>.\nHow: Write it.",
    "warning",
  ),
];
