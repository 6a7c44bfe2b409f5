import { regions } from "../facts.ts";
import type { InputFault, Properties } from "../model.ts";
import { isObject, objects, text, unknownValue } from "../values.ts";

/** The provider's settings that the simulated cloud supports. */
export interface Settings {
  readonly region: string;
  readonly account: string;
  readonly defaultTags: Properties;
}

/** Inputs of the provider resource other than strings are JSON. */
export function decoded(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, decodedValue(value)]),
  );
}

function decodedValue(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Errors in the settings, in the AWS provider's words. */
export function settingsFaults(inputs: Properties, account: string): readonly InputFault[] {
  const { region, allowedAccountIds, forbiddenAccountIds } = decoded(inputs);
  const faults: InputFault[] = [];
  if (typeof region === "string" && region !== unknownValue && !regions().includes(region))
    faults.push({ property: "region", reason: `invalid AWS Region: ${region}` });
  if (Array.isArray(allowedAccountIds) && !allowedAccountIds.includes(account))
    faults.push({
      property: "allowedAccountIds",
      reason: `AWS account ID not allowed: ${account}`,
    });
  if (Array.isArray(forbiddenAccountIds) && forbiddenAccountIds.includes(account))
    faults.push({
      property: "forbiddenAccountIds",
      reason: `AWS account ID not allowed: ${account}`,
    });
  return faults;
}

/** @throws Error without a region, as the provider does */
export function settingsOf(
  inputs: Properties,
  account: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Settings {
  const values = decoded(inputs);
  const region =
    text(values, "region") ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  if (region === undefined)
    throw new Error("Missing region configuration: set aws:region, or the region of the provider");
  const [defaultTags] = objects(values, "defaultTags");
  const tags = defaultTags?.["tags"];
  return { region, account, defaultTags: isObject(tags) ? tags : {} };
}
