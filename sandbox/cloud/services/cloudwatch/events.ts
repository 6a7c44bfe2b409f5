import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { isObject, text } from "../../values.ts";

const ruleType = "aws:cloudwatch/eventRule:EventRule";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const quotas = { rules: 300, targets: 5 } as const;

const rule: ResourceRow = {
  type: ruleType,
  defaults: { state: "ENABLED" },
  behaviour: {
    create: ({ inputs }) => {
      const { eventPattern, scheduleExpression } = inputs;
      if (eventPattern === undefined && scheduleExpression === undefined)
        throw new Refusal(
          "ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified.",
        );
      const pattern: unknown = JSON.parse(text(inputs, "eventPattern") ?? "{}");
      if (
        !isObject(pattern) ||
        Object.values(pattern).some((value) => !isObject(value) && !Array.isArray(value))
      )
        throw new Refusal(
          "InvalidEventPatternException: Event pattern is not valid. Reason: values must be lists",
        );
    },
  },
};

const target: ResourceRow = {
  type: "aws:cloudwatch/eventTarget:EventTarget",
  autoname: "targetId",
  references: {
    rule: {
      to: [ruleType],
      by: "name",
      error: "ResourceNotFoundException: Rule {value} does not exist on EventBus default.",
    },
  },
  behaviour: {
    create: ({ type, inputs }, cloud) => {
      const others = cloud.where(type, { rule: inputs["rule"] });
      if (others.length >= quotas.targets)
        throw new Refusal(
          "LimitExceededException: The requested resource exceeds the maximum number allowed.",
        );
      const arn = text(inputs, "arn") ?? "";
      if (!/^arn:[\w-]+:[\w-]+:/.test(arn))
        throw new Refusal(
          `ValidationException: Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`,
        );
    },
  },
};

export const events: readonly ResourceRow[] = [rule, target];
