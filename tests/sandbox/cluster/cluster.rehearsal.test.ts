import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { clusterStatus } from "../../../sandbox/cluster/index.ts";
import type { RunningCluster } from "../../../sandbox/cluster/index.ts";
import type { Api, ApiObject, List } from "../../../sandbox/cluster/api.ts";
import { areFree } from "../../../sandbox/cluster/ports.ts";
import { components, ownedProcesses } from "../../../sandbox/cluster/processes.ts";
import { isRunning } from "../../../tools/processes.ts";
import { readRecord } from "../../../sandbox/cluster/record.ts";
import { until } from "../../../sandbox/cluster/until.ts";
import { deployment, gateway, httpRoute, job, loadBalancer, statefulSet } from "./manifests.ts";
import { apply, lacking, pathOf, rehearsal } from "./rehearsal.ts";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly lastTransitionTime: string;
}

interface Pod extends ApiObject {
  readonly status: {
    readonly conditions: readonly Condition[];
    readonly containerStatuses: readonly {
      readonly state: { readonly running?: { readonly startedAt: string } };
    }[];
  };
}

const zone = "topology.kubernetes.io/zone";
const has = (conditions: readonly Condition[] | undefined, type: string): boolean =>
  conditions?.some((c) => c.type === type && c.status === "True") ?? false;
const pods = async (api: Api, app: string): Promise<readonly Pod[]> =>
  (await api.get<List<Pod>>(`/api/v1/namespaces/default/pods?labelSelector=app%3D${app}`)).items;
