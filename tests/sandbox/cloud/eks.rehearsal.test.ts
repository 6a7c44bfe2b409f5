import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { createEngine, type Engine } from "../../../sandbox/engine/index.ts";
import type { ApiObject, List } from "../../../sandbox/cluster/api.ts";
import { until } from "../../../sandbox/cluster/until.ts";
import { root } from "../../support/local-stack.ts";
import { lacking, rehearsal, type Rehearsal } from "../cluster/rehearsal.ts";
import { deployer } from "./eks/account.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2c"];
const settings = {
  "hanok:profile": "dev",
  "hanok:network": { cidr: "10.0.0.0/16", zones: { publicZone: { kind: "new" } } },
  "hanok:cluster": { kind: "eks", admins: [deployer] },
};

describe("a program with an EKS cluster of its own", function () {
  this.timeout(300_000);
  let sandbox: Rehearsal;
  let engine: Engine;
  let remove: () => Promise<void> = () => Promise.resolve();

  before(async function () {
    const pulumi = join(root, ".sandbox/bin/pulumi");
    if (lacking.length > 0 || !existsSync(pulumi)) {
      console.log(`      skipped: ${[...lacking, "pulumi"].join(", ")} are not built`);
      this.skip();
    }
    sandbox = rehearsal();
    remove = () => sandbox.remove();
    const { home } = sandbox;
    symlinkSync(join(root, ".sandbox/bin"), join(home, "bin"));
    writeFileSync(join(home, "Pulumi.yaml"), "name: try\nruntime: nodejs\n");
    writeFileSync(join(home, "Pulumi.try.yaml"), stringify({ config: settings }));
    await sandbox.start({ eks: true, zones });
    engine = createEngine({
      ...{ home, stack: "try", source: home, tools: { pulumi } },
      program: join(import.meta.dirname, "eks/program.ts"),
      report: (line) => void sandbox.lines.push(line),
    });
  });

  after(async () => {
    delete process.env["EKS_REHEARSAL"];
    await remove();
  });

  /** Types of what the account holds, as `aws.ec2.vpc.Vpc`. */
  const types = (): readonly string[] =>
    readdirSync(join(sandbox.home, "cloud/accounts"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
      .map(({ parentPath }) => parentPath.split("/").at(-1) ?? "");
  const count = (type: string): number => types().filter((one) => one === type).length;
  const nodes = async (): Promise<readonly ApiObject[]> =>
    (await sandbox.api().get<List<ApiObject>>("/api/v1/nodes")).items;
  const run = async (what: string, step: "preview" | "up" | "destroy") => {
    process.env["EKS_REHEARSAL"] = what;
    const result = await engine[step]();
    expect(result.ok, JSON.stringify(result.failures)).to.equal(true);
    return result;
  };

  it("is previewed before anything of it is known, comes up on its own nodes, and is the same then", async () => {
    const plan = await run("2", "preview");
    expect(plan.changes["create"]).to.be.greaterThan(30);
    const { outputs } = await run("2", "up");
    expect(outputs["kubeconfig"])
      .to.match(/"command":"aws"/)
      .and.contain("https://127.0.0.1:");
    expect(outputs["securityGroupId"]).to.match(/^sg-0\w{16}$/);
    expect(Object.keys((await run("2", "up")).changes)).to.deep.equal(["same"]);
  });

  it("has nodes as its group says, and what controllers make in the account", async () => {
    const made = await nodes();
    expect(
      made.map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"]).sort(),
    ).to.deep.equal(zones);
    expect(made[0]?.metadata.name).to.match(
      /^ip-10-0-[23]-\d+\.ap-northeast-2\.compute\.internal$/,
    );
    expect(count("aws.ebs.volume.Volume")).to.equal(1);
    expect(count("aws.lb.loadBalancer.LoadBalancer")).to.equal(1);
    await until(
      "the route has its target group",
      10,
      () => count("aws.lb.targetGroup.TargetGroup") === 1,
    );
  });

  it("follows the API server to another port, and the size of its group", async () => {
    const server = new URL(sandbox.api().server);
    await sandbox.stop();
    const taker = createServer().listen({ port: Number(server.port), host: "127.0.0.1" });
    try {
      await sandbox.start({ eks: true, zones });
      expect(new URL(sandbox.api().server).port).not.to.equal(server.port);
      expect(Object.keys((await run("2", "up")).changes)).to.deep.equal(["same"]);
      await run("3", "up");
      await until("there are three nodes", 10, async () => (await nodes()).length === 3);
    } finally {
      taker.close();
    }
  });

  it("loses what controllers made while they run, and leaves nothing then", async () => {
    await run("3 bare", "up");
    await until(
      "controllers have cleaned up",
      20,
      () => count("aws.ebs.volume.Volume") + count("aws.lb.loadBalancer.LoadBalancer") === 0,
    );
    await run("3 bare", "destroy");
    expect(types()).to.deep.equal(["aws.iam.role.Role"]);
    await until("its nodes are gone", 10, async () => (await nodes()).length === 0);
  });
});
