import { expect } from "chai";
import { describe, it } from "mocha";
import { validatePlan } from "../../policy/plan/validate.ts";
import { planRules } from "../../policy/plan/rules.ts";
import { stepsIn } from "../../policy/plan/steps.ts";
import { settingsOf } from "../../policy/settings.ts";
import { secret } from "./support/case.ts";

const urn = (type: string, name: string, stack = "prod") =>
  `urn:pulumi:${stack}::shop::shop:index:Data$${type}::${name}`;

interface Step {
  readonly op: string;
  readonly type: string;
  readonly name?: string;
  readonly stack?: string;
  readonly before?: object;
  readonly after?: object;
  readonly keys?: readonly string[];
  readonly detailed?: object;
}

/** As `pulumi preview --json` writes it. */
const document = (...steps: readonly Step[]) =>
  JSON.stringify({
    steps: steps.map(({ op, type, name = "main", stack, before = {}, after = {}, ...more }) => ({
      op,
      urn: urn(type, name, stack),
      oldState: { type, inputs: before },
      newState: { type, inputs: after },
      replaceReasons: more.keys ?? null,
      detailedDiff: more.detailed ?? null,
    })),
  });

/** As a line of `--event-log`. */
const line = ({ op, type, name = "main", before = {}, after = {}, keys }: Step) =>
  JSON.stringify({
    resourcePreEvent: {
      metadata: {
        op,
        type,
        urn: urn(type, name),
        old: { inputs: before },
        new: { inputs: after },
        keys,
      },
    },
  });

const judged = (text: string, settings: object = {}, today = "2026-06-01") =>
  validatePlan(stepsIn(text), settingsOf(settings), today).map(
    ({ rule, message }) => `${rule.id}: ${message.split("\n")[0] ?? ""}`,
  );

const vpc = {
  op: "replace",
  type: "aws:ec2/vpc:Vpc",
  before: { cidrBlock: "10.0.0.0/16" },
  after: { cidrBlock: "10.1.0.0/16" },
  keys: ["cidrBlock"],
} as const;
const said =
  'plan-no-replacement: aws:ec2/vpc:Vpc main would be replaced: cidrBlock changes from "10.0.0.0/16" to "10.1.0.0/16".';

describe("plan-no-replacement", () => {
  it("passes: an update, a replacement of what keeps nothing, and a stack that is no production", () => {
    const text = document(
      { ...vpc, op: "update" },
      { ...vpc, type: "aws:ec2/instance:Instance" },
      { ...vpc, stack: "dev" },
    );
    expect(judged(text)).to.be.empty;
  });

  it("fails: with the input that caused it, once for the three steps of a replacement", () => {
    const steps = ["create-replacement", "replace", "delete-replaced"].map((op) => ({
      ...vpc,
      op,
      keys: op === "replace" ? vpc.keys : [],
    }));
    expect(judged(document(...steps))).to.deep.equal([said]);
    expect(judged(steps.map(line).join("\n"))).to.deep.equal([said]);
  });

  it("edge: a nested input, an aliased token, and a secret that is not told", () => {
    const nested = {
      op: "replace",
      type: "aws:s3/bucketV2:BucketV2",
      before: { a: [{ b: 1 }], password: secret("hunter2") },
      after: { a: [{ b: 2 }], password: secret("hunter3") },
      detailed: {
        "a[0].b": { kind: "update-replace" },
        password: { kind: "update-replace" },
        tags: { kind: "update" },
      },
    };
    expect(judged(document(nested))).to.deep.equal([
      "plan-no-replacement: aws:s3/bucket:Bucket main would be replaced: " +
        "a[0].b changes from 1 to 2; password changes from a secret to a secret.",
    ]);
  });

  it("can be exempted until a day", () => {
    const exemption = {
      rule: "plan-no-replacement",
      resource: "main",
      reason: "Moved to another range",
      expires: "2026-06-01",
    };
    expect(judged(document(vpc), { exemptions: [exemption] })).to.be.empty;
    expect(judged(document(vpc), { exemptions: [exemption] }, "2026-06-02")).to.deep.equal([said]);
  });
});

describe("plan-no-deletion", () => {
  const cluster = { op: "delete", type: "aws:rds/cluster:Cluster" } as const;

  it("passes a claim that stays in the cluster when its member or store goes (retainOnDelete)", () => {
    const type = "kubernetes:core/v1:PersistentVolumeClaim";
    const deletion = (state: object) => ({
      op: "delete",
      urn: urn(type, "shop-data-books-2"),
      oldState: { type, inputs: {}, ...state },
    });
    const plan = (state: object) => JSON.stringify({ steps: [deletion(state)] });
    const event = JSON.stringify({
      resourcePreEvent: {
        metadata: { ...deletion({}), type, old: { inputs: {}, retainOnDelete: true } },
      },
    });
    expect(judged(plan({ retainOnDelete: true }))).to.deep.equal([]);
    expect(judged(event)).to.deep.equal([]);
    expect(judged(plan({}))).to.have.length(1);
  });

  it("passes: what holds nothing goes", () => {
    expect(judged(document({ ...cluster, type: "aws:rds/clusterInstance:ClusterInstance" }))).to.be
      .empty;
  });

  it("fails: a store that the program declares no more", () => {
    expect(judged(document(cluster))).to.deep.equal([
      "plan-no-deletion: aws:rds/cluster:Cluster main would be deleted: the program declares it no more.",
    ]);
  });

  it("edge: a stack that the settings do not protect", () => {
    expect(judged(document(cluster), { protected: false })).to.be.empty;
    expect(judged(document({ ...cluster, stack: "live" }), { protected: ["live"] })).to.have.length(
      1,
    );
  });
});

describe("the plan's rules", () => {
  it("are the two of these cases, each with what a rule says of itself", () => {
    expect(planRules.map(({ id }) => id)).to.deep.equal([
      "plan-no-replacement",
      "plan-no-deletion",
    ]);
    for (const { remediation } of planRules) expect(remediation).to.match(/^[A-Z][\s\S]{12,}\.$/);
  });

  it("refuse what is no plan", () => {
    expect(() => stepsIn("Previewing update (prod):")).to.throw(/pulumi preview --json/);
  });
});
