import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { stopCluster } from "../../sandbox/cluster/index.ts";
import { clusterIdentifier } from "../../sandbox/engine/settings.ts";
import type { StateResource } from "../../sandbox/engine/pending.ts";
import { type Lab, openLab } from "./recovery/lab.ts";
import { objectsIn } from "./recovery/objects.ts";
import { listener, type Plain, plainStack } from "./recovery/plain.ts";
import { smallSystem } from "./recovery/subject.ts";
import { needTools } from "./sandbox-home.ts";

interface Kubeconfig {
  contexts: { context: { user: string } }[];
  users: { name: string; user: Record<string, string> }[];
}

/** Situations of a user who has only the Pulumi CLI and a cluster, without the sandbox's engine and its recovery. */
describe("with only the Pulumi CLI", function () {
  this.timeout(300_000);
  let lab: Lab;
  let plain: Plain;

  before(async function () {
    needTools(this);
    lab = await openLab(smallSystem);
    plain = await plainStack(lab.home, smallSystem);
    await plain.stack.up();
  });

  after(async () => {
    await (lab as Lab | undefined)?.close();
  });

  /** Planned operations of a preview by name, without unchanged resources. */
  async function planned(): Promise<readonly string[]> {
    const { events, options } = listener();
    await plain.stack.preview(options);
    return events
      .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
      .filter(({ op }) => op !== "same")
      .map(({ op, type }) => `${op} ${type}`);
  }

  it("previews no change if the kubeconfig is moved or its credential renewed", async () => {
    expect(await planned()).to.deep.equal([]);
    const elsewhere = join(lab.home, "kubeconfig-elsewhere");
    copyFileSync(lab.kubeconfig, elsewhere);
    const cluster = { kind: "existing", kubeconfig: elsewhere, identifier: clusterIdentifier };
    plain.configure({ cluster, kubeClient: { qps: 500, burst: 900 } });
    expect(await planned()).to.deep.equal(["update pulumi:providers:kubernetes"]);
    await plain.stack.up();
    expect(await planned()).to.deep.equal([]);
    // a new credential at the same path: another user with a token beside the certificate
    const config: Kubeconfig = parse(readFileSync(elsewhere, "utf8"));
    for (const { context } of config.contexts) context.user = "somebody-else";
    for (const user of config.users) {
      user.name = "somebody-else";
      user.user["token"] = "a-new-token";
    }
    writeFileSync(elsewhere, stringify(config));
    expect(await planned()).to.deep.equal([]);
    plain.configure({});
    await plain.stack.up();
  });

  it("adopts the objects of an interrupted creation, and changes them later without a conflict", async () => {
    const before = await objectsIn(lab.home);
    const file = join(lab.home, "forgotten.json");
    const exported = await plain.cli(["stack", "export"]);
    const state: { deployment: { resources: StateResource[] } } = JSON.parse(exported);
    const { resources } = state.deployment;
    // the workload itself, on which nothing else in the state depends
    const lost = resources.find(({ urn }) => urn.endsWith("::small-api-deployment"));
    const needed = resources.filter(({ dependencies = [] }) =>
      dependencies.includes(lost?.urn ?? ""),
    );
    const without = resources.filter((of) => of !== lost && !needed.includes(of));
    const pending = [{ type: "creating", resource: { ...lost, id: undefined, outputs: {} } }];
    const deployment = { ...state.deployment, resources: without, pending_operations: pending };
    writeFileSync(file, JSON.stringify({ ...state, deployment }));
    await plain.cli(["stack", "import", "--file", file]);
    await plain.stack.up();
    expect(await objectsIn(lab.home)).to.deep.equal(before);
    plain.configure(smallSystem.update);
    await plain.stack.up();
    expect(JSON.stringify(await objectsIn(lab.home))).to.include("ghcr.io/small/api:1.0.1");
  });

  it("abandons a cluster that is gone for good, as the runbook describes", async () => {
    await stopCluster(lab.home, () => undefined);
    const refused = await plain.cli(["destroy", "--yes"]).then(() => "", said);
    expect(refused).to.match(/unreachable/);
    await plain.cli(["state", "unprotect", "--all", "--yes"]);
    expect(await releaseIn(plain)).to.be.a("string");
    // one release takes along those that depend on it
    for (let urn; (urn = await releaseIn(plain)) !== undefined;)
      await plain.cli(["state", "delete", urn, "--force", "--target-dependents", "--yes"]);
    await plain.cli(["destroy", "--yes"], { PULUMI_K8S_DELETE_UNREACHABLE: "true" });
    expect(lab.state().resources ?? []).to.deep.equal([]);
  });
});

/** URN of the first Helm release in the state. */
async function releaseIn({ cli }: Pick<Plain, "cli">): Promise<string | undefined> {
  const state: { deployment: { resources: StateResource[] } } = JSON.parse(
    await cli(["stack", "export"]),
  );
  return state.deployment.resources.find(({ type }) => /helm.*Release$/.test(type))?.urn;
}

/** All output of a failed command; the engine writes most of it to standard output. */
function said(error: unknown): string {
  return JSON.stringify(error);
}
