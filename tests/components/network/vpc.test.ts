import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { Network } from "../../../components/network/index.ts";
import { awsAnswers, awsOutputs } from "../../../ops/mocks/aws.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";
import { networkArgs, threeZones } from "./vpc-under-test.ts";

/** The engine's value for a resource with an unknown identifier. */
const reference = (urn: string) => ({
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialResourceSig,
  urn,
  id: "",
  packageVersion: "7.43.0",
});

describe("components/network: outputs of awsx", () => {
  it("are read as resources, so a preview does not know a route table too early", async () => {
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
