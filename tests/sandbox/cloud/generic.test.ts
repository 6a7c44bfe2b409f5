import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { FaultInjector } from "../../../sandbox/cloud/fault-injector.ts";
import { invoke } from "../../../sandbox/cloud/invoke.ts";
import { Lookup } from "../../../sandbox/cloud/lookup.ts";
import type { Properties } from "../../../sandbox/cloud/model.ts";
import { typeOf } from "../../../sandbox/cloud/registry.ts";
import { check } from "../../../sandbox/cloud/resource/check.ts";
import { diff } from "../../../sandbox/cloud/resource/diff.ts";
import { settingsFaults } from "../../../sandbox/cloud/provider/settings.ts";
import { types } from "../../../sandbox/cloud/services/ec2/types.ts";
import { unknownValue } from "../../../sandbox/cloud/values.ts";
import { targetOf, TestCloud } from "./cloud.ts";

const seed = new Uint8Array([1]);
const urn = "urn:pulumi:try::cloud::aws:ec2/securityGroup:SecurityGroup::web";

describe("any simulated resource", () => {
  let cloud: TestCloud;
  beforeEach(() => (cloud = new TestCloud()));
  afterEach(() => cloud.end());

  const checked = (news: Properties, olds?: Properties, defaultTags: Properties = {}) =>
    check(typeOf(types.group), { urn, olds, news, defaultTags, seed });

  it("is named by the provider once, and keeps that name", () => {
    const { inputs } = checked({ vpcId: "vpc-1" });
    expect(inputs["name"]).to.match(/^web-[0-9a-f]{7}$/);
    const again = check(typeOf(types.group), {
      urn,
      olds: inputs,
      news: { vpcId: "vpc-1" },
      defaultTags: {},
      seed: new Uint8Array([2]),
    });
    expect(again.inputs["name"]).to.equal(inputs["name"]);
  });

  it("has the provider's tags, and its own before them", () => {
    const { inputs } = checked({ tags: { a: "own" } }, undefined, { a: "default", b: "default" });
    expect(inputs["tags"]).to.deep.equal({ a: "own", b: "default" });
  });

  it("is not judged by what is not known yet", () => {
    const { faults } = check(typeOf(types.subnet), {
      urn,
      olds: undefined,
      news: { vpcId: unknownValue, cidrBlock: unknownValue },
      defaultTags: {},
      seed,
    });
    expect(faults).to.deep.equal([]);
  });

  const changes = (type: string, state: Properties, news: Properties, oldInputs = state) =>
    diff(typeOf(type), { state, oldInputs, news, ignore: [] });

  it("differs where an input does, and is replaced where it cannot be changed", () => {
    const state = { cidrBlock: "10.0.0.0/16", arn: "x", tagsAll: { a: "b" }, tags: { a: "b" } };
    const old = { cidrBlock: "10.0.0.0/16", tags: { a: "b" } };
    expect(changes(types.vpc, state, old, old).changes).to.deep.equal([]);
    expect(changes(types.vpc, state, { ...old, tags: { a: "c" } }, old).changes).to.deep.equal([
      { path: "tags.a", kind: "update", replaces: false },
    ]);
    expect(
      changes(types.vpc, state, { ...old, cidrBlock: unknownValue }, old).changes,
    ).to.deep.equal([{ path: "cidrBlock", kind: "update", replaces: true }]);
  });

  it("goes first when its name cannot be given twice", () => {
    const state = { name: "web", vpcId: "vpc-1", description: "one" };
    expect(changes(types.group, state, { ...state, description: "two" })).to.deep.equal({
      changes: [{ path: "description", kind: "update", replaces: true }],
      deleteBeforeReplace: true,
    });
    expect(changes(types.group, state, { ...state, name: "other" }).deleteBeforeReplace).to.equal(
      false,
    );
  });

  it("gets another identifier when it is made again, and AWS's form of it", () => {
    const one = cloud.make(types.vpc, { cidrBlock: "10.0.0.0/16" }, "main");
    cloud.delete(types.vpc, one.id);
    const other = cloud.make(types.vpc, { cidrBlock: "10.0.0.0/16" }, "main");
    expect(other.id)
      .to.match(/^vpc-0[0-9a-f]{16}$/)
      .and.not.equal(one.id);
    expect(other.properties["arn"]).to.equal(
      `arn:aws:ec2:ap-northeast-2:123456789012:vpc/${other.id}`,
    );
  });

  it("keeps of a secret a keyed hash, in files that are the user's alone", () => {
    const target = { ...targetOf(types.vpc, "main"), secrets: new Set(["tags"]) };
    const { id } = cloud.resources.create(target, {
      cidrBlock: "10.0.0.0/16",
      tags: { a: "sesame" },
    });
    const folder = join(cloud.resources.store.folder, "ap-northeast-2/aws.ec2.vpc.Vpc");
    const [file = ""] = readdirSync(folder).map((name) => join(folder, name));
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const record: { properties: Properties; secrets: Properties } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    expect(record.secrets).to.have.keys("tags");
    expect(record.properties).to.not.have.property("tags");
    const read = (tags: Properties) =>
      cloud.resources.read(target, id, { tags })?.properties["tags"];
    expect(read({ a: "sesame" })).to.deep.equal({ a: "sesame" });
    expect(read({ a: "other" })).to.equal("(changed in the simulated cloud)");
  });

  it("is in a region of its own where it says so", () => {
    cloud.make(types.vpc, { cidrBlock: "10.0.0.0/16", region: "us-east-1" });
    expect(cloud.resources.account().list(types.vpc)).to.have.length(0);
    expect(cloud.resources.account("us-east-1").list(types.vpc)).to.have.length(1);
  });

  it("waits for no lock of a process that is gone", () => {
    writeFileSync(join(cloud.home, "cloud.lock"), JSON.stringify({ pid: 2 ** 22, started: "1" }));
    expect(cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16" })).to.be.a("string");
  });

  it("is found after a kill by what was asked for, once, and not when the state has it", () => {
    const eip = { domain: "vpc", tags: { Name: "nat" } };
    const ids = [cloud.id(types.eip, eip), cloud.id(types.eip, eip), cloud.id(types.eip, eip)];
    const lookup = new Lookup(cloud.home, [`${types.eip} ${ids[0]}`]);
    const wanted = { type: types.eip, inputs: eip, region: "ap-northeast-2" };
    expect([lookup.created(wanted)?.id, lookup.created(wanted)?.id]).to.have.members(ids.slice(1));
    expect(lookup.created(wanted)).to.equal(undefined);
    const other = { ...wanted, inputs: { tags: { Name: "other" } } };
    expect(new Lookup(cloud.home, []).created(other)).to.equal(undefined);
  });

  it("knows the words of the settings", () => {
    expect(settingsFaults({ region: "ap-northeast-9" }, "1")).to.have.length(1);
    expect(settingsFaults({ region: "us-east-1", allowedAccountIds: '["2"]' }, "1")).to.deep.equal([
      { property: "allowedAccountIds", reason: "AWS account ID not allowed: 1" },
    ]);
  });

  it("has functions, and says which it has not", () => {
    const account = cloud.resources.account();
    const zones = invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {}, account);
    expect(zones["names"]).to.include("ap-northeast-2a");
    const args = { statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] };
    const { json } = invoke("aws:iam/getPolicyDocument:getPolicyDocument", args, account);
    expect(JSON.parse(String(json)).Statement).to.deep.equal([
      { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    ]);
    expect(() => invoke("aws:ec2/getMoon:getMoon", {}, account)).to.throw(/is not simulated/);
  });
});

