import type { InputFault, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { object, objects, text } from "../values.ts";

const parameter: ResourceRow = {
  type: "aws:ssm/parameter:Parameter",
  arn: "arn:{partition}:ssm:{region}:{account}:parameter/{name}",
  words: { noun: "SSM Parameter", create: "PutParameter", update: "PutParameter" },
  outputs: { version: 1 },
  defaults: { tier: "Standard", dataType: "text" },
  unique: {
    by: ["name"],
    code: "ParameterAlreadyExists",
    message:
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  },
  behaviour: {
    create: ({ inputs, arn }) => {
      const name = text(inputs, "name") ?? "";
      const value = text(inputs, "value") ?? text(inputs, "insecureValue") ?? "";
      if (/^\/?(aws|ssm)/i.test(name))
        throw new Refusal(
          "ValidationException",
          `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`,
        );
      if (name.includes("/") && !name.startsWith("/"))
        throw new Refusal("ValidationException", "Parameter name must be a fully qualified name.");
      if (name.split("/").length > 16)
        throw new Refusal(
          "HierarchyLevelLimitExceededException",
          "A hierarchy has at most 15 levels",
        );
      if (value.length > (inputs["tier"] === "Advanced" ? 8192 : 4096))
        throw new Refusal(
          "ValidationException",
          "Standard tier parameters support a maximum parameter value of 4096 characters.",
        );
      return { arn: arn?.replace("parameter//", "parameter/") };
    },
  },
};

const groupType = "aws:scheduler/scheduleGroup:ScheduleGroup";

const schedule: ResourceRow = {
  type: "aws:scheduler/schedule:Schedule",
  id: "{groupName}/{name}",
  arn: "arn:{partition}:scheduler:{region}:{account}:schedule/{groupName}/{name}",
  words: { noun: "EventBridge Scheduler Schedule" },
  defaults: { groupName: "default", scheduleExpressionTimezone: "UTC", state: "ENABLED" },
  unique: {
    by: ["groupName", "name"],
    code: "ConflictException",
    message: "Schedule {name} already exists.",
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const group = text(inputs, "groupName") ?? "default";
      if (group !== "default" && cloud.find(groupType, group) === undefined)
        throw new Refusal("ResourceNotFoundException", `Schedule group ${group} does not exist.`);
      const expression = text(inputs, "scheduleExpression") ?? "";
      const isRight =
        /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/.test(expression) ||
        /^rate\([1-9]\d* (minutes?|hours?|days?)\)$/.test(expression) ||
        /^cron\((\S+ ){5}\S+\)$/.test(expression);
      if (!isRight)
        throw new Refusal("ValidationException", `Invalid Schedule Expression ${expression}.`);
      const role = text(object(inputs, "target"), "roleArn");
      const roles = cloud.list("aws:iam/role:Role");
      if (!roles.some(({ properties }) => properties["arn"] === role))
        throw new Refusal(
          "ValidationException",
          "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
        );
      return undefined;
    },
  },
};

const functionType = "aws:lambda/function:Function";

const lambdaFunction: ResourceRow = {
  type: functionType,
  arn: "arn:{partition}:lambda:{region}:{account}:function:{name}",
  words: { noun: "Lambda Function" },
  defaults: { memorySize: 128, timeout: 3, packageType: "Zip", publish: false },
  outputs: {
    version: "$LATEST",
    lastModified: "2026-11-21T00:00:00.000+0000",
    sourceCodeSize: 1024,
    invokeArn:
      "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
    qualifiedArn: "{arn}:$LATEST",
  },
  unique: {
    by: ["name"],
    code: "ResourceConflictException",
    message: "Function already exist: {name}",
  },
  references: {
    role: {
      to: ["aws:iam/role:Role"],
      by: "arn",
      code: "InvalidParameterValueException",
      message: "The role defined for the function cannot be assumed by Lambda.",
      onDelete: "ignore",
    },
  },
};

const permission: ResourceRow = {
  type: "aws:lambda/permission:Permission",
  id: "{statementId}",
  autoname: "statementId",
  words: { noun: "Lambda Permission", create: "AddPermission", delete: "RemovePermission" },
  unique: {
    by: ["function", "statementId"],
    code: "ResourceConflictException",
    message: "The statement id ({statementId}) provided already exists.",
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const name = text(inputs, "function") ?? "";
      const functions = cloud.list(functionType);
      if (!functions.some(({ id, properties }) => id === name || properties["arn"] === name))
        throw new Refusal("ResourceNotFoundException", `Function not found: ${name}`);
      return undefined;
    },
  },
};

const table: ResourceRow = {
  type: "aws:dynamodb/table:Table",
  words: { noun: "DynamoDB Table" },
  defaults: { billingMode: "PROVISIONED", deletionProtectionEnabled: false },
  unique: {
    by: ["name"],
    code: "ResourceInUseException",
    message: "Table already exists: {name}",
  },
  behaviour: {
    check: tableFaults,
    create: ({ inputs, arn }) => ({
      ...(inputs["streamEnabled"] === true
        ? {
            streamArn: `${arn}/stream/2026-11-21T00:00:00.000`,
            streamLabel: "2026-11-21T00:00:00.000",
          }
        : {}),
    }),
    remove: ({ properties }) => {
      if (properties["deletionProtectionEnabled"] === true)
        throw new Refusal(
          "ValidationException",
          "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        );
    },
  },
};

/** Every key is an attribute, and every attribute a key. */
function tableFaults(inputs: Properties): readonly InputFault[] {
  const attributes = objects(inputs, "attributes").flatMap((one) => text(one, "name") ?? []);
  const of = [
    inputs,
    ...objects(inputs, "globalSecondaryIndexes"),
    ...objects(inputs, "localSecondaryIndexes"),
  ];
  const keys = of.flatMap((one) => [
    ...[text(one, "hashKey"), text(one, "rangeKey")],
    ...objects(one, "keySchemas").map((part) => text(part, "attributeName")),
  ]);
  const used = keys.filter((key) => key !== undefined);
  const loose = attributes.filter((name) => !used.includes(name));
  const missing = used.filter((key) => !attributes.includes(key));
  if (inputs["attributes"] === undefined) return [];
  return [...loose, ...missing].map((name) => ({
    property: "attributes",
    reason: `all attributes must be indexed, and all keys attributes: ${name}`,
  }));
}

const budget: ResourceRow = {
  type: "aws:budgets/budget:Budget",
  global: true,
  id: "{account}:{name}",
  arn: "arn:{partition}:budgets::{account}:budget/{name}",
  words: { noun: "Budget", service: "Budgets" },
  unique: {
    by: ["name"],
    code: "DuplicateRecordException",
    message: "Error creating budget: {name} - the budget already exists.",
  },
  behaviour: {
    create: ({ inputs }, { account }) => {
      if (objects(inputs, "notifications").length > 10)
        throw new Refusal(
          "CreationLimitExceededException",
          "A budget has at most 10 notifications",
        );
      return { accountId: text(inputs, "accountId") ?? account };
    },
  },
};

/** Services of which one or two resources are used. */
export const small: readonly ResourceRow[] = [
  parameter,
  schedule,
  {
    type: groupType,
    unique: {
      by: ["name"],
      code: "ConflictException",
      message: "Schedule group {name} already exists.",
    },
    outputs: { state: "ACTIVE" },
  },
  lambdaFunction,
  permission,
  table,
  budget,
];
