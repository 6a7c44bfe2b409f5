import { z } from "zod";
import { isOfPods, podServices } from "../../components/check/pod-services.ts";
import { list, type Problem, text } from "../../components/check/schema.ts";
import { instead } from "../../components/check/suggest.ts";

const known = Object.keys(podServices);

function validateAction(action: string): Problem {
  if (action === "*") return "is every action of AWS";
  const [, service = ""] = /^([a-z][a-z0-9-]*):[A-Za-z]*\*?$/.exec(action) ?? [];
  if (service === "" || action.endsWith(":")) return "is not an action";
  if (isOfPods(action)) return undefined;
  const line = "components/check/pod-services.ts, and a run of bootstrap/";
  return known.includes(service)
    ? { problem: "is not what pods may do", remedy: `More is a change of ${line}.` }
    : {
        problem: `is of ${service}, for which pods may have no permission`,
        remedy: `${instead(service, known)} A new service is a line in ${line}.`,
      };
}

function validateResource(arn: string): Problem {
  if (arn === "*") return undefined;
  const [prefix, partition = "", service = "", , account = "", ...rest] = arn.split(":");
  if (prefix !== "arn" || !/^aws(-[a-z]+)*$/.test(partition) || rest.join("") === "")
    return "is not an ARN";
  if (!/^(\d{12}|\*)?$/.test(account)) return "has no account of 12 digits";
  return known.includes(service)
    ? undefined
    : `is an ARN of ${service}, for which pods may have no permission`;
}

/** Services whose actions read or change data. Each of their actions, apart from lists, takes an ARN. */
const holdsData = ["dynamodb", "kinesis", "kms", "s3", "secretsmanager", "sns", "sqs"];

/** Whether an action on everything is too much: it reads data that is another's, or is a whole family of actions. */
const isTooWide = (action: string): boolean => {
  const [service = "", name = ""] = action.split(":");
  return action.endsWith("*") || (holdsData.includes(service) && !name.startsWith("List"));
};

const serviceOf = (text_: string, index: number): string => text_.split(":")[index] ?? "";

/** Permissions of a service's pods in AWS. */
export const permissions = list(
  z
    .strictObject({
      actions: list(text(validateAction))
        .min(1)
        .meta({ remedy: 'Write a list of actions: ["s3:GetObject"].' }),
      resources: list(text(validateResource))
        .min(1)
        .meta({ remedy: 'Write a list of ARNs: ["arn:aws:s3:::shop-photos/*"].' }),
      conditions: z
        .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])))
        .meta({ remedy: 'Write { StringEquals: { "s3:prefix": "photos/" } }.' })
        .optional(),
    })
    .check(({ value: { actions, resources }, issues }) => {
      const wide = resources.includes("*") ? actions.findIndex(isTooWide) : -1;
      if (wide >= 0)
        issues.push({
          code: "custom",
          params: { problem: "is allowed on everything", remedy: "Name the ARNs in place of *." },
          path: ["actions", wide],
          input: actions[wide],
        });
      const services = actions.map((action) => serviceOf(action, 0));
      const stray = resources.findIndex(
        (arn) => arn !== "*" && !services.includes(serviceOf(arn, 2)),
      );
      if (stray < 0) return;
      const problem = `is an ARN of ${serviceOf(resources[stray] ?? "", 2)}, which no action is of`;
      issues.push({
        code: "custom",
        params: { problem, remedy: "Add an action of it, or leave the ARN out." },
        path: ["resources", stray],
        input: resources[stray],
      });
    })
    .meta({
      remedy: 'Write { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-photos/*"] }.',
    }),
).meta({
  remedy:
    'Write a list: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-photos/*"] }].',
});
