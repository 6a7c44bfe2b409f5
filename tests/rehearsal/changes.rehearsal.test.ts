import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { service } from "../../apps/check/service-schema.ts";
import { makeCharts } from "../../sandbox/charts/index.ts";
import { type Api, type ApiObject, connect } from "../../sandbox/cluster/api.ts";
import { layoutOf } from "../../sandbox/cluster/layout.ts";
import { readRecord } from "../../sandbox/cluster/record.ts";
import { watch } from "../../sandbox/cluster/watch.ts";
import type { Engine } from "../../sandbox/engine/index.ts";
import { until } from "../../sandbox/cluster/until.ts";
import {
  byCaller,
  byRoute,
  type Objects,
  type Pod,
  type Policy,
  type Route,
  type Service,
  type Slice,
} from "./changes/reachable.ts";
import type { Step } from "./changes/system.ts";
import { changes } from "./changes/table.ts";
import { needTools } from "./sandbox-home.ts";
import { smallStack } from "./small-stack.ts";

const namespace = "changes";
const rows = Object.entries(changes);

/** Fields that no row changes. */
const without: Readonly<Record<string, string>> = {
  kind: "another kind is another service",
  sticky: "a gateway outside AWS keeps no client at its pod",
  permissions: "pods have roles only in AWS",
};

