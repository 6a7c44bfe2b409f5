import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { nameOf } from "../../ops/drift/desired.ts";
import { exportState } from "../../ops/drift/export.ts";
import { findDrift, type Findings } from "../../ops/drift/find.ts";
import { stopCluster } from "../../sandbox/cluster/index.ts";
import { sandboxEnvironment } from "../../sandbox/engine/environment.ts";
import { byControllers, byHand } from "../ops/drift/ways.ts";
import { root } from "../support/local-stack.ts";
import { needTools } from "./sandbox-home.ts";
import { smallStack } from "./small-stack.ts";

const namespace = "house";
const stack = "drift";

describe("make drift on a real cluster", function () {
  this.timeout(180_000);
  const { home, paths, texts, start, end } = smallStack({
    stack,
    program: "tests/ops/drift/program.ts",
    nodes: { instanceType: "m7i.xlarge", perZone: 2 },
    timeFactor: 1 / 30,
  });

  before(async function () {
    needTools(this);
    const engine = await start();
    const { ok, failures } = await engine.up();
    expect(ok, JSON.stringify(failures)).to.equal(true);
    await kubectl("wait", "--for=condition=Complete", "job/once", "--timeout=60s");
    await kubectl(
      "wait",
      "--for=jsonpath={.status.phase}=Bound",
      "pvc/data-store-0",
      "--timeout=60s",
    );
    await kubectl("rollout", "status", "deployment/scaled", "--timeout=60s");
  });

  after(end);

  async function kubectl(...command: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(join(paths.bin, "kubectl"), [
      ...["--kubeconfig", paths.kubeconfig, "--namespace", namespace],
      ...command,
    ]);
    return stdout;
  }

  async function look(): Promise<Findings> {
    return findDrift(
      await exportState({
        stack,
        folder: paths.project,
        pulumi: join(paths.bin, "pulumi"),
        environment: sandboxEnvironment(process.env, paths, {}),
      }),
    );
  }

  const short = ({ drifts }: Findings) =>
    drifts.map(({ kind, identity, path }) => `${kind} ${nameOf(identity)} ${path}`.trim()).sort();

  /** Resource versions that only change with an object's content, and the content of the state. */
  async function everything(): Promise<string> {
    const kinds =
      "deploy,sts,job,svc,cm,secret,sa,hpa,pdb,netpol,pvc,validatingwebhookconfiguration";
    const path =
      "{range .items[*]}{.kind}/{.metadata.name} {.metadata.uid} {.metadata.generation}{'\\n'}{end}";
    const files = texts("state", "project").map((file) => file.path + file.text);
    const hash = createHash("sha256").update(files.sort().join("\n")).digest("hex");
    return `${await kubectl("get", kinds, "-o", `jsonpath=${path}`)}\n${hash}`;
  }

  /** Runs the user's command. */
  async function command(): Promise<{ readonly code: number; readonly output: string }> {
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["ops/drift/main.ts", "sandbox"],
        { cwd: root, env: { ...process.env, SANDBOX_HOME: home, STACK: stack } },
      );
      return { code: 0, output: stdout };
    } catch (error) {
      if (!(error instanceof Error && "stdout" in error && "code" in error)) throw error;
      return { code: Number(error.code), output: String(error.stdout) };
    }
  }

  it("finds no drift in a new stack with real controllers", async () => {
    const pristine = await look();
    expect(short(pristine)).to.deep.equal([]);
    expect(pristine.objects).to.be.above(15);
    // preconditions of a meaningful test
    const job = await kubectl("get", "job/once", "-o", "jsonpath={.spec.template.metadata.labels}");
    expect(job).to.match(/controller-uid/);
    const web = await kubectl("get", "deployment/scaled", "-o", "jsonpath={.metadata.annotations}");
    expect(web).to.match(/deployment.kubernetes.io\/revision/);
    expect(await kubectl("get", "svc/store", "-o", "jsonpath={.spec.clusterIP}")).to.match(/^\d/);
    expect(await kubectl("get", "endpointslices,cm,sa", "-o", "name")).to.match(/kube-root-ca/);
  });

  it("ignores changes by controllers, and exits with 0", async () => {
    for (const [manager, ...words] of byControllers)
      await kubectl(...words, `--field-manager=${manager}`);
    const replicas = await kubectl("get", "deployment/scaled", "-o", "jsonpath={.spec.replicas}");
    expect(replicas).to.equal("3");
    expect(short(await look())).to.deep.equal([]);
    const { code, output } = await command();
    expect(output).to.match(/no drift: \d+ objects match the program/);
    expect(code).to.equal(0);
  });

  it("reports every manual change once, with path and manager", async () => {
    for (const [, ...words] of byHand) await kubectl(...words);
    await kubectl("rollout", "restart", "deployment/restarted");
    const findings = await look();
    expect(short(findings)).to.deep.equal(byHand.map(([report]) => report).sort());
    const [image] = findings.drifts.filter(({ path }) => path.endsWith(".image"));
    expect(image).to.include({
      program: "registry.test/web:1.0.0",
      cluster: "registry.test/evil:1",
      by: "kubectl-set",
    });
    expect(findings.restarts.map(({ identity }) => identity.name)).to.deep.equal(["restarted"]);
  });

  it("exits with 1, prints no secret, and changes neither cluster nor state", async () => {
    const before = await everything();
    const { code, output } = await command();
    expect(code).to.equal(1);
    expect(output).to.match(
      /HorizontalPodAutoscaler house\/scaled\n {2}spec\.maxReplicas: .* 4, .* 40 \(kubectl-patch, /,
    );
    expect(output).to.match(/14 changes outside the program, in \d+ of \d+ objects/);
    expect(output).to.match(/note: pods of Deployment house\/restarted were restarted by hand/);
    for (const value of ["correct-horse-battery", "hand-made-value"])
      for (const form of [value, Buffer.from(value).toString("base64")])
        expect(output.includes(form), "a secret is printed").to.equal(false);
    expect((await everything()) === before, "all is as it was").to.equal(true);
  });

  it("exits with 2 if the cluster cannot be read", async () => {
    await stopCluster(home, () => undefined);
    expect((await command()).code).to.equal(2);
  });
});
