import type { ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { object, text } from "../values.ts";

const groupType = "aws:scheduler/scheduleGroup:ScheduleGroup";

const schedule: ResourceRow = {
  type: "aws:scheduler/schedule:Schedule",
  defaults: { groupName: "default" },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const group = text(inputs, "groupName") ?? "default";
      if (group !== "default" && cloud.find(groupType, group) === undefined)
        throw new Refusal(`ResourceNotFoundException: Schedule group ${group} does not exist.`);
      const expression = text(inputs, "scheduleExpression") ?? "";
      const isRight =
        /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/.test(expression) ||
        /^rate\([1-9]\d* (minutes?|hours?|days?)\)$/.test(expression) ||
        /^cron\((\S+ ){5}\S+\)$/.test(expression);
      if (!isRight)
        throw new Refusal(`ValidationException: Invalid Schedule Expression ${expression}.`);
      const role = text(object(inputs, "target"), "roleArn");
      const roles = cloud.list("aws:iam/role:Role");
      if (!roles.some(({ properties }) => properties["arn"] === role))
        throw new Refusal(
          "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
        );
    },
  },
};

/** Services with one or two simulated resource types. */
export const small: readonly ResourceRow[] = [schedule, { type: groupType }];
