import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

interface Step {
  readonly op?: "create" | "update" | "same" | "delete";
  readonly type?: string;
  readonly name: string;
  readonly custom?: boolean;
  readonly inputs?: Record<string, unknown>;
}

const metadataOf = ({
  op = "create",
  type = "kubernetes:apps/v1:Deployment",
  name,
  custom = true,
  inputs = {},
}: Step) => {
  const urn = `urn:pulumi:local::hanok::${type}::${name}`;
  const state = { type, urn, custom, id: "", parent: "", inputs, outputs: {}, provider: "" };
  return { op, urn, type, new: state, provider: "" };
};

let sequence = 0;
const event = (content: Partial<EngineEvent>): EngineEvent => ({
  sequence: (sequence += 1),
  timestamp: 0,
  ...content,
});

/** Engine events with only the fields that are read. */
export const begun = (step: Step): EngineEvent =>
  event({ resourcePreEvent: { metadata: metadataOf(step) } });
export const ended = (step: Step): EngineEvent =>
  event({ resOutputsEvent: { metadata: metadataOf(step) } });
export const broken = (step: Step): EngineEvent =>
  event({ resOpFailedEvent: { metadata: metadataOf(step), status: 1, steps: 1 } });
export const said = (
  message: string,
  step?: Step,
  severity: "error" | "warning" = "error",
): EngineEvent =>
  event({
    diagnosticEvent: {
      message,
      severity,
      color: "never",
      ...(step === undefined ? {} : { urn: metadataOf(step).urn }),
    },
  });
