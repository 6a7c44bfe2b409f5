import { rmSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { Rehearsal, stepsIn } from "./engine.ts";

interface Wanted {
  readonly gateways?: number;
  readonly range?: string;
  readonly second?: boolean;
}

/** A VPC with a way out; the provider gives every resource a tag. */
function program({ gateways = 1, range = "10.0.0.0/24", second = false }: Wanted = {}) {
  return () => {
    const provider = new aws.Provider("seoul", {
      region: "ap-northeast-2",
      allowedAccountIds: ["123456789012"],
      defaultTags: { tags: { team: "hanok" } },
    });
    const options = { provider };
    const vpc = new aws.ec2.Vpc(
      "main",
      { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } },
      options,
    );
    const gateway = new aws.ec2.InternetGateway("way-out", { vpcId: vpc.id }, options);
    const subnet = new aws.ec2.Subnet(
      "a",
      { vpcId: vpc.id, cidrBlock: range },
      { provider, deleteBeforeReplace: true }, // two NAT gateways cannot have one address
    );
    if (second)
      new aws.ec2.Vpc("second", { cidrBlock: "10.9.0.0/16", tags: { Name: "second" } }, options);
    const nats = Array.from({ length: gateways }, (_, at) => {
      const eip = new aws.ec2.Eip(`nat-${at}`, { domain: "vpc" }, options);
      const args = { subnetId: subnet.id, allocationId: eip.allocationId };
      return new aws.ec2.NatGateway(`nat-${at}`, args, { provider, dependsOn: gateway });
    });
    const group = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id }, options);
    const secret = new aws.ec2.Eip("hidden", { tags: { note: pulumi.secret("sesame") } }, options);
    return Promise.resolve({
      vpc: vpc.id,
      arn: vpc.arn,
      tags: vpc.tagsAll,
      nat: nats[0]?.publicIp,
      group: group.name,
      note: secret.tags,
    });
  };
}

const failure = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.fail("it went through"),
    (error: Error) => error.message,
  );

