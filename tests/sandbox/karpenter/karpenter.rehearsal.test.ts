import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { bytes, cores } from "../../../components/check/quantity.ts";
import { messageType } from "../../../sandbox/cloud/api/sqs.ts";
import { types as ec2 } from "../../../sandbox/cloud/services/ec2/types.ts";
import { types as iam } from "../../../sandbox/cloud/services/iam/types.ts";
import type { Api, List, ApiObject } from "../../../sandbox/cluster/api.ts";
import { ownedProcesses } from "../../../sandbox/cluster/processes.ts";
import { accountLeftovers } from "../../../sandbox/engine/leftovers.ts";
import { until } from "../../../sandbox/cluster/until.ts";
import { TestCloud } from "../cloud/cloud.ts";
import { lacking, rehearsal } from "../cluster/rehearsal.ts";
import { type Ground, prepareAccount } from "./account.ts";
import {
  type Claim,
  type Condition,
  definitions,
  isReady,
  karpenter,
  nodesOf,
  type Pod,
  pathOf,
  podsOf,
  put,
  putDefinitions,
  readyPods,
  scale,
} from "./cluster.ts";
import {
  controller,
  interruption,
  nodeClasses,
  nodePool,
  pools,
  store,
  volume,
  workload,
} from "./objects.ts";

const zone = "topology.kubernetes.io/zone";
const apps = { general: 400, intel: 60, batch: 40 } as const;
const names = Object.keys(apps);
const total = Object.values(apps).reduce((sum, count) => sum + count, 0);