describe("every change of a service, for real", function () {
  this.timeout(900_000);
  const { home, start, end } = smallStack({
    stack: "changes",
    program: "tests/rehearsal/changes/program.ts",
    // 58 pods a node: each service has one more while it rolls
    nodes: { instanceType: "m7i.2xlarge", perZone: 4 },
    timeFactor: 1 / 30,
    config: { "hanok:systems": ["changes"] },
  });
  // a watch would keep the process alive
  const watching = new AbortController();
  let engine: Engine;
  let api: Api;
  /** Fewest pods that were reachable since the last reset, by service. */
  const least = { route: new Map<string, number>(), caller: new Map<string, number>() };
  let look = (): Objects => ({ pods: [], services: [], slices: [], policies: [], routes: [] });

  function measure(): void {
    const objects = look();
    for (const [name] of rows) {
      least.route.set(name, Math.min(least.route.get(name) ?? Infinity, byRoute(objects, name)));
      const called = byCaller(objects, name, "caller");
      least.caller.set(name, Math.min(least.caller.get(name) ?? Infinity, called));
    }
  }

  async function up(step: Step): Promise<void> {
    process.env["CHANGES_STEP"] = step;
    const { ok, failures } = await engine.up();
    expect(ok, JSON.stringify(failures)).to.equal(true);
  }

  /** Waits until as many pods as a row says are reachable, and no more are there. */
  async function settle(wanted: (name: string) => number): Promise<void> {
    const open = (): string[] =>
      rows.flatMap(([name]) => {
        const objects = look();
        const own = objects.pods.filter(
          ({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === name,
        );
        const found = [own.length, byRoute(objects, name), byCaller(objects, name, "caller")];
        return found.every((one) => one === wanted(name)) ? [] : [`${name}: ${found.join(", ")}`];
      });
    await until("every pod of the table is there and reachable", 240, () => {
      const missing = open();
      if (missing.length > 0) throw new Error(missing.join("; "));
      return true;
    });
  }

  const scalingOf = (name: string, step: "before" | "after") => {
    const scaling = changes[name]?.[step]?.scaling;
    if (scaling === undefined) return 2;
    // nothing acts on KEDA's objects in the sandbox, so a Deployment keeps the one pod that it starts with
    if (scaling.kind === "schedule" || scaling.kind === "queue") return step === "before" ? 1 : 2;
    return scaling.kind === "fixed" ? scaling.replicas : scaling.min;
  };

  before(async function () {
    needTools(this);
    engine = await start();
    makeCharts({ target: join(home, "charts"), report: () => undefined });
    await up("before");
    const layout = layoutOf(home);
    api = connect(layout, readRecord(layout)?.ports.kubeApiserverPort ?? 0);
    const of = <T extends ApiObject>(path: string) => {
      const { items } = watch<T>(
        () => api,
        path,
        measure,
        () => undefined,
        watching.signal,
      );
      return (): readonly T[] => [...items.values()];
    };
    const inside = (group: string, plural: string) => `/${group}/namespaces/${namespace}/${plural}`;
    const pods = of<Pod & ApiObject>(inside("api/v1", "pods"));
    const services = of<Service & ApiObject>(inside("api/v1", "services"));
    const slices = of<Slice & ApiObject>(inside("apis/discovery.k8s.io/v1", "endpointslices"));
    const networking = "apis/networking.k8s.io/v1";
    const policies = of<Policy & ApiObject>(inside(networking, "networkpolicies"));
    const gateways = "apis/gateway.networking.k8s.io/v1";
    const routes = of<Route & ApiObject>(inside(gateways, "httproutes"));
    look = () => ({
      pods: pods(),
      services: services(),
      slices: slices(),
      policies: policies(),
      routes: routes(),
    });
    await settle((name) => scalingOf(name, "before"));
    // as the autoscaler does under load
    await api.patch(
      `/apis/apps/v1/namespaces/${namespace}/deployments/from-raised/scale?fieldManager=kube-controller-manager`,
      "merge",
      { spec: { replicas: 5 } },
    );
    await settle((name) => (name === "from-raised" ? 5 : scalingOf(name, "before")));
    least.route.clear();
    least.caller.clear();
    measure();
    await up("after");
    await settle((name) => changes[name]?.then ?? 2);
  });

  after(async () => {
    watching.abort();
    await end();
    (api as Api | undefined)?.close();
  });

  for (const [name, { field, what, least: wanted }] of rows)
    it(`${field}, ${what}: ${wanted} pods or more are reachable at every moment`, () => {
      expect(least.route.get(name), "by its route").to.be.at.least(wanted);
      expect(least.caller.get(name), "by a caller").to.be.at.least(wanted);
    });

  it("each field of a web service has a row, or a reason", () => {
    const [web] = service.out.options;
    const changed = rows.map(([, { field }]): string => field);
    const open = Object.keys(web.shape).filter((field) => !changed.includes(field));
    expect(open.toSorted()).to.deep.equal(Object.keys(without).toSorted());
  });

  it("host, one → two and the domain itself: all pods are reachable at every moment", async () => {
    least.route.clear();
    least.caller.clear();
    measure();
    await up("host");
    for (const [name, { then = 2 }] of rows) {
      expect(least.route.get(name), `${name} by its route`).to.be.at.least(then);
      expect(least.caller.get(name), `${name} by a caller`).to.be.at.least(then);
    }
  });

  it("a job that fails leaves its services as they are, and tells its last words; the next update runs it again", async () => {
    const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/version`;
    const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
    const namesOf = async () =>
      (await api.get<{ items: readonly ApiObject[] }>(jobs)).items
        .map(({ metadata }) => metadata.name)
        .filter((name) => name.startsWith("move-"));
    const before = await api.get<ApiObject>(deployment);
    const [first] = await namesOf();
    process.env["CHANGES_STEP"] = "fails";
    const { ok, failures } = await engine.up();
    expect(ok).to.equal(false);
    expect(failures.map(({ resource }) => resource)).to.include("Job changes-move-job");
    expect(JSON.stringify(failures)).to.contain("relation orders does not exist");
    const after = await api.get<ApiObject>(deployment);
    expect(after.metadata.generation).to.equal(before.metadata.generation);
    expect(
      look().pods.filter(({ metadata }) => metadata.name.startsWith("version-")),
    ).to.have.lengthOf(2);
    await up("host");
    const [last, ...more] = await namesOf();
    expect([last, more]).to.deep.equal([first, []]);
  });
});
