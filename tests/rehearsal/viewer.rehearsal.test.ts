import { execFile } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { makeCharts } from "../../sandbox/charts/index.ts";
import type { RunResult } from "../../sandbox/engine/index.ts";
import { needTools } from "./sandbox-home.ts";
import { smallStack } from "./small-stack.ts";

/** The fields of a kubeconfig that are changed here. */
interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

// AmazonEKSViewPolicy is Kubernetes' role `view`; the provider is the real one, so is the API server
describe("a preview with read-only access to a real cluster", function () {
  this.timeout(120_000);
  const { paths, source, start, end } = smallStack({
    stack: "viewer",
    program: "tests/rehearsal/viewer/program.ts",
  });
  const kubeconfig = join(source, "kubeconfig");
  let run: (operation: "preview" | "up" | "refresh") => Promise<RunResult>;

  const kubectl = async (...command: readonly string[]): Promise<string> => {
    const path = join(paths.bin, "kubectl");
    const { stdout } = await promisify(execFile)(path, [
      "--kubeconfig",
      paths.kubeconfig,
      ...command,
    ]);
    return stdout.trim();
  };

  before(async function () {
    needTools(this);
    const engine = await start();
    makeCharts({
      target: paths.charts,
      pins: { demo: { chart: "demo", version: "1.0.0", crds: "none" } },
      report: () => undefined,
    });
    run = (operation) => engine[operation]();
    process.env["VIEWER_CHART"] = join(paths.charts, "demo");
    process.env["VIEWER_KUBECONFIG"] = kubeconfig;
    cpSync(paths.kubeconfig, kubeconfig);
    const up = await run("up");
    expect(up.ok, JSON.stringify(up.failures)).to.equal(true);
    await kubectl("create", "serviceaccount", "viewer");
    await kubectl(
      "create",
      "clusterrolebinding",
      "viewer",
      "--clusterrole=view",
      "--serviceaccount=default:viewer",
    );
    const token = await kubectl("create", "token", "viewer");
    const own: Kubeconfig = parse(readFileSync(paths.kubeconfig, "utf8"));
    const users = own.users.map(({ name }) => ({ name, user: { token } }));
    writeFileSync(kubeconfig, stringify({ ...own, users }), { mode: 0o600 });
    process.env["VIEWER_CHANGED"] = "1";
  });

  after(async () => {
    for (const name of ["KUBECONFIG", "CHART", "CHANGED"])
      Reflect.deleteProperty(process.env, `VIEWER_${name}`);
    await end();
  });

  it("shows all creations and updates, although each dry run is refused", async () => {
    const asViewer = "--as=system:serviceaccount:default:viewer";
    const may = await kubectl("auth", "can-i", "patch", "configmaps", asViewer).then(
      () => true,
      () => false,
    );
    expect(may).to.equal(false);
    const preview = await run("preview");
    expect(preview.ok, JSON.stringify(preview.failures)).to.equal(true);
    // the provider treats ConfigMaps and Secrets as immutable
    expect(preview.changes).to.include({ create: 6, update: 4, replace: 2 });
  });

  it("does not refresh, which would need access to Secrets and cluster-scoped objects", async () => {
    const refresh = await run("refresh");
    expect(refresh.ok).to.equal(false);
    expect(JSON.stringify(refresh.failures)).to.contain("forbidden");
  });

  it("changes nothing: an update is refused", async () => {
    const up = await run("up");
    expect(up.ok).to.equal(false);
    expect(
      await kubectl(
        "get",
        "configmap",
        "stood",
        "--namespace=stood",
        "-o",
        "jsonpath={.data.count}",
      ),
    ).to.equal("1");
  });
});
