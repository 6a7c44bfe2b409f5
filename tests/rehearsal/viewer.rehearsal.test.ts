import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { makeCharts } from "../../sandbox/charts.ts";
import { startCluster, stopCluster } from "../../sandbox/cluster.ts";
import { createEngine, type RunResult } from "../../sandbox/engine.ts";
import { placesOf } from "../../sandbox/engine/places.ts";
import { ensureTools } from "../../tools/ensure.ts";
import { root } from "../support/local-stack.ts";
import { sandboxHome, toolsAreThere } from "./sandbox-home.ts";

const stack = "viewer";
const silent = () => undefined;

/** Kubeconfig of Kubernetes, as far as it is changed here. */
interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

// AmazonEKSViewPolicy is Kubernetes' role `view`; the provider is the real one, so is the API server
describe("a preview by who may only look, for real", function () {
  this.timeout(120_000);
  const sandbox = sandboxHome();
  const { home } = sandbox;
  const places = placesOf(home);
  const settings = mkdtempSync(join(tmpdir(), "hanok-viewer-"));
  const kubeconfig = join(settings, "kubeconfig");
  let run: (operation: "preview" | "up" | "refresh") => Promise<RunResult>;

  const kubectl = async (...command: readonly string[]): Promise<string> => {
    const path = join(places.bin, "kubectl");
    const { stdout } = await promisify(execFile)(path, [
      "--kubeconfig",
      places.kubeconfig,
      ...command,
    ]);
    return stdout.trim();
  };

  before(async function () {
    if (!toolsAreThere) {
      console.log("      skipped: the tools are not built; make test builds them");
      this.skip();
    }
    const found = await ensureTools({ home, groups: ["sandbox"], report: silent });
    const tools = Object.fromEntries(Object.entries(found).map(([name, { path }]) => [name, path]));
    await startCluster({
      ...{ home, tools, report: silent, timeFactor: 1 / 60 },
      zones: ["ap-northeast-2a"],
      nodes: [{ instanceType: "m7i.large", perZone: 1 }],
      gatewayCrds: tools["gateway-api"] ?? "",
    });
    makeCharts({
      target: places.charts,
      pins: { demo: { chart: "demo", version: "1.0.0", crds: "none" } },
      report: silent,
    });
    writeFileSync(join(settings, "Pulumi.yaml"), stringify({ name: stack, runtime: "nodejs" }));
    writeFileSync(
      join(settings, `Pulumi.${stack}.yaml`),
      stringify({ config: { "hanok:profile": "local" } }),
    );
    const program = join(root, "tests/rehearsal/viewer/program.ts");
    const engine = createEngine({ home, stack, tools, report: silent, program, source: settings });
    run = (operation) => engine[operation]();
    process.env["VIEWER_CHART"] = join(places.charts, "demo");
    process.env["VIEWER_KUBECONFIG"] = kubeconfig;
    cpSync(places.kubeconfig, kubeconfig);
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
    const own: Kubeconfig = parse(readFileSync(places.kubeconfig, "utf8"));
    const users = own.users.map(({ name }) => ({ name, user: { token } }));
    writeFileSync(kubeconfig, stringify({ ...own, users }), { mode: 0o600 });
    process.env["VIEWER_CHANGED"] = "1";
  });

  after(async () => {
    for (const name of ["KUBECONFIG", "CHART", "CHANGED"])
      Reflect.deleteProperty(process.env, `VIEWER_${name}`);
    await stopCluster(home, silent);
    sandbox.remove();
    rmSync(settings, { recursive: true, force: true });
  });

  it("shows what is new and what changes, of every kind, though each dry run is refused", async () => {
    const asViewer = "--as=system:serviceaccount:default:viewer";
    const may = await kubectl("auth", "can-i", "patch", "configmaps", asViewer).then(
      () => true,
      () => false,
    );
    expect(may).to.equal(false);
    const preview = await run("preview");
    expect(preview.ok, JSON.stringify(preview.failures)).to.equal(true);
    // the provider takes a ConfigMap and a Secret for what cannot be changed
    expect(preview.changes).to.include({ create: 6, update: 4, replace: 2 });
  });

  it("reads nothing back: a refresh asks for Secrets and for what has no namespace", async () => {
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
