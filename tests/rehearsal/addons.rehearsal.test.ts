import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { makeCharts } from "../../sandbox/charts/index.ts";
import type { Engine } from "../../sandbox/engine/index.ts";
import { needTools } from "./sandbox-home.ts";
import { smallStack } from "./small-stack.ts";

/** The fields of a list of workloads that are read here. */
interface Workloads {
  readonly items: readonly {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly status: Readonly<Record<string, number | undefined>>;
  }[];
}

describe("all add-ons of an existing cluster", function () {
  this.timeout(300_000);
  const { paths, start, end } = smallStack({
    stack: "addons",
    program: "tests/rehearsal/addons/program.ts",
    nodes: { instanceType: "m7i.4xlarge", perZone: 1 },
    timeFactor: 1 / 600,
  });
  let engine: Engine;

  const kubectl = async (...command: readonly string[]): Promise<string> => {
    const given = ["--kubeconfig", paths.kubeconfig, ...command];
    const { stdout } = await promisify(execFile)(join(paths.bin, "kubectl"), given);
    return stdout.trim();
  };

  before(async function () {
    needTools(this);
    engine = await start();
    makeCharts({ target: paths.charts, report: () => undefined });
    process.env["ADDONS_CHARTS"] = paths.charts;
    process.env["ADDONS_KUBECONFIG"] = paths.kubeconfig;
  });

  after(async () => {
    for (const name of ["KUBECONFIG", "CHARTS"])
      Reflect.deleteProperty(process.env, `ADDONS_${name}`);
    await end();
  });

  it("come up: the API server accepts every object, and Helm every value", async () => {
    const up = await engine.up();
    expect(up.ok, JSON.stringify(up.failures)).to.equal(true);
    const kinds = "deployments,statefulsets,daemonsets";
    const { items }: Workloads = JSON.parse(await kubectl("get", kinds, "-A", "-o", "json"));
    const waiting = items
      .filter(({ kind, status }) =>
        kind === "DaemonSet"
          ? status["numberReady"] !== status["desiredNumberScheduled"]
          : (status["readyReplicas"] ?? 0) < (status["replicas"] ?? 1),
      )
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    expect(items.length).to.be.greaterThan(15);
    expect(waiting).to.deep.equal([]);
  });

  it("have an authority of the cluster", async () => {
    expect(await kubectl("get", "clusterissuers", "-o", "name")).to.contain("/cluster-ca");
  });

  it("close each namespace by default", async () => {
    const policies = await kubectl("get", "networkpolicies", "-A", "--no-headers");
    for (const namespace of ["cert-manager", "keda", "argocd", "external-secrets", "jenkins"])
      expect(policies).to.match(new RegExp(`^${namespace} +deny-all `, "m"));
  });

  it("do not change without a change", async () => {
    const again = await engine.preview();
    expect(again.ok, JSON.stringify(again.failures)).to.equal(true);
    expect(Object.keys(again.changes).filter((kind) => kind !== "same")).to.deep.equal([]);
  });

  it("go without leftovers, their CRDs apart", async () => {
    const gone = await engine.destroy();
    expect(gone.ok, JSON.stringify(gone.failures)).to.equal(true);
    const left = await kubectl("get", "namespaces", "-l", "app.kubernetes.io/managed-by=hanok");
    expect(left).to.equal("");
  });
});
