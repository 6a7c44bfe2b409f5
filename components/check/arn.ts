import { type Problem, text } from "./schema.ts";

/** Required form of an ARN. */
export interface ArnShape {
  /** `acm`. */
  readonly service: string;
  /** Matches the part after the account: `certificate/…`. */
  readonly resource: RegExp;
  /** Whether its ARNs contain a region; those of IAM do not. */
  readonly regional: boolean;
  /** Name of the resource with its article, for messages. */
  readonly what: string;
}

export const certificateArn: ArnShape = {
  service: "acm",
  resource: /^certificate\/[0-9a-f-]{36}$/,
  regional: true,
  what: "an ACM certificate",
};

export const samlProviderArn: ArnShape = {
  service: "iam",
  resource: /^saml-provider\/[\w.-]{1,128}$/,
  regional: false,
  what: "a SAML provider of IAM",
};

/** Text that is an ARN of the given form. */
export function arn(shape: ArnShape, description: string) {
  const tail =
    shape.service === "acm"
      ? "ap-northeast-2:<account>:certificate/<id>"
      : ":<account>:saml-provider/<name>";
  const remedy = `Write the ARN of ${shape.what}: arn:aws:${shape.service}:${tail}.`;
  return text((value) => validateArn(value, shape)).meta({ description, remedy });
}

/** Format: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function validateArn(value: string, shape: ArnShape): Problem {
  const { service, resource, regional, what } = shape;
  const [prefix, partition, itsService, region, account, ...rest] = value.split(":");
  if (prefix !== "arn" || !/^aws(-[a-z]+)*$/.test(partition ?? "") || rest.length === 0)
    return "is not an ARN";
  if (itsService !== service || !resource.test(rest.join(":"))) return `is not an ARN of ${what}`;
  if (!/^\d{12}$/.test(account ?? "")) return "has no account of 12 digits";
  if ((region !== "") === regional) return undefined;
  return regional ? "has no region" : `has a region, and ${service.toUpperCase()} has none`;
}

/** Region of an ARN; empty if it has none. */
export function regionOfArn(value: string): string {
  return value.split(":")[3] ?? "";
}
