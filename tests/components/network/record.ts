import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { toFaults } from "../../../components/check/parse.ts";
import type { Fault } from "../../../components/fault.ts";
import { type Recorded, type RecordOptions, recordResources } from "../../support/recorder.ts";

export const topic = "arn:aws:sns:ap-northeast-2:123456789012:alarms";
export const certificate = (digit: number, region = "ap-northeast-2") =>
  `arn:aws:acm:${region}:123456789012:certificate/${String(digit).repeat(8)}-1111-2222-3333-444444444444`;

/** What EC2, Route 53 and ACM compute, as far as a part reads it. */
const outputs: RecordOptions["outputs"] = ({ type, name, inputs }) => {
  if (type === "aws:cloudwatch/logGroup:LogGroup") {
    const logName = String(inputs.name ?? `${name}-1a2b3c4`);
    return { name: logName, arn: `arn:aws:logs:ap-northeast-2:123456789012:log-group:${logName}` };
  }
  if (type === "aws:cloudwatch/metricAlarm:MetricAlarm") return { name: `${name}-1a2b3c4` };
  if (type === "aws:ec2/vpnConnection:VpnConnection") {
    return {
      tunnel1Address: `${name}-outside-1`,
      tunnel2Address: `${name}-outside-2`,
      presharedKeyArn: `${name}-keys`,
    };
  }
  if (type === "aws:route53/resolverEndpoint:ResolverEndpoint") {
    return { ipAddresses: [{ ip: "10.20.5.7" }, { ip: "10.20.1.9" }] };
  }
  if (type === "aws:acm/certificate:Certificate") {
    const proof = {
      resourceRecordName: "_a1.example.com.",
      resourceRecordType: "CNAME",
      resourceRecordValue: "_b2.acm-validations.aws.",
    };
    const arn = certificate(inputs.region === undefined ? 7 : 8, inputs.region as string);
    return { arn, domainValidationOptions: [proof, proof] };
  }
  if (type === "aws:route53/record:Record") return { fqdn: String(inputs.name) };
  if (type === "aws:route53/zone:Zone") {
    return { zoneId: `${name}-id`, nameServers: ["ns-1.awsdns-01.org"] };
  }
  return {};
};

/** Records what a part makes below a component named `shop`. */
export async function recordPart(
  make: (options: pulumi.CustomResourceOptions) => unknown,
  options: RecordOptions = {},
): Promise<readonly Recorded[]> {
  const recorded = await recordResources(
    () => make({ parent: new pulumi.ComponentResource("test:index:Network", "shop") }),
    { outputs, ...options },
  );
  return recorded.filter(({ name }) => name !== "shop");
}

/** `type name`, the type without its package. */
export const children = (recorded: readonly Recorded[]) =>
  recorded.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

/** The one resource with a name, and where several have it, of a type. */
export function named(recorded: readonly Recorded[], name: string, type = ""): Recorded {
  const found = recorded.filter((one) => one.name === name && one.type.endsWith(type));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} of ${type} ${name} among ${children(recorded).join(", ")}`);
  }
  return found[0];
}

/** The faults that a schema finds. */
export function schemaFaults(schema: z.ZodType, raw: unknown, key: string): readonly Fault[] {
  const parsed = schema.safeParse(raw);
  return parsed.success ? [] : toFaults(parsed.error.issues, raw, key);
}

/** Key and problem of each fault, and that each has a whole sentence as its remedy. */
export const told = (faults: readonly Fault[]) =>
  faults.map(({ key, problem, remedy }) =>
    /^[A-Z].*\.$/s.test(remedy) ? `${key} ${problem}` : `${key}: no remedy: ${remedy}`,
  );
