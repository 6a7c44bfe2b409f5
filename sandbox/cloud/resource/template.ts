import type { Properties } from "../model.ts";

/** Values of a template besides properties. */
export interface TemplateFacts {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly id?: string;
  readonly arn?: string | undefined;
  readonly digits: (purpose: string) => string;
}

/**
 * Fills in `{…}` from the facts and then the properties, `*` with AWS's seventeen digits, `{uuid}` with a UUID, `{six}` with six digits.
 */
export function fill(template: string, facts: TemplateFacts, properties: Properties): string {
  return template
    .replaceAll("*", () => `0${facts.digits(template).slice(0, 16)}`)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      if (name === "uuid") return uuid(facts.digits(template));
      if (name === "six") return facts.digits(template).slice(0, 6);
      if (name === "hex") return facts.digits(template).slice(0, 16);
      if (name === "loadBalancerKind") return loadBalancerKind(properties["loadBalancerType"]);
      if (name === "wafScope") return properties["scope"] === "CLOUDFRONT" ? "global" : "regional";
      if (name === "listenerOf" || name === "ruleOf") return partOf(name, properties);
      const value = { ...properties, ...facts }[name];
      return typeof value === "string" || typeof value === "number" ? String(value) : "";
    });
}

export function uuid(digits: string): string {
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}

/** Elastic Load Balancing's name of a type in ARNs. */
function loadBalancerKind(type: unknown): string {
  if (type === "network") return "net";
  return type === "gateway" ? "gwy" : "app";
}

/** A listener's ARN extends its load balancer's, and a rule's extends its listener's, with another type name. */
function partOf(name: "listenerOf" | "ruleOf", properties: Properties): string {
  const [from, word, under] =
    name === "listenerOf"
      ? (["loadBalancerArn", ":loadbalancer/", ":listener/"] as const)
      : (["listenerArn", ":listener/", ":listener-rule/"] as const);
  const arn = properties[from];
  return typeof arn === "string" ? arn.replace(word, under) : "";
}
