import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { Network } from "../../../components/network/index.ts";
import { awsAnswers, awsOutputs } from "../../support/aws.ts";
import { recordResources } from "../../support/recorder.ts";
import { networkArgs, threeZones } from "./vpc-under-test.ts";

/** What the engine hands over for a resource of which no identifier is known yet. */
const reference = (urn: string) => ({
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialResourceSig,
  urn,
  id: "",
  packageVersion: "7.43.0",
});

describe("components/network: what awsx returns", () => {
  it("is read as resources, so that a preview knows no route table too early", async () => {
    const urn = "urn:pulumi:test::hanok::aws:ec2/routeTable:RouteTable::table";
    const resources = await recordResources(
      async () => {
        const table = new RouteTable("table", { vpcId: "vpc-1" });
        await new Promise((resolve) => table.urn.apply(resolve));
        new Network("network", networkArgs());
      },
      {
        outputs: (resource) => ({
          ...awsOutputs(resource),
          ...(resource.type === "awsx:ec2:Vpc"
            ? { routeTables: threeZones.flatMap(() => Array(3).fill(reference(urn))) }
            : {}),
        }),
        answers: awsAnswers,
      },
    );
    const routes = resources.filter(({ type }) => type === "aws:ec2/route:Route");
    expect(routes.map(({ inputs }) => inputs["routeTableId"])).to.deep.equal(
      threeZones.map(() => "table-id"),
    );
  });
});
