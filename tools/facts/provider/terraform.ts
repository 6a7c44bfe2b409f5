import { additions } from "./source.ts";

/** Modules whose prefix differs in Terraform. */
const words: Readonly<Record<string, readonly string[]>> = {
  cfg: ["config"],
  cloudwatch: ["cloudwatch", "cloudwatch_event", ""],
  docdb: ["docdb"],
  ec2clientvpn: ["ec2_client_vpn"],
  ec2transitgateway: ["ec2_transit_gateway", "ec2"],
  alb: ["alb", "lb"],
  kinesis: ["kinesis", ""],
  rds: ["rds", "db"],
  s3: ["s3"],
  vpc: ["vpc", ""],
};

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();

/** `aws:ec2/vpc:Vpc` becomes `aws_vpc`: the first candidate that exists in the Terraform provider. */
export function terraformName(type: string, known: ReadonlySet<string>): string {
  const stated = additions.terraform[type];
  if (stated !== undefined) return stated;
  const [, module = "", name = ""] = /^aws:([^/]+)\/\w+:(\w+)$/.exec(type) ?? [];
  const resource = snake(name).replace(/_v2$/, module === "s3" ? "" : "_v2");
  const firsts = words[module] ?? [snake(module), ""];
  const candidates = firsts.map((first) => `aws_${first === "" ? "" : `${first}_`}${resource}`);
  const exact = [...candidates, `aws_${resource}`];
  const found = exact.find((candidate) => known.has(candidate));
  if (found !== undefined) return found;
  const bare = exact.map((candidate) => candidate.replaceAll("_", ""));
  return (
    [...known].find((candidate) => bare.includes(candidate.replaceAll("_", ""))) ?? exact[0] ?? ""
  );
}