describe("simulated AWS with the real engine", function () {
  this.timeout(180_000);
  const rehearsal = new Rehearsal();
  const cloud = join(rehearsal.cloud, "accounts/123456789012/ap-northeast-2");
  const recordsOf = (type: string): readonly string[] => {
    try {
      return readdirSync(join(cloud, type)).map((name) => join(cloud, type, name));
    } catch {
      return [];
    }
  };
  after(() => rehearsal.end());

  async function steps(work: (onEvent: (event: EngineEvent) => void) => Promise<unknown>) {
    const events: EngineEvent[] = [];
    await work((event) => events.push(event));
    return { events, steps: stepsIn(events) };
  }
  const upSteps = async (stack: Stack): Promise<readonly string[]> =>
    (await steps((onEvent) => stack.up({ onEvent }))).steps;

  it("knows nothing of what AWS computes in a preview", async () => {
    const stack = await rehearsal.stack(program());
    const { events } = await steps((onEvent) => stack.preview({ onEvent }));
    const vpc = events.find(({ resOutputsEvent }) =>
      resOutputsEvent?.metadata.urn.endsWith("Vpc::main"),
    )?.resOutputsEvent?.metadata.new?.outputs;
    expect(vpc).to.include({
      cidrBlock: "10.0.0.0/16",
      arn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    });
    expect(vpc?.tagsAll).to.deep.equal({ Name: "main", team: "hanok" });
    expect(recordsOf("aws.ec2.vpc.Vpc")).to.deep.equal([]);
  });

  it("makes all, and has nothing to change then, nor after a refresh", async () => {
    const stack = await rehearsal.stack(program());
    const { outputs } = await stack.up();
    expect(outputs["arn"]?.value).to.match(
      /^arn:aws:ec2:ap-northeast-2:123456789012:vpc\/vpc-0\w{16}$/,
    );
    expect(outputs["tags"]?.value).to.deep.equal({ Name: "main", team: "hanok" });
    expect(outputs["group"]?.value).to.match(/^web-\w{7}$/);
    expect(outputs["note"]?.secret).to.equal(true);
    const refreshed = await stack.refresh();
    expect(Object.keys(refreshed.summary.resourceChanges ?? {})).to.deep.equal(["same"]);
    expect(await upSteps(stack)).to.deep.equal([]);
  });

  it("keeps no secret in the clear, neither in the state nor in the cloud", () => {
    const files = recordsOf("aws.ec2.eip.Eip").map((file) => readFileSync(file, "utf8"));
    expect(files).to.have.length(2);
    expect([...files, rehearsal.stateText()].join()).to.not.include("sesame");
  });

  it("replaces what cannot be changed, with all that depends on it", async () => {
    const before = recordsOf("aws.ec2.subnet.Subnet");
    const stack = await rehearsal.stack(program({ range: "10.0.1.0/24" }));
    const done = await upSteps(stack);
    expect(done).to.include.members([
      "replace aws:ec2/subnet:Subnet a",
      "replace aws:ec2/natGateway:NatGateway nat-0",
    ]);
    const after = recordsOf("aws.ec2.subnet.Subnet");
    expect(after).to.have.length(1);
    expect(after).to.not.deep.equal(before);
  });

  it("finds in a refresh what somebody deleted or changed, and mends it", async () => {
    const options = { range: "10.0.1.0/24" };
    const stack = await rehearsal.stack(program(options));
    const [vpc = ""] = recordsOf("aws.ec2.vpc.Vpc");
    writeFileSync(vpc, readFileSync(vpc, "utf8").replaceAll('"main"', '"changed"'));
    const [nat = ""] = recordsOf("aws.ec2.natGateway.NatGateway");
    rmSync(nat);
    const refreshed = await stack.refresh();
    expect(refreshed.summary.resourceChanges).to.include({ update: 1, delete: 1 });
    expect(await upSteps(stack)).to.have.members([
      "update aws:ec2/vpc:Vpc main",
      "create aws:ec2/natGateway:NatGateway nat-0",
    ]);
  });

  it("refuses what AWS refuses, with its code, and goes on after", async () => {
    const options = { range: "10.0.1.0/24" };
    const wrong = await rehearsal.stack(program({ range: "10.2.0.0/24" }));
    expect(await failure(wrong.up())).to.include(
      "api error InvalidSubnet.Range: The CIDR '10.2.0.0/24' is invalid.",
    );
    const many = await rehearsal.stack(program({ ...options, gateways: 5 }));
    expect(await failure(many.up())).to.include("AddressLimitExceeded");
    const stack = await rehearsal.stack(program(options));
    await stack.up();
    expect(await upSteps(stack)).to.deep.equal([]);
  });

  it("fails where it is asked to, and leaves nothing orphaned", async () => {
    const options = { range: "10.0.1.0/24" };
    const fault = "aws:ec2/natGateway:NatGateway create 2; aws:ec2/eip:Eip create 3 throttle";
    const broken = await rehearsal.stack(program({ ...options, gateways: 3 }), fault);
    expect(await failure(broken.up())).to.include("api error InternalError");
    const stack = await rehearsal.stack(program({ ...options, gateways: 3 }));
    expect(await upSteps(stack)).to.have.length(1);
    expect(recordsOf("aws.ec2.natGateway.NatGateway")).to.have.length(3);
    const unread = await rehearsal.stack(program(options), "natGateway create");
    expect(await failure(unread.up())).to.include('FAULT: "natGateway create" cannot be read');
  });

  it("adopts after a kill what it has made, and never makes a second", async () => {
    const options = { range: "10.0.1.0/24" };
    const more = program({ ...options, gateways: 3, second: true });
    const killed = await rehearsal.stack(more, "aws:ec2/vpc:Vpc create 1 die-after");
    await failure(killed.up());
    expect(recordsOf("aws.ec2.vpc.Vpc")).to.have.length(2);
    const { stack, said } = await rehearsal.recovered(more);
    expect(said).to.include("adopted (it exists): Vpc second");
    expect(await upSteps(stack)).to.deep.equal(["update aws:ec2/vpc:Vpc second"]);
    expect(recordsOf("aws.ec2.vpc.Vpc")).to.have.length(2);
    expect(await upSteps(stack)).to.deep.equal([]);
  });

  it("destroys in the order of the dependencies, and leaves nothing", async () => {
    const stack = await rehearsal.stack(program());
    await stack.destroy();
    const left = readdirSync(cloud).flatMap((type) => recordsOf(type));
    expect(left).to.deep.equal([]);
  });
});