describe("a fault on request", () => {
  const inCloud = <T>(fault: string, act: (cloud: TestCloud) => T): T => {
    const cloud = new TestCloud(fault);
    try {
      return act(cloud);
    } finally {
      cloud.end();
    }
  };

  it("fails the call of that number, and nothing is made", () =>
    inCloud(`${types.eip} create 2`, (cloud) => {
      cloud.make(types.eip, {});
      expect(() => cloud.make(types.eip, {})).to.throw(/api error InternalError/);
      cloud.make(types.eip, {});
      expect(cloud.types()).to.have.length(2);
    }));

  it("throttles, and grants as long as the provider asks again", () =>
    inCloud(`${types.eip} create 3 throttle`, (cloud) => {
      cloud.make(types.eip, {});
      expect(cloud.told).to.deep.equal([`${types.eip} create: throttled 3 times, and granted`]);
    }));

  it("throttles for good when it is as often as the provider asks", () =>
    inCloud(`${types.eip} create 25 throttle`, (cloud) => {
      expect(() => cloud.make(types.eip, {})).to.throw(/Throttling: Rate exceeded/);
      expect(cloud.types()).to.have.length(0);
    }));

  it("times out after it was made, and the engine is told of it", () =>
    inCloud(`${types.eip} create timeout`, (cloud) => {
      expect(() => cloud.make(types.eip, {}))
        .to.throw(/timeout while waiting/)
        .with.nested.property("result.id");
      expect(cloud.types()).to.have.length(1);
    }));

  it("dies after it was made", () =>
    inCloud(`${types.eip} create die-after`, (cloud) => {
      cloud.make(types.eip, {});
      expect([cloud.died, cloud.types().length]).to.deep.equal([1, 1]);
    }));

  for (const text of [
    "eip create",
    "aws:ec2/eip:Eip make",
    `${types.eip} create 0`,
    `${types.eip} create 1 soon`,
  ])
    it(`is refused as "${text}", with the grammar`, () =>
      expect(() => new FaultInjector(text)).to.throw(
        /write "<type> <operation> \[<number>\] \[<kind>\]"/,
      ));
});