const ready = async (api: Api, app: string, count: number): Promise<readonly Pod[]> => {
  await until(`${count} pods of ${app} are ready`, 40, async () => {
    const all = await pods(api, app);
    return all.length === count && all.every((pod) => has(pod.status.conditions, "Ready"));
  });
  return pods(api, app);
};
describe("the sandbox cluster", function () {
  this.timeout(120_000);
  const one = rehearsal();
  const two = rehearsal();
  let started: readonly [RunningCluster, RunningCluster];

  let foreign: ChildProcess;

  before(async function () {
    // created here, because other rehearsals run before this one
    foreign = spawn("sleep", ["600"], { stdio: "ignore" });
    if (lacking.length > 0) {
      console.log(`      skipped: this machine has no ${lacking.join(", ")}`);
      this.skip();
    }
    // the second one starts with the leftovers of an interrupted older version
    mkdirSync(two.layout.pids, { recursive: true });
    writeFileSync(join(two.layout.pids, "etcd.pid"), `${foreign.pid}`);
    writeFileSync(two.layout.record, `{"complete": tr`);
    writeFileSync(
      two.layout.lock,
      JSON.stringify({ pid: foreign.pid, started: "at another time" }),
    );
    started = await Promise.all([one.start(), two.start()]);
  });

  after(async () => {
    foreign.kill();
    await Promise.all([one.remove(), two.remove()]);
  });

  it("starts two clusters at the same time, on separate ports", async () => {
    expect(started.map(({ way, nodes }) => [way, nodes])).to.deep.equal([
      ["created", 3],
      ["created", 3],
    ]);
    expect(started[0].apiServer).not.to.equal(started[1].apiServer);
    expect((await clusterStatus(one.home)).state).to.equal("running");
    expect(statSync(one.layout.kubeconfig).mode & 0o777).to.equal(0o600);
  });

  it("makes nodes with the labels and the resources of their instance type", async () => {
    const { items } = await one
      .api()
      .get<List<ApiObject & { status: { allocatable: object } }>>("/api/v1/nodes");
    expect(items.map(({ metadata }) => metadata.labels?.[zone])).to.have.members([
      "ap-northeast-2a",
      "ap-northeast-2b",
      "ap-northeast-2c",
    ]);
    expect(items[0]?.metadata.labels).to.include({
      "node.kubernetes.io/instance-type": "m7i.xlarge",
    });
    expect(items[0]?.status.allocatable).to.include({
      cpu: "3920m",
      memory: "14162Mi",
      pods: "58",
    });
  });

  it("makes a pod ready after its declared start-up time, scaled", async () => {
    const api = one.api();
    await apply(
      api,
      deployment("slow", { "hanok.dev/startup-seconds": "120" }),
      deployment("fast", {}),
    );
    await ready(api, "fast", 1);
    expect((await pods(api, "slow")).some((pod) => has(pod.status.conditions, "Ready"))).to.equal(
      false,
    );
    const [pod] = await ready(api, "slow", 1);
    const times = pod?.status.conditions
      .filter((c) => c.type === "Ready")
      .map((c) => c.lastTransitionTime);
    const from = pod?.status.containerStatuses[0]?.state.running?.startedAt ?? "";
    // 120 s / 30; both times are rounded to seconds
    expect((Date.parse(times?.[0] ?? "") - Date.parse(from)) / 1000).to.be.within(3, 30);
  });

  it("accepts a new time factor at run time, also for starting pods", async () => {
    const api = one.api();
    await apply(api, deployment("jvm", { "hanok.dev/startup-seconds": "3000" }));
    await until("the pod has started", 20, async () => {
      const [pod] = await pods(api, "jvm");
      return pod?.status.containerStatuses[0]?.state.running !== undefined;
    });
    expect((await one.start({ timeFactor: 1 / 3000 })).way).to.equal("running");
    await ready(api, "jvm", 1);
    await one.start();
  });

  it("binds the claims of a StatefulSet in the zones of its pods, and expands them", async () => {
    const api = one.api();
    await apply(api, statefulSet("db", zone));
    const all = await ready(api, "db", 3);
    expect(new Set(all.map(({ metadata }) => metadata.labels?.[zone])).size).to.equal(3);
    const volumes = await api.get<List<ApiObject & { spec: { capacity: { storage: string } } }>>(
      "/api/v1/persistentvolumes",
    );
    expect(volumes.items.map(({ spec }) => spec.capacity.storage).sort()).to.deep.equal([
      "20Gi",
      "20Gi",
      "20Gi",
      "5Gi",
      "5Gi",
      "5Gi",
    ]);
    const path = "/api/v1/namespaces/default/persistentvolumeclaims/data-db-0";
    await api.patch(path, "merge", { spec: { resources: { requests: { storage: "40Gi" } } } });
    await until("the claim has grown", 20, async () => {
      const grown = await api.get<{ status: { capacity: { storage: string } } }>(path);
      return grown.status.capacity.storage === "40Gi";
    });
  });

  it("gives a load balancer and a gateway their address, and a route its status", async () => {
    const api = one.api();
    await apply(api, loadBalancer("web", "fast"), gateway("public"), httpRoute("web", "public"));
    interface Status {
      readonly status?: {
        readonly addresses?: readonly { readonly value: string }[];
        readonly conditions?: readonly Condition[];
        readonly listeners?: readonly { readonly attachedRoutes: number }[];
        readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname: string }[] };
        readonly parents?: readonly { readonly conditions: readonly Condition[] }[];
      };
    }
    await until("the load balancer has an address", 20, async () => {
      const { status } = await api.get<Status>(pathOf("Service", "web"));
      return (
        status?.loadBalancer?.ingress?.[0]?.hostname.endsWith(
          ".elb.ap-northeast-2.amazonaws.com",
        ) ?? false
      );
    });
    await until("the gateway is programmed and has one route", 20, async () => {
      const { status } = await api.get<Status>(pathOf("Gateway", "public"));
      return (
        has(status?.conditions, "Programmed") &&
        status?.listeners?.[0]?.attachedRoutes === 1 &&
        (status.addresses?.[0]?.value.endsWith(".ap-northeast-2.elb.amazonaws.com") ?? false)
      );
    });
    const { status } = await api.get<Status>(pathOf("HTTPRoute", "web"));
    expect(
      ["Accepted", "ResolvedRefs"].every((type) => has(status?.parents?.[0]?.conditions, type)),
    ).to.equal(true);
  });

  it("completes a Job", async () => {
    const api = one.api();
    await apply(api, job("migrate"));
    await until("the job is complete", 20, async () => {
      const job = await api.get<{ status: { conditions?: readonly Condition[] } }>(
        pathOf("Job", "migrate"),
      );
      return has(job.status.conditions, "Complete");
    });
  });

  it("replaces nodes", async () => {
    await two.start({
      nodes: [{ instanceType: "m7g.large", perZone: 1 }],
      zones: ["ap-northeast-2a"],
    });
    const { items } = await two.api().get<List<ApiObject>>("/api/v1/nodes");
    expect(items.map(({ metadata }) => metadata.name)).to.deep.equal([
      "ap-northeast-2a-m7g-large-1",
    ]);
  });

  const kill = async (home: string, victims: readonly string[]): Promise<void> => {
    const { processes } = await clusterStatus(home);
    const pids = victims.map((victim) => processes[victim] ?? 0);
    expect(pids).not.to.include(0);
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await until("they are dead", 10, () => !pids.some(isRunning));
  };

  for (const [victim, way] of [
    ["etcd", "restarted"],
    ["controllers", "running"],
  ] as const) {
    it(`recovers from the loss of ${victim} and keeps the data`, async () => {
      await kill(one.home, [victim]);
      expect((await clusterStatus(one.home)).state).to.equal("broken");
      expect((await one.start()).way).to.equal(way);
      expect((await clusterStatus(one.home)).state).to.equal("running");
      await ready(one.api(), "db", 3);
      await apply(one.api(), deployment(`after-${victim}`, {}));
      await ready(one.api(), `after-${victim}`, 1);
    });
  }

  it("moves to other ports with its data after a crash, if a port was taken", async () => {
    const before = readRecord(two.layout);
    await kill(two.home, [...components, "controllers"]);
    const port = before?.ports.kubeApiserverPort;
    const squatter = createServer().listen(port, "127.0.0.1");
    await once(squatter, "listening");
    const { way, apiServer } = await two.start().finally(() => squatter.close());
    expect(way).to.equal("restarted");
    expect(apiServer).not.to.equal(`https://127.0.0.1:${port}`);
    expect(readRecord(two.layout)?.id).to.equal(before?.id);
  });

  it("creates a new cluster if the data are damaged, and reports the loss", async () => {
    await two.stop();
    truncateSync(join(two.layout.data, "member", "snap", "db"), 100);
    expect((await two.start()).way).to.equal("created");
    expect(two.lines.join("\n")).to.include("data were lost");
  });

  it("ends exactly its own processes, and frees their ports", async () => {
    // as after a reboot: the pid file names an unrelated process
    writeFileSync(join(one.layout.pids, "etcd.pid"), `${foreign.pid}`);
    expect((await one.stop()).ended).to.equal(6);
    expect(ownedProcesses(one.layout)).to.deep.equal([]);
    const ports = readRecord(one.layout)?.ports;
    await until("its ports are free", 10, async () => ports !== undefined && areFree(ports));
    expect(isRunning(foreign.pid ?? 0)).to.equal(true);
    expect((await clusterStatus(one.home)).state).to.equal("stopped");
    expect((await one.stop()).ended).to.equal(0);
    expect((await clusterStatus(two.home)).state).to.equal("running");
  });
});
