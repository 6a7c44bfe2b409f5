import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import type { DataPolicy } from "../../../components/platform.ts";
import { seedAccount } from "../../../sandbox/cloud/seed.ts";
import { stackEnvironment } from "../../../stacks/environment.ts";
import { createNetwork } from "../../../stacks/network.ts";
import { root } from "../../support/local-stack.ts";
import { Rehearsal, stepsIn } from "./engine.ts";

const overrides = {
  "hanok:cluster": { kind: "existing", kubeconfig: "kubeconfig", identifier: "none" },
  "hanok:charts": { kind: "folder", path: "charts" },
  "hanok:stores": "cluster",
  "hanok:secrets": { kind: "generated" },
} as const;

/** The network of an environment as its files say, and nothing else of it. */
function network(stack: string, data?: DataPolicy): PulumiFn {
  const environment = stackEnvironment(stack, root, {
    overrides,
  });
  const { network: settings } = environment;
  if (settings.kind !== "vpc") throw new Error(`${stack} has no network of its own`);
  return () => {
    const { outputs } = createNetwork(
      data === undefined ? environment : { ...environment, data },
      settings,
      {},
    );
    return Promise.resolve({ ...outputs });
  };
}

/** Files of records in the cloud, as `aws.ec2.vpc.Vpc`. */
function recordsIn(rehearsal: Rehearsal): readonly string[] {
  return readdirSync(join(rehearsal.cloud, "accounts"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map(({ parentPath }) => parentPath.split("/").at(-1) ?? "");
}

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
    { stack: "dev", nat: ["aws.autoscaling.group.Group"] },
    { stack: "prod", nat: Array<string>(3).fill("aws.ec2.natGateway.NatGateway") },
  ])
    it(`of ${name} is made, is the same then, and goes without a trace`, async () => {
      const rehearsal = new Rehearsal();
      try {
        const { domain } = stackEnvironment(name, root, { overrides });
        seedAccount({ home: rehearsal.cloud, account: "123456789012", zone: { name: domain } });
        const stack = await rehearsal.stack(network(name));
        const { outputs } = await stack.up();
        expect(outputs["vpcId"]?.value).to.match(/^vpc-0\w{16}$/);
        expect(outputs["natAddresses"]?.value).to.have.length(nat.length);
        const records = recordsIn(rehearsal);
        expect(records.filter((type) => type.endsWith("Subnet"))).to.have.length(9);
        expect(records.filter((type) => nat.includes(type))).to.deep.equal(nat);
        expect(await upSteps(stack)).to.deep.equal([]);
        expect(await changes(stack)).to.deep.equal(["same"]);
        if (name === "prod") await unprotect(rehearsal, stack);
        await stack.destroy();
        expect(recordsIn(rehearsal)).to.deep.equal(["aws.route53.zone.Zone"]);
      } finally {
        rehearsal.end();
      }
    });
});

/** What holds data refuses to go, and goes when the profile says that it may. */
async function unprotect(rehearsal: Rehearsal, stack: Stack): Promise<void> {
  const refused = await stack.destroy().then(
    () => "it went",
    (error: Error) => error.message,
  );
  expect(refused).to.match(/cannot be deleted\s+because it is protected/);
  expect(recordsIn(rehearsal)).to.include("aws.ec2.vpc.Vpc");
  await (await rehearsal.stack(network("prod", "discard"))).up();
}
