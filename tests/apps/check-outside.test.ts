import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

const api = (field: string) => `services.api.${field}`;

const reach = (cidr: string) => ({ cidr, ports: [443], because: "the bank" });

const may = (action: string, resource = "arn:aws:s3:::shop-photos/*") => ({
  actions: [action],
  resources: [resource],
});

/** Field, value, key of the issue below `shop.`, and a pattern for its line. */
const faulty: readonly (readonly [path: string, value: unknown, key: string, words: RegExp])[] = [
  [api("reaches"), [reach("10.20.0.5")], api("reaches[0].cidr"), /has no prefix length/],
  [api("reaches"), [reach("10.20.0.5/16")], api("reaches[0].cidr"), /Write 10\.20\.0\.0\/16/],
  [api("reaches"), [reach("0.0.0.0/0")], api("reaches[0].cidr"), /is the internet.*Write internet/],
  [api("reaches"), [reach("8.0.0.0/8")], api("reaches[0].cidr"), /is the internet/],
  [api("reaches"), [reach("169.254.169.254/32")], api("reaches[0].cidr"), /is link-local/],
  [api("reaches"), [reach("10.0.0.0/7")], api("reaches[0].cidr"), /is the internet/],
  [api("reaches"), [{ ...reach("10.0.0.1/32"), ports: [] }], api("reaches[0].ports"), /is empty/],
  [api("reaches"), [{ ...reach("10.0.0.1/32"), because: "" }], api("reaches[0].because"), /empty/],
  [api("permissions"), [may("s3:GetObject", "*")], api("permissions[0].actions[0]"), /everything/],
  [api("permissions"), [may("sqs:*", "*")], api("permissions[0].actions[0]"), /on everything/],
  [api("permissions"), [may("*", "*")], api("permissions[0].actions[0]"), /is every action of AWS/],
  [api("permissions"), [may("GetObject")], api("permissions[0].actions[0]"), /is not an action/],
  [
    api("permissions"),
    [may("iam:PassRole", "*")],
    api("permissions[0].actions[0]"),
    /is of iam, for which pods may have no permission.*a run of bootstrap/,
  ],
  [api("permissions"), [may("bedrock:CreateAgent")], api("permissions[0].actions[0]"), /may do/],
  [
    api("permissions"),
    [may("s3:GetObject", "photos")],
    api("permissions[0].resources[0]"),
    /an ARN/,
  ],
  [
    api("permissions"),
    [may("s3:GetObject", "arn:aws:sqs:ap-northeast-2:123456789012:jobs")],
    api("permissions[0].resources[0]"),
    /is an ARN of sqs, which no action is of/,
  ],
  [
    api("permissions"),
    [may("sqs:SendMessage", "arn:aws:sqs:ap-northeast-2:1234:jobs")],
    api("permissions[0].resources[0]"),
    /has no account of 12 digits/,
  ],
];

describe("apps/check: what a service reaches outside the cluster", () => {
  for (const [path, value, key, words] of faulty)
    it(`${path} = ${JSON.stringify(value)} gives one issue`, () => {
      const eks = { ...ground, cluster: { kind: "eks" } } as const;
      const lines = checkSystem(broken(shop, path.split("."), value), eks).issues;
      expect(lines.map((issue) => issue.key)).to.deep.equal([`shop.${key}`]);
      expect(lines.map(issueLine)[0]).to.match(words);
    });
});
