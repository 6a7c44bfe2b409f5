import { defaultAccount } from "../cloud/caller.ts";
import type { Cloud, CloudRecord, Properties } from "../cloud/model.ts";
import { Refusal } from "../cloud/refusal.ts";
import { Account } from "../cloud/resource/account.ts";
import { admitScaling } from "../cloud/services/eks/node-group.ts";
import { allows, isTrusted, roleOf } from "../cloud/services/eks/roles.ts";
import { eksTypes } from "../cloud/services/eks/types.ts";
import { Store } from "../cloud/store/store.ts";
import { isObject, number, object, text } from "../cloud/values.ts";
import { firesAt } from "./cron.ts";

/** A schedule that was due, and its result. */
export interface ScheduleRun {
  /** `<group>/<name>` */
  readonly schedule: string;
  /** The error of AWS. The real scheduler would retry, and finally use the dead-letter queue. */
  readonly refusal?: string;
}

/** An AWS API call that a schedule may make: the permission that it needs, and its effect. */
interface Target {
  readonly action: string;
  readonly resource: (input: Properties, cloud: Cloud) => CloudRecord;
  readonly act: (record: CloudRecord, input: Properties) => Properties;
}

/** Universal targets by the end of their ARN. The keys of their input are capitalized. */
const targets: Readonly<Record<string, Target>> = {
  "eks:updateNodegroupConfig": {
    action: "eks:UpdateNodegroupConfig",
    resource: (input, cloud) => {
      const name = text(input, "NodegroupName") ?? "";
      const id = `${text(input, "ClusterName") ?? ""}:${name}`;
      const found = cloud.find(eksTypes.nodeGroup, id);
      if (found !== undefined) return found;
      throw new Refusal(`ResourceNotFoundException: No node group found for name: ${name}.`);
    },
    act: ({ properties }, input) => {
      const given = object(input, "ScalingConfig");
      const wanted = { minSize: "MinSize", maxSize: "MaxSize", desiredSize: "DesiredSize" };
      const changes = Object.entries(wanted).flatMap(([own, member]) => {
        const value = number(given, member);
        return value === undefined ? [] : [[own, value] as const];
      });
      const scalingConfig = {
        ...object(properties, "scalingConfig"),
        ...Object.fromEntries(changes),
      };
      admitScaling({ scalingConfig });
      return { scalingConfig };
    },
  },
};

/**
 * Runs the EventBridge schedules of the simulated account that are due in the minute of `at`. Each assumes its role and
 * makes its target's API call, if the role's policies allow it.
 * @param home `.sandbox/cloud`
 * @throws Error if a schedule or target is not simulated
 */
export function runSchedules(home: string, region: string, at: Date): readonly ScheduleRun[] {
  const store = new Store(home, defaultAccount);
  const isGlobal = (type: string): boolean => type.startsWith("aws:iam/");
  const cloud = new Account(store, { account: defaultAccount, region }, isGlobal);
  return cloud
    .list("aws:scheduler/schedule:Schedule")
    .filter(({ properties }) => isDue(properties, at))
    .map(({ id, properties }) => ({
      schedule: id,
      ...refusalOf(() => store.alone(() => call(object(properties, "target"), cloud))),
    }));
}

function isDue(schedule: Properties, at: Date): boolean {
  if (text(schedule, "state") === "DISABLED") return false;
  const expression = text(schedule, "scheduleExpression") ?? "";
  return firesAt(expression, text(schedule, "scheduleExpressionTimezone") ?? "UTC", at);
}

function call(of: Properties, cloud: Cloud): void {
  const arn = text(of, "arn") ?? "";
  const target = targets[arn.replace(/^arn:[\w-]+:scheduler:::aws-sdk:/, "")];
  if (target === undefined) throw new Error(`the schedule target ${arn} is not simulated`);
  const role = roleOf(text(of, "roleArn"), cloud);
  if (role === undefined || !isTrusted(role, "scheduler.amazonaws.com"))
    throw new Refusal("AccessDeniedException: EventBridge Scheduler may not assume the role");
  const input: unknown = JSON.parse(text(of, "input") ?? "{}");
  if (!isObject(input)) throw new Refusal("ValidationException: the input is not a JSON object");
  const record = target.resource(input, cloud);
  const resource = text(record.properties, "arn") ?? "";
  if (!allows(role, target.action, resource, cloud))
    throw new Refusal(
      `AccessDeniedException: ${text(role, "arn") ?? ""} is not authorized to perform: ${target.action} on resource: ${resource}`,
    );
  const properties = { ...record.properties, ...target.act(record, input) };
  cloud.put({ ...record, properties });
}

function refusalOf(work: () => void): { readonly refusal?: string } {
  try {
    work();
    return {};
  } catch (error) {
    if (error instanceof Refusal) return { refusal: `${error.code}: ${error.message}` };
    throw error;
  }
}
