import type { Cloud, InputFault, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { number, objects, text, texts } from "../../values.ts";

const metricType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const compositeType = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const actions = ["alarmActions", "okActions", "insufficientDataActions"] as const;

/** PutMetricAlarm overwrites an alarm of the same name; the simulation refuses, because two resources would conflict. */
const metric: ResourceRow = {
  type: metricType,
  behaviour: {
    check: metricFaults,
    create: (order, cloud) => {
      admitTaken(order, cloud, metricType, compositeType);
      return admitAlarm(order, cloud);
    },
    update: (order, cloud) => admitAlarm(order, cloud),
  },
};

/** Checks that the provider's code makes while it plans. */
function metricFaults(inputs: Properties): readonly InputFault[] {
  const { metricName, statistic, extendedStatistic } = inputs;
  if (metricName !== undefined && (statistic ?? extendedStatistic) === undefined)
    return [
      { property: "statistic", reason: "give statistic or extendedStatistic with metricName" },
    ];
  const isTwofold = objects(inputs, "metricQueries").some(
    ({ expression, metric }) => expression !== undefined && metric !== undefined,
  );
  const reason = "a query has an expression or a metric, not both";
  return isTwofold ? [{ property: "metricQueries", reason }] : [];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function admitAlarm({ inputs }: Order, cloud: Cloud): undefined {
  const refuse = (message: string): never => {
    throw new Refusal(`ValidationError: ${message}`);
  };
  const queries = objects(inputs, "metricQueries");
  const returned = queries.filter(({ returnData }) => returnData === true);
  if (
    queries.length === 0 &&
    inputs["metricName"] === undefined &&
    inputs["evaluationCriteria"] === undefined
  )
    refuse("Metric alarm must have either a MetricName or Metrics");
  if (queries.length > 0 && returned.length !== 1)
    refuse("Exactly one element of the metrics list should return data");
  const [periods, points] = [
    number(inputs, "evaluationPeriods"),
    number(inputs, "datapointsToAlarm"),
  ];
  if (periods !== undefined && points !== undefined && points > periods)
    refuse("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  const span = (number(inputs, "period") ?? 0) * (periods ?? 1);
  const longest = (number(inputs, "period") ?? 0) < 3600 ? 86_400 : 604_800;
  if (span > longest)
    refuse(
      `Metrics cannot be checked across more than ${longest === 86_400 ? "a day" : "a week"} (EvaluationPeriods * Period must be <= ${longest})`,
    );
  if (inputs["metricName"] !== undefined && inputs["namespace"] === undefined)
    refuse("Namespace is required with MetricName");
  if (
    inputs["threshold"] === undefined &&
    inputs["thresholdMetricId"] === undefined &&
    inputs["evaluationCriteria"] === undefined
  )
    refuse("Either Threshold or ThresholdMetricId must be given");
  admitActions(inputs, cloud);
}

function admitActions(inputs: Properties, cloud: Cloud): void {
  for (const name of actions) {
    const given = texts(inputs, name);
    for (const arn of given) {
      const [, , service = "", region = ""] = arn.split(":");
      if (service === "sns" && region !== cloud.region)
        throw new Refusal(
          `ValidationError: Invalid region ${region} specified. Only ${cloud.region} is supported.`,
        );
    }
  }
}

function admitTaken({ id }: Order, cloud: Cloud, ...types: readonly string[]): void {
  if (types.some((type) => cloud.find(type, id) !== undefined))
    throw new Refusal(
      `ResourceConflict: Alarm ${id} exists [stricter than AWS, which changes the one that is there]`,
    );
}

const composite: ResourceRow = {
  type: compositeType,
  behaviour: {
    create: (order, cloud) => {
      admitTaken(order, cloud, compositeType, metricType);
      return admitRule(order, cloud);
    },
    update: (order, cloud) => admitRule(order, cloud),
  },
};

/** A rule names alarms by name or ARN: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function admitRule({ inputs }: Order, cloud: Cloud): undefined {
  const rule = text(inputs, "alarmRule") ?? "";
  const rest = rule
    .replaceAll(/\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]+"|[^\s()]+)\s*\)/g, "TRUE")
    .replaceAll(/\b(AND|OR|NOT|TRUE|FALSE)\b|[()\s]/g, "");
  if (rest !== "" || count(rule, "(") !== count(rule, ")"))
    throw new Refusal(`ValidationError: AlarmRule is not valid: ${rest}`);
  for (const [, , quoted = ""] of rule.matchAll(
    /\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]+"|[^\s()]+)\s*\)/g,
  )) {
    const named = quoted.replaceAll('"', "");
    const known = [metricType, compositeType].some((type) =>
      cloud.list(type).some(({ id, properties }) => named === id || named === properties["arn"]),
    );
    if (!known)
      throw new Refusal(
        `ValidationError: Could not save the composite alarm as alarms [${named}] in the alarm rule do not exist`,
      );
  }
  admitActions(inputs, cloud);
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

export const alarms: readonly ResourceRow[] = [metric, composite];
