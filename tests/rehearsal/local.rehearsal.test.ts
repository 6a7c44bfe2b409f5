import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { stringify } from "yaml";
import { zipbob } from "../../apps/zipbob/index.ts";
import { createEngine, type Engine } from "../../sandbox/engine/index.ts";
import { connect, type Kubernetes } from "../../sandbox/engine/kubernetes.ts";
import { layoutOf } from "../../sandbox/cluster/layout.ts";
import { areFree } from "../../sandbox/cluster/ports.ts";
import { readRecord } from "../../sandbox/cluster/record.ts";
import { root } from "../support/local-stack.ts";
import { type Finished, processesOf, sandboxHome, needTools } from "./sandbox-home.ts";

const namespace = zipbob.name;
const services = Object.keys(zipbob.services);

describe("the local stack in the sandbox", function () {
  this.timeout(300_000);
  const sandbox = sandboxHome();
  const settings = mkdtempSync(join(tmpdir(), "hanok-settings-"));
  let first: Finished;
  let kubernetes: Kubernetes;

  before(async function () {
    needTools(this);
    first = await sandbox.run("up");
    expect(first.code, first.output).to.equal(0);
    kubernetes = connect(join(sandbox.home, "kubeconfig"));
  });

  after(async () => {
    await sandbox.run("down");
    sandbox.remove();
    rmSync(settings, { recursive: true, force: true });
  });

  /** The engine on the same state, with other settings than Pulumi.local.yaml. */
  function engineWith(config: Readonly<Record<string, unknown>>): Engine {
    cpSync(join(root, "Pulumi.yaml"), join(settings, "Pulumi.yaml"));
    writeFileSync(
      join(settings, "Pulumi.local.yaml"),
      stringify({ config: { "hanok:profile": "local", ...config } }),
    );
    const tools = { pulumi: join(root, ".sandbox/bin/pulumi") };
    return createEngine({
      home: sandbox.home,
      stack: "local",
      tools,
      report: () => undefined,
      source: settings,
    });
  }

  /** The resources in the state, without the time at which it was written. */
  async function resources(): Promise<string> {
    const { deployment }: { deployment: { resources: unknown } } = await engineWith(
      {},
    ).exportState();
    // a secret is encrypted with a new nonce at each write
    return JSON.stringify(deployment.resources).replaceAll(/"ciphertext":"[^"]*"/g, "");
  }

  it("makes every Deployment and StatefulSet of ZipBob ready", async () => {
    const [deployments, statefulSets] = await Promise.all([
      kubernetes.apps.listNamespacedDeployment({ namespace }),
      kubernetes.apps.listNamespacedStatefulSet({ namespace }),
    ]);
    const states = [...deployments.items, ...statefulSets.items].map(
      ({ metadata, spec, status }) => ({
        name: metadata?.name,
        wanted: spec?.replicas,
        ready: status?.readyReplicas,
      }),
    );
    expect(states.map(({ name }) => name)).to.include.members([...services, "mariadb", "mongodb"]);
    for (const { name, wanted, ready } of states) expect(ready, name).to.equal(wanted);
  });

  it("prints the workloads, their URLs, and what is simulated", () => {
    expect(first.output).to.match(/simulated: nodes, and pods/);
    expect(first.output).to.match(/http:\/\/backend\.hanok\.localhost\/ → edge/);
    expect(first.output).to.match(/resources: \d+ created/);
  });

  it("Z11: starts pods in the order of their dependencies", async () => {
    const { items } = await kubernetes.apps.listNamespacedDeployment({ namespace });
    const of = (name: string) => items.find(({ metadata }) => metadata?.name === name);
    const available = (name: string) =>
      of(name)?.status?.conditions?.find(({ type }) => type === "Available")?.lastTransitionTime;
    const configured = available("config")?.getTime() ?? Infinity;
    for (const reader of ["edge", "ingredients"])
      expect(of(reader)?.metadata?.creationTimestamp?.getTime(), reader).to.be.at.least(configured);
  });

  it("Z15: enforces Pod Security restricted, and every pod was admitted", async () => {
    const { metadata } = await kubernetes.core.readNamespace({ name: namespace });
    expect(metadata?.labels).to.include({ "pod-security.kubernetes.io/enforce": "restricted" });
    const { items } = await kubernetes.core.listNamespacedEvent({ namespace });
    expect(items.filter(({ reason }) => reason === "FailedCreate").map((e) => e.message)).to.be
      .empty;
  });

  it("reports no change when it is run again", async () => {
    const again = await sandbox.run("up");
    expect(again.code, again.output).to.equal(0);
    expect(again.output).to.match(/no change/);
  });

  it("keeps every generated password out of state, logs, settings and output", async () => {
    const { items } = await kubernetes.core.listSecretForAllNamespaces();
    const values = items
      .filter(({ type }) => type === "Opaque")
      .flatMap(({ data = {} }) => Object.values(data))
      .map((encoded) => Buffer.from(encoded, "base64").toString())
      .filter((value) => value.length >= 16);
    expect(values.length).to.be.greaterThan(20);
    const paths = [
      { path: "the output", text: first.output },
      ...sandbox.texts("state", "logs", "project", "charts"),
    ];
    expect(paths.length).to.be.greaterThan(3);
    for (const { path, text } of paths)
      for (const value of values) {
        const forms = [value, Buffer.from(value).toString("base64")];
        // the value must not appear in a test report
        expect(
          forms.some((form) => text.includes(form)),
          `a password stands in ${path}`,
        ).to.equal(false);
      }
  });

  it("changes nothing if a setting is invalid, and names it", async () => {
    const before = await resources();
    const result = await engineWith({
      "hanok:size": "huge",
      "hanok:versions": { zipbob: "latest" },
    }).up();
    expect(result.ok).to.equal(false);
    expect(result.validationError).to.match(/2 settings are wrong; nothing was changed/);
    expect(result.validationError).to.match(/hanok:size = "huge"/);
    expect(result.changes).to.not.include.keys("create", "update", "delete", "replace");
    const after = await resources();
    expect(after.length).to.equal(before.length);
    const at = [...after].findIndex((letter, index) => letter !== before[index]);
    expect(at, `the state is another one from ${after.slice(at - 80, at + 80)}`).to.equal(-1);
  });

  it("rolls out a new version without losing ready pods", async () => {
    const tag = "0.0.1-sandbox";
    const versions = Object.fromEntries(services.map((name) => [name, "0.0.0-sandbox"]));
    const engine = engineWith({ "hanok:versions": { zipbob: { ...versions, edge: tag } } });
    expect((await engine.preview()).changes).to.include({ update: 1 });

    const rollout = new AbortController();
    const lows: number[] = [];
    const watch = (async () => {
      while (!rollout.signal.aborted) {
        const { status } = await kubernetes.apps.readNamespacedDeployment({
          name: "edge",
          namespace,
        });
        lows.push(status?.availableReplicas ?? 0);
      }
    })();
    const result = await engine.up();
    rollout.abort();
    await watch;
    expect(result.ok, JSON.stringify(result.failures)).to.equal(true);
    expect(Math.min(...lows)).to.equal(2);
    const { spec } = await kubernetes.apps.readNamespacedDeployment({ name: "edge", namespace });
    expect(spec?.template.spec?.containers[0]?.image).to.match(/:0\.0\.1-sandbox$/);
  });

  it("is destroyed completely: no object, process or port is left", async () => {
    const ports = readRecord(layoutOf(sandbox.home))?.ports;
    if (ports === undefined) throw new Error("the cluster has no record of its ports");
    const down = await sandbox.run("down");
    expect(down.code, down.output).to.equal(0);
    expect(down.output).to.match(/no leftovers in the cluster/);
    expect(await processesOf(sandbox.home)).to.deep.equal([]);
    expect(await areFree(ports)).to.equal(true);
  });
});
