import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { Rehearsal, stepsIn } from "./engine.ts";
import { network, type Otherwise, seedZone } from "./network-program.ts";

/** Types of what is in the cloud, `aws:ec2/vpc:Vpc`. */
const recordsIn = (rehearsal: Rehearsal): readonly string[] =>
  rehearsal.records().map(({ type }) => type);

async function upSteps(stack: Stack): Promise<readonly string[]> {
  const events: EngineEvent[] = [];
  await stack.up({ onEvent: (event) => events.push(event) });
  return stepsIn(events);
}

const changes = async (stack: Stack): Promise<readonly string[]> =>
  Object.keys((await stack.refresh()).summary.resourceChanges ?? {});

describe("a network on the simulated AWS", function () {
  this.timeout(300_000);
  for (const { stack: name, nat } of [
    { stack: "dev", nat: ["aws:autoscaling/group:Group"] },
    { stack: "prod", nat: Array<string>(3).fill("aws:ec2/natGateway:NatGateway") },
  ])
    it(`of ${name} is made, is the same then, and goes without a trace`, async () => {
      const rehearsal = new Rehearsal();
      try {
        seedZone(rehearsal.cloud, name);
        const stack = await rehearsal.stack(network(name));
        const { outputs } = await stack.up();
        expect(outputs["vpcId"]?.value).to.match(/^vpc-0\w{16}$/);
        expect(outputs["natAddresses"]?.value).to.have.length(nat.length);
        const records = recordsIn(rehearsal);
        expect(records.filter((type) => type.endsWith("Subnet"))).to.have.length(9);
        expect(records.filter((type) => nat.includes(type))).to.deep.equal(nat);
        expect(await upSteps(stack)).to.deep.equal([]);
        expect(await changes(stack)).to.deep.equal(["same"]);
        const cidr = "10.30.0.0/16";
        await refuses(rehearsal, name, { cidr }, /hanok:network\.cidr = .* is not that of the VPC/);
        const availabilityZones = ["c", "a", "b"].map((letter) => `ap-northeast-2${letter}`);
        await refuses(
          rehearsal,
          name,
          { availabilityZones },
          /hanok:zones\[0\] = .* takes the place of/,
        );
        if (name === "prod") await unprotect(rehearsal, stack);
        await stack.destroy();
        expect(recordsIn(rehearsal)).to.deep.equal([
          "aws:iam/policy:Policy",
          "aws:route53/zone:Zone",
        ]);
      } finally {
        rehearsal.end();
      }
    });
});

/** Before anything is changed, and whatever is protected. */
async function refuses(
  rehearsal: Rehearsal,
  name: string,
  otherwise: Otherwise,
  why: RegExp,
): Promise<void> {
  const before = recordsIn(rehearsal);
  const moved = await rehearsal.stack(network(name, otherwise));
  for (const run of [() => moved.preview(), () => moved.up()]) {
    const refused = await run().then(
      () => "it moved",
      (error: Error) => error.message,
    );
    expect(refused).to.match(why);
  }
  expect(recordsIn(rehearsal)).to.deep.equal(before);
  await rehearsal.stack(network(name));
}

/** What holds data refuses to go, and goes when the profile says that it may. */
async function unprotect(rehearsal: Rehearsal, stack: Stack): Promise<void> {
  const refused = await stack.destroy().then(
    () => "it went",
    (error: Error) => error.message,
  );
  expect(refused).to.match(/cannot be deleted\s+because it is protected/);
  expect(recordsIn(rehearsal)).to.include("aws:ec2/vpc:Vpc");
  await (await rehearsal.stack(network("prod", { data: "discard" }))).up();
}
