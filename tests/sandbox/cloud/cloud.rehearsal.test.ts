import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { Rehearsal } from "./engine.ts";

describe("simulated AWS with the real engine", function () {
  this.timeout(120_000);
  const rehearsal = new Rehearsal();
  after(() => rehearsal.end());

  it("makes a VPC and a subnet, and finds nothing to change after", async () => {
    const stack = await rehearsal.stack(() => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const subnet = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
      return Promise.resolve({ vpc: vpc.arn, subnet: subnet.id });
    });
    const up = await stack.up();
    console.log(up.outputs, up.stdout);
    const again = await stack.up();
    expect(again.summary.resourceChanges).to.deep.equal({ same: 3 });
  });
});
