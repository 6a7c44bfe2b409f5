import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Rehearsal } from "./engine.ts";
import { differences, previewed, registered } from "./registered.ts";
import { vpcArgs, vpcProgram } from "./remote-vpc.ts";

/** What stand-in and real component made when they were compared; written anew by SNAPSHOT=write. */
const snapshotFile = join(import.meta.dirname, "awsx-vpc.jsonl");

/** Folder of the real provider's executable, e.g. ~/.pulumi/plugins/resource-awsx-v3.9.0. */
const real = process.env["AWSX_PROVIDER"];

/** Plans a VPC, makes it, and asks for it again. */
async function run(rehearsal: Rehearsal) {
  try {
    const stack = await rehearsal.stack(vpcProgram());
    const plan = await previewed(stack);
    const { outputs } = await stack.up();
    const made = await registered(stack, outputs);
    const again = await stack.up();
    return { plan, made, again: Object.keys(again.summary.resourceChanges ?? {}) };
  } finally {
    rehearsal.end();
  }
}

describe("awsx:ec2:Vpc of the simulated AWS", function () {
  this.timeout(180_000);
  let ours: Awaited<ReturnType<typeof run>>;
  before(async () => (ours = await run(new Rehearsal())));

  it("makes the children of the snapshot, and has nothing to change then", () => {
    if (process.env["SNAPSHOT"] === "write")
      writeFileSync(snapshotFile, `${ours.made.join("\n")}\n`);
    const snapshot = readFileSync(snapshotFile, "utf8").trim().split("\n");
    expect(differences(snapshot, ours.made)).to.deep.equal([]);
    expect(ours.again).to.deep.equal(["same"]);
  });

  it("plans and makes what the real component does", async function () {
    if (real === undefined || !existsSync(join(real, "pulumi-resource-awsx"))) {
      console.log("skipped: AWSX_PROVIDER names no folder with the real pulumi-resource-awsx");
      this.skip();
    }
    const { plan, made } = await run(new Rehearsal(real));
    expect(differences(made, ours.made)).to.deep.equal([]);
    expect(differences(plan, ours.plan)).to.deep.equal([]);
  });

  it("fails with a child that AWS refuses, and the next run makes the rest", async () => {
    const rehearsal = new Rehearsal();
    try {
      const stack = await rehearsal.stack(vpcProgram(), "aws:ec2/subnet:Subnet create 2");
      const message = await stack.up().then(
        () => "it went through",
        (error: Error) => error.message,
      );
      expect(message).to.contain("creating EC2 Subnet: operation error EC2: CreateSubnet");
      const { outputs } = await (await rehearsal.stack(vpcProgram())).up();
      const made = await registered(stack, outputs);
      expect(differences(ours.made, made)).to.deep.equal([]);
    } finally {
      rehearsal.end();
    }
  });

  it("refuses another argument in the plan, by its name", async () => {
    const rehearsal = new Rehearsal();
    try {
      const stack = await rehearsal.stack(vpcProgram({ ...vpcArgs, numberOfAvailabilityZones: 2 }));
      const message = await stack.preview().then(
        () => "it went through",
        (error: Error) => error.message,
      );
      expect(message).to.contain("numberOfAvailabilityZones");
      expect(message).to.contain("is not simulated");
    } finally {
      rehearsal.end();
    }
  });
});