describe("the real Karpenter on the simulated AWS", function () {
  this.timeout(150_000);
  const home = rehearsal();
  const cloud = new TestCloud(undefined, join(home.home, "cloud"));
  let api: Api;
  let ground: Ground;
  const closing: (() => void)[] = [];

  const instances = () => cloud.resources.account().list(ec2.instance);
  const leftInstances = () => accountLeftovers(cloud.home).filter((line) => / i-0/.test(line));
  const processOf = (name: string): number | undefined =>
    ownedProcesses(home.layout).find(({ component }) => component === name)?.pid;
  const memoryOf = (pid = 0): number => {
    const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", `${pid}`], { encoding: "utf8" });
    return Math.round(Number(kilobytes) / 1024);
  };
  const allReady = async (): Promise<boolean> => {
    await delay(200);
    const ready = await Promise.all(names.map((name) => readyPods(api, name)));
    return ready.reduce((sum, count) => sum + count, 0) === total;
  };
  const cpuOf = async (pool: string): Promise<number> =>
    (await nodesOf(api, pool)).reduce((sum, { status }) => sum + Number(status.capacity["cpu"]), 0);

  before(async function () {
    const missing = [
      ...lacking,
      ...(karpenter === undefined ? ["karpenter"] : []),
      ...(definitions === undefined ? ["its definitions"] : []),
    ];
    if (missing.length > 0 || definitions === undefined) {
      console.log(`      skipped: this machine has no ${missing.join(", ")}`);
      this.skip();
    }
    ground = prepareAccount(cloud);
    await home.start({ tools: { ...home.tools, karpenter } });
    api = home.api();
    closing.push(() => api.close());
    await putDefinitions(api, definitions);
    const metadata = { name: "karpenter" };
    await put(api, { apiVersion: "v1", kind: "Namespace", metadata }, controller);
    await put(api, ...nodeClasses);
    await put(api, ...pools.map(nodePool));
    await until("the node classes and their pools are ready", 60, async () => {
      const kinds = ["EC2NodeClass", "NodePool"].map((kind) =>
        api.get<List<ApiObject & Parameters<typeof isReady>[0]>>(pathOf(kind)),
      );
      const all = (await Promise.all(kinds)).flatMap(({ items }) => items);
      return all.length === nodeClasses.length + pools.length && all.every(isReady);
    });
  });

  after(async () => {
    closing.forEach((close) => close());
    await home.remove();
  });

  it(`creates nodes for ${total} pods of three pools`, async () => {
    const begin = performance.now();
    await put(
      api,
      workload("general", apps.general, "general"),
      workload("intel", apps.intel, "intel"),
      workload("batch", apps.batch, "batch", { taint: "batch" }),
    );
    await until(`all ${total} pods are ready`, 120, allReady);
    const nodes = await nodesOf(api);
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
    const sizes = new Map<string, number>();
    for (const { metadata } of nodes) {
      const type = metadata.labels["node.kubernetes.io/instance-type"] ?? "";
      sizes.set(type, (sizes.get(type) ?? 0) + 1);
    }
    console.log(`      0 → ${total} pods ready in ${seconds} s on ${nodes.length} nodes:`);
    console.log(`      ${[...sizes].map(([type, count]) => `${count} ${type}`).join(", ")}`);
    const memory = ["karpenter", "controllers"].map(
      (name) => `${name} ${memoryOf(processOf(name))} MB`,
    );
    console.log(`      memory: ${memory.join(", ")}`);
    expect(nodes.length).to.be.within(4, 60);
  });

  it("gives each pool's pods nodes with its architecture, zones and taints", async () => {
    for (const { name, arch, zones, taint } of pools) {
      const nodes = await nodesOf(api, name);
      const labels = nodes.map(({ metadata }) => metadata.labels);
      expect([...new Set(labels.map((of) => of["kubernetes.io/arch"]))], name).to.deep.equal([
        arch,
      ]);
      const found = [...new Set(labels.map((of) => of[zone]))].sort();
      const all = ["a", "b", "c"].map((letter) => `ap-northeast-2${letter}`);
      expect(found, name).to.deep.equal(zones ?? all);
      const keys = nodes.map(({ spec }) => spec.taints?.map(({ value }) => value) ?? []);
      expect(keys, name).to.deep.equal(nodes.map(() => (taint === undefined ? [] : [taint])));
    }
    const known = instances().map(({ id, properties }) => {
      return `aws:///${String(properties["availabilityZone"])}/${id}`;
    });
    const nodes = await nodesOf(api);
    expect(nodes.map(({ spec }) => spec.providerID).sort()).to.deep.equal(known.sort());
  });

  it("has the capacity that Karpenter expected", async () => {
    const nodes = await nodesOf(api);
    const claims = (await api.get<List<Claim>>(pathOf("NodeClaim"))).items;
    const expected = new Map(claims.map(({ status }) => [status.providerID, status.allocatable]));
    for (const { spec, status } of nodes) {
      const claim = expected.get(spec.providerID) ?? {};
      const found = status.allocatable;
      expect(cores(found["cpu"] ?? ""), spec.providerID).to.equal(cores(claim["cpu"] ?? ""));
      expect(found["pods"], spec.providerID).to.equal(claim["pods"]);
      for (const name of ["memory", "ephemeral-storage"])
        expect(bytes(found[name] ?? ""), `${spec.providerID} ${name}`).to.be.closeTo(
          bytes(claim[name] ?? "") ?? 0,
          2 ** 20,
        );
    }
  });

  it("uses Spot only in pools that allow it", async () => {
    const kinds = await Promise.all(
      pools.map(async ({ name }) => {
        const nodes = await nodesOf(api, name);
        return nodes.map(({ metadata }) => metadata.labels["karpenter.sh/capacity-type"]);
      }),
    );
    expect(kinds.map((of) => [...new Set(of)])).to.deep.equal([
      ["spot"],
      ["on-demand"],
      ["on-demand"],
    ]);
  });

  it("moves the pods of a Spot instance after AWS's interruption message", async () => {
    const [{ id = "" } = {}] = instances().filter(
      ({ properties }) => properties["instanceLifecycle"] === "spot",
    );
    const account = cloud.resources.account();
    const [queue] = account.list("aws:sqs/queue:Queue");
    const body = interruption(id);
    const properties = { queueUrl: queue?.id, body, sent: `${Date.now()}` };
    account.put({ type: messageType, id: "interruption", properties });
    await until("the instance is gone", 60, () => !instances().some((one) => one.id === id));
    await until("its pods are ready elsewhere", 60, allReady);
    expect(account.list(messageType)).to.deep.equal([]);
  });

  it("replaces a node whose kubelet is dead, and its only store comes back with its volume", async function () {
    this.timeout(480_000);
    await put(api, volume, store);
    const one = `/api/v1/namespaces/default/pods/store-0`;
    const pod = async () => (await podsOf(api, "store")).find(isReady);
    await until("the store is ready", 90, async () => (await pod()) !== undefined);
    const name = (await pod())?.spec.nodeName ?? "";
    // another instance may get the same address, and its node the same name
    const instance = async () => {
      const on = (await pod())?.spec.nodeName;
      return (await nodesOf(api)).find(({ metadata }) => metadata.name === on)?.spec.providerID;
    };
    const lost = await instance();
    // kwok ignores such a node, so its lease expires as with a dead kubelet
    const node = `${pathOf("Node")}/${name}`;
    await api.patch(node, "merge", { metadata: { labels: { "hanok.dev/down": "1" } } });
    const conditions = async () =>
      (await api.get<{ readonly status: { readonly conditions: readonly Condition[] } }>(node))
        .status.conditions;
    await until("the node controller misses its lease", 120, async () =>
      (await conditions()).some(({ type, status }) => type === "Ready" && status === "Unknown"),
    );
    expect((await api.get<Pod>(one)).spec.nodeName).to.equal(name);
    // what takes half an hour
    const since = new Date(Date.now() - 31 * 60_000).toISOString().replace(/\.\d+/, "");
    const aged = (await conditions()).map((condition) =>
      condition.type === "Ready" ? { ...condition, lastTransitionTime: since } : condition,
    );
    await api.patch(`${node}/status`, "merge", { status: { conditions: aged } });
    await until("the store is ready elsewhere", 240, async () => {
      const now = await instance();
      return now !== undefined && now !== lost;
    });
    const claim = "/api/v1/namespaces/default/persistentvolumeclaims/data-store-0";
    const bound = await api.get<{ readonly spec: { readonly volumeName?: string } }>(claim);
    expect(bound.spec.volumeName).to.equal("store");
    expect(instances().map(({ id }) => id)).not.to.include(lost?.split("/").at(-1));
    await api.remove("/apis/apps/v1/namespaces/default/statefulsets/store");
  });

  it("stops at a pool's limit, with the other pods pending", async () => {
    await scale(api, "intel", 200);
    await until("what fits is ready", 60, async () => (await readyPods(api, "intel")) > 90);
    const pods = await podsOf(api, "intel");
    const waiting = pods.filter(({ spec }) => spec.nodeName === undefined);
    expect(waiting.length).to.be.within(60, 110);
    expect(await cpuOf("intel")).to.be.within(48, 64);
  });

  it("is restarted after a crash", async () => {
    const pid = processOf("karpenter") ?? 0;
    process.kill(pid, "SIGKILL");
    await until("another one runs", 15, () => {
      const now = processOf("karpenter");
      return now !== undefined && now !== pid;
    });
  });

  it("removes all nodes without pods, and leaves no instance", async () => {
    const begin = performance.now();
    await Promise.all(names.map((name) => scale(api, name, 0)));
    await until("no node of a pool is left", 140, async () => (await nodesOf(api)).length === 0);
    await until("no instance is left", 20, () => instances().length === 0);
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
    console.log(
      `      ${total} → 0 pods: the last node and its instance are gone after ${seconds} s`,
    );
    expect(leftInstances()).to.deep.equal([]);
  });

  it("deletes the nodes of a deleted pool and node class while it runs", async () => {
    await scale(api, "general", 3);
    await until("there is a node", 60, async () => (await nodesOf(api)).length > 0);
    await api.remove(`${pathOf("NodePool")}/general`);
    await until("pool, claims and nodes are gone", 60, async () => {
      const claims = await api.get<List<ApiObject>>(pathOf("NodeClaim"));
      return claims.items.length === 0 && (await nodesOf(api)).length === 0;
    });
    await until("its instances are gone", 20, () => instances().length === 0);
  });

  it("leaves instances behind if it is removed first: they cost money and block the network", async () => {
    const [pool] = pools;
    if (pool !== undefined) await put(api, nodePool(pool));
    await until("there is a node again", 60, async () => (await nodesOf(api)).length > 0);
    await api.remove(`${pathOf("Deployment", "karpenter")}/karpenter`);
    await until("the controller is gone", 15, () => processOf("karpenter") === undefined);
    await api.remove(`${pathOf("NodePool")}/general`);
    expect(leftInstances().length).to.equal(instances().length).and.to.be.above(0);
    const [used] = instances().map(({ properties }) => String(properties["subnetId"]));
    expect(ground.subnets).to.include(used);
    expect(() => cloud.delete(ec2.subnet, used ?? "")).to.throw("DependencyViolation");
    expect(cloud.resources.account().list(iam.profile)).to.have.length(nodeClasses.length);
  });
});
