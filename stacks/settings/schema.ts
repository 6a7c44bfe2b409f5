import { z } from "zod";
import { validateRegistry, validateTag } from "../../components/check/image.ts";
import { validateDomain, validateLabel, validateTimeZone } from "../../components/check/names.ts";
import {
  byShape,
  fields,
  validateText,
  kindOf,
  kinds,
  leaf,
  list,
  table,
  text,
  whole,
  word,
} from "../../components/check/schema.ts";
import { nodePoolsOptions } from "../../components/cluster/karpenter/options.ts";
import { alarmsOptions } from "../../components/alarms/options.ts";
import { hoursOptions } from "../../components/cluster/office-hours/options.ts";
import { eksOptions } from "../../components/cluster/eks/options.ts";
import { networkOptions } from "../../components/network/options.ts";
import { instead, nearest } from "../../components/check/suggest.ts";
import { instanceType, instanceTypes } from "../../components/check/instance-type.ts";
import { regionOf, regions } from "./regions.ts";

const region = text("Write an AWS region, like ap-northeast-2.", (value) =>
  regions.includes(value)
    ? undefined
    : {
        problem: "is no AWS region",
        remedy: regionOf(value)
          ? `That is a zone; its region is ${regionOf(value)}.`
          : didYouMean(value, regions, "Write an AWS region, like ap-northeast-2."),
      },
);

const zone = text("Write an availability zone, like ap-northeast-2a.", (value) =>
  regionOf(value) === undefined ? "is no availability zone" : undefined,
);

const timeZone = text("Write an IANA time zone, like Asia/Seoul.", (value) => {
  const problem = validateTimeZone(value);
  if (problem === undefined) return undefined;
  const known = Intl.supportedValuesOf("timeZone");
  return {
    problem: typeof problem === "string" ? problem : problem.problem,
    remedy: didYouMean(value, known, "Write an IANA time zone, like Asia/Seoul."),
  };
});

const path = (whatOf: string) =>
  text(`Write the path of ${whatOf}, absolute or relative to the project.`, (value) =>
    /^~|\$/.test(value) ? "has ~ or $, which only a shell replaces" : undefined,
  );

const eksOrExisting =
  "Write {kind: eks, publicAccess: [<CIDR>], admins: [<ARN>, <ARN>]}, or {kind: existing, kubeconfig: <path>, identifier: <name>}.";
const cluster = kinds(
  "kind",
  ["eks", "existing"],
  [
    eksOptions,
    fields(
      {
        kind: z.literal("existing"),
        kubeconfig: path("a kubeconfig"),
        context: text("Write the name of a context in the kubeconfig.").optional(),
        identifier: text("Write a name for the cluster that stays the same.", (value) =>
          validateLabel(value),
        ),
      },
      eksOrExisting,
    ),
  ],
  eksOrExisting,
);

const node = "Write {instanceType: m7i.xlarge, perZone: 1}.";
const nodes = list(
  fields(
    {
      instanceType: text("Write an EC2 instance type, like m7i.xlarge.", (value) =>
        instanceType(value) === undefined
          ? {
              problem: "is no EC2 instance type of the families c, m, r and t",
              remedy: didYouMean(value, instanceTypes, "Write one like m7i.xlarge or m7g.large."),
            }
          : undefined,
      ),
      perZone: whole("Write how many such nodes stand in each zone, 1 to 100.", 1, 100),
    },
    node,
  ),
  `Write a list of node groups: ${node.slice("Write ".length)}`,
  1,
);

const limits = "Write {qps: 100, burst: 200}: requests a second, and at once.";
const kubeClient = fields({ qps: rate(), burst: whole(limits, 1, 100_000) }, limits);

function rate() {
  return leaf<number>(limits, (value) => {
    if (typeof value !== "number" || Number.isNaN(value)) return "is not a number";
    return value >= 1 && value <= 100_000 ? undefined : "is not between 1 and 100000";
  });
}

const tag = leaf<string>('Write the tag of a release, like "1.4.2".', (value) =>
  typeof value === "number"
    ? { problem: "is a number", remedy: "Write it in quotes: YAML takes 1.10 for the number 1.1." }
    : (validateText(value) ?? validateTag(String(value))),
);
const versionsRemedy = "Write a tag by system and service: {zipbob: {edge: 1.4.2}}.";
const versions = byShape(table(byShape(table(tag, versionsRemedy), tag), versionsRemedy), tag);

const secretsRemedy = "Write {kind: generated} or {kind: config}.";
const gatewayApiRemedy = "Write {kind: release}, {kind: file, path: <path>}, or {kind: installed}.";
const chartsRemedy = "Write {kind: repository}, or {kind: folder, path: <path>}.";

/** Every setting, `hanok:<key>`. */
export const settings = fields(
  {
    region,
    account: text('Write the twelve digits of an AWS account: "123456789012".', (value) =>
      /^\d{12}$/.test(value) ? undefined : "is no AWS account",
    ).optional(),
    permissionsBoundary: text(
      "Write the ARN that bootstrap/ prints: arn:aws:iam::<account>:policy/hanok-bootstrap/hanok-boundary.",
      (value) =>
        /^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]+$/.test(value)
          ? undefined
          : "is no ARN of an IAM policy",
    ).optional(),
    zones: list(zone, "Write a list of availability zones: [ap-northeast-2a].", 1),
    domain: text("Write a domain name alone, like example.com.", validateDomain),
    timeZone,
    size: word(["small", "large"]),
    redundancy: word(["none", "zonal"]),
    data: word(["keep", "discard"]),
    stores: word(["cluster", "managed"]),
    network: networkOptions,
    alarms: alarmsOptions,
    cluster,
    nodes,
    hours: hoursOptions,
    nodePools: nodePoolsOptions,
    kubeClient,
    systems: list(text("Write the name of a system."), "Write a list of systems: [zipbob].", 1),
    registry: text("Write a registry, like registry.example.com/team.", validateRegistry),
    versions,
    secrets: kinds(
      "kind",
      ["generated", "config"],
      [
        fields({ kind: z.literal("generated") }, secretsRemedy),
        fields({ kind: z.literal("config") }, secretsRemedy),
      ],
      secretsRemedy,
    ),
    internalGateway: leaf<boolean>("Write true or false.", (value) =>
      typeof value === "boolean" ? undefined : `is ${kindOf(value)}, neither true nor false`,
    ),
    gatewayClass: text("Write the name of a GatewayClass of the cluster.", validateLabel),
    gatewayApi: kinds(
      "kind",
      ["release", "file", "installed"],
      [
        fields({ kind: z.literal("release") }, gatewayApiRemedy),
        fields(
          { kind: z.literal("file"), path: path("a copy of standard-install.yaml") },
          gatewayApiRemedy,
        ),
        fields({ kind: z.literal("installed") }, gatewayApiRemedy),
      ],
      gatewayApiRemedy,
    ),
    charts: kinds(
      "kind",
      ["repository", "folder"],
      [
        fields({ kind: z.literal("repository") }, chartsRemedy),
        fields({ kind: z.literal("folder"), path: path("a folder of charts") }, chartsRemedy),
      ],
      chartsRemedy,
    ),
  },
  "Write the settings below config:, each as hanok:<key>.",
);

/** The same with every key optional: what an environment's YAML may hold. */
export const someSettings = settings.partial();

function didYouMean(value: string, known: readonly string[], otherwise: string): string {
  return nearest(value, known) === undefined ? otherwise : instead(value, known);
}
