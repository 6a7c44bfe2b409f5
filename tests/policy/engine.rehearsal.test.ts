import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { installAnalyzer, policyOptions } from "../../sandbox/engine/analyzer.ts";
import { type PolicyResult, policyResult } from "../../sandbox/engine/policy-result.ts";
import { repository } from "../../sandbox/engine/paths.ts";
import { Rehearsal } from "../sandbox/cloud/engine.ts";

interface Wanted {
  readonly ssh?: boolean;
  readonly range?: string;
}

/** A VPC, and a security group that is open for administration. */
const program =
  ({ ssh = false, range = "10.0.0.0/16" }: Wanted = {}) =>
  () => {
    const provider = new aws.Provider("seoul", {
      region: "ap-northeast-2",
      allowedAccountIds: ["123456789012"],
    });
    const vpc = new aws.ec2.Vpc("main", { cidrBlock: range }, { provider });
    // who may come is known only when the VPC is there
    const source = ssh ? "0.0.0.0/0" : vpc.arn.apply(() => "10.0.0.0/16");
    const ingress = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [source] }];
    new aws.ec2.SecurityGroup(
      "admin",
      { vpcId: vpc.id, description: "Administration", ingress },
      { provider },
    );
    return Promise.resolve({});
  };

const exemption = {
  rule: "sg-no-world-admin-ports",
  resource: "admin",
  reason: "For the rehearsal of an exemption",
  expires: "2999-12-31",
};

describe("the pack in the real engine", function () {
  this.timeout(180_000);
  const rehearsal = new Rehearsal();
  installAnalyzer(join(rehearsal.cloud, "bin"));
  const config = join(rehearsal.folder, "policy.json");
  const policy = { pack: join(repository, "policy"), config };
  after(() => rehearsal.end());

  /** Runs the engine; what it threw, and its events. */
  async function attempt(operation: "preview" | "up", wanted: Wanted, settings: object) {
    writeFileSync(config, JSON.stringify(settings));
    const stack = await rehearsal.stack(program(wanted));
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent) => void events.push(event);
    const said = await stack[operation]({ onEvent, ...policyOptions(policy) }).then(
      () => "",
      (error: unknown) => String(error),
    );
    return { said, events };
  }

  async function run(
    operation: "preview" | "up",
    wanted: Wanted,
    settings: object = {},
    policies: object = {},
  ): Promise<{ readonly ok: boolean; readonly judged: PolicyResult | undefined }> {
    const all = { settings: { protected: true, ...settings }, ...policies };
    const { said, events } = await attempt(operation, wanted, all);
    return { ok: said === "", judged: policyResult(events, operation, policy) };
  }

  it("stops a preview with a violation, and says which, and what is right", async () => {
    const { ok, judged } = await run("preview", { ssh: true });
    expect(ok).to.be.false;
    expect(judged?.stops).to.be.true;
    expect(judged?.text).to.contain("the policies stop this run: 1 violation");
    expect(judged?.text).to.contain(
      "  critical, network\n    sg-no-world-admin-ports: Admin ports",
    );
    expect(judged?.text).to.match(/it must not reach port 22 from everywhere\.\n {6}How: /);
  });

  it("says what a preview cannot decide, and lets the rest pass", async () => {
    const { ok, judged } = await run("preview", {});
    expect(ok).to.be.true;
    expect(judged?.stops).to.be.false;
    expect(judged?.text).to.contain("will be decided by the update:");
    expect(judged?.text).to.contain("sg-no-world-admin-ports: ingress[0].cidrBlocks[0] of admin");
  });

  it("lets an exempted one pass, and refuses the exemption when its last day is over", async () => {
    const passed = await run("preview", { ssh: true }, { exemptions: [exemption] });
    expect(passed.judged?.stops).to.be.false;
    const expired = { ...exemption, expires: "2020-01-01" };
    const { ok, judged } = await run("preview", { ssh: true }, { exemptions: [expired] });
    expect(ok).to.be.false;
    expect(judged?.text).to.contain("expired on 2020-01-01");
  });

  it("lets an update without violations through, and stops one before the resource is made", async () => {
    expect((await run("up", {})).ok).to.be.true;
    const { ok, judged } = await run("up", { ssh: true });
    expect(ok).to.be.false;
    expect(judged?.violations.filter(({ mandatory }) => mandatory)).to.have.length(1);
    expect(rehearsal.stateText()).to.not.contain("0.0.0.0/0");
  });

  it("refuses wrong settings with their key, before the program runs", async () => {
    const { said, events } = await attempt("preview", {}, { settings: { requiredTags: "Owner" } });
    expect(said).to.match(/settings.*requiredTags/s);
    expect(events.filter(({ resourcePreEvent }) => resourcePreEvent !== undefined)).to.be.empty;
  });

  it("repairs before the resource is made, where its enforcement says so", async () => {
    const tags = { requiredTags: ["Owner"], tagDefaults: { Owner: "platform" } };
    expect((await run("up", {}, tags)).ok).to.be.true;
    expect(rehearsal.stateText()).to.not.contain("platform");
    const repairing = { "required-tags": { enforcementLevel: "remediate" } };
    expect((await run("up", {}, tags, repairing)).ok).to.be.true;
    expect(rehearsal.stateText()).to.match(/"Owner":\s*"platform"/);
  });

  it("stops a plan that replaces the VPC, with the input that caused it", async () => {
    const { ok, judged } = await run("preview", { range: "10.1.0.0/16" });
    expect(ok).to.be.true;
    expect(judged?.stops).to.be.true;
    expect(judged?.text).to.contain(
      'main would be replaced: cidrBlock changes from "10.0.0.0/16" to "10.1.0.0/16"',
    );
  });
});
