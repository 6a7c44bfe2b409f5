import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { runCronJobs } from "../../sandbox/clock/cron-jobs.ts";
import { runSchedules } from "../../sandbox/clock/schedules.ts";
import { stopCluster } from "../../sandbox/cluster/index.ts";
import { defaultAccount } from "../../sandbox/cloud/caller.ts";
import { Store } from "../../sandbox/cloud/store/store.ts";
import { type Api, type ApiObject, connect, type List } from "../../sandbox/cluster/api.ts";
import { layoutOf } from "../../sandbox/cluster/layout.ts";
import { readRecord } from "../../sandbox/cluster/record.ts";
import { until } from "../../sandbox/cluster/until.ts";
import { start } from "../../sandbox/commands/start.ts";
import { createEngine, type Engine } from "../../sandbox/engine/index.ts";
import { dev } from "../../stacks/dev.ts";
import { root } from "../support/local-stack.ts";
import { sandboxHome, needTools } from "./sandbox-home.ts";

const region = "ap-northeast-2";
const quiet = () => undefined;

/** The only working day is the day after tomorrow, so that no update of this test coincides with a scale-down. */
const begin = new Date(Date.now() + 2 * 24 * 3600 * 1000);
const dayOf = (date: Date) =>
  new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "Asia/Seoul" })
    .format(date)
    .toLowerCase();
/** A time in Seoul, which has no summer time, on the working day or a number of days later. */
function inSeoul(time: string, days = 0): Date {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(
    new Date(begin.getTime() + days * 24 * 3600 * 1000),
  );
  return new Date(`${day}T${time}:00+09:00`);
}

interface Node extends ApiObject {
  readonly spec: { readonly unschedulable?: boolean };
}
interface Pool extends ApiObject {
  readonly spec: { readonly limits: Readonly<Record<string, string>> };
}
interface Workload extends ApiObject {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number };
}

/** The fields of a resource in the state that are compared. */
interface Resource {
  readonly urn: string;
  readonly inputs?: object;
  readonly protect?: boolean;
}

describe("office hours of a whole environment on the simulated AWS", function () {
  this.timeout(300_000);
  const sandbox = sandboxHome();
  const { home } = sandbox;
  const cloud = join(home, "cloud");
  const layout = layoutOf(home);
  const source = mkdtempSync(join(tmpdir(), "hanok-office-"));
  const store = new Store(cloud, defaultAccount);
  let connection: Api | undefined;
  let kubectl = "";

  /** Facts of dev, except for office hours and data. */
  function writeFacts(data: "keep" | "discard"): void {
    const facts: { config: object } = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8"));
    // a budget may delay a pod for this time; the default of fifteen minutes is too long for a test
    const nodePools = Object.fromEntries(
      Object.entries(dev.nodePools).map(([name, pool]) => [
        name,
        { ...pool, terminationGracePeriod: "10s" },
      ]),
    );
    const config = {
      ...facts.config,
      "hanok:profile": "dev",
      "hanok:domain": "office.example.com",
      "hanok:hours": { kind: "office", from: "08:00", to: "20:00", days: [dayOf(begin)] },
      "hanok:data": data,
      "hanok:nodePools": nodePools,
    };
    writeFileSync(join(source, "Pulumi.office.yaml"), stringify({ config }));
  }

  before(async function () {
    needTools(this);
    cpSync(join(root, "Pulumi.yaml"), join(source, "Pulumi.yaml"));
    writeFacts("keep");
    const { tools } = await start({ home, stack: "dev", timeFactor: 1 / 60, report: quiet });
    kubectl = tools["kubectl"] ?? "";
    connection = connect(layout, readRecord(layout)?.ports.kubeApiserverPort ?? 0);
  });

  after(async () => {
    connection?.close();
    await stopCluster(home, quiet);
    sandbox.remove();
    rmSync(source, { recursive: true, force: true });
  });

  function api(): Api {
    if (connection === undefined) throw new Error("the sandbox does not run");
    return connection;
  }

  function engine(): Engine {
    const tools = { pulumi: join(home, "bin/pulumi") };
    return createEngine({ home, source, stack: "office", tools, report: quiet });
  }

  /** Runs the account's schedules and the cluster's CronJobs that are due in a minute, concurrently. */
  async function strike(at: Date) {
    const options = { kubectl, kubeconfig: layout.kubeconfig };
    const jobs = runCronJobs(api(), at, options);
    const schedules = runSchedules(cloud, region, at);
    return { schedules, jobs: await jobs };
  }

  const list = async <T>(path: string) => (await api().get<List<T>>(path)).items;
  const nodes = () => list<Node>("/api/v1/nodes");
  const claims = () => list<ApiObject>("/apis/karpenter.sh/v1/nodeclaims");
  const limits = async () =>
    (await list<Pool>("/apis/karpenter.sh/v1/nodepools")).map(({ spec }) => spec.limits["nodes"]);
  /** Karpenter's instances that have not been terminated. */
  const instances = () =>
    store
      .list(region, "aws:ec2/instance:Instance")
      .filter(({ properties }) => properties["instanceState"] !== "terminated")
      .filter(({ properties }) => JSON.stringify(properties).includes("karpenter.sh/nodepool"))
      .map(({ id }) => id);
  const namesOf = (objects: readonly ApiObject[]) => objects.map(({ metadata }) => metadata.name);

  /** Workloads with missing pods. */
  async function unready(): Promise<readonly string[]> {
    const all = await Promise.all(
      ["deployments", "statefulsets"].map((kind) => list<Workload>(`/apis/apps/v1/${kind}`)),
    );
    return namesOf(
      all.flat().filter(({ spec, status }) => (status.readyReplicas ?? 0) < spec.replicas),
    );
  }

  /** The resources in the state, without secrets, which each run encrypts anew. */
  async function resources() {
    const { deployment } = await engine().exportState();
    const found: { readonly resources?: readonly Resource[] } = deployment;
    return found.resources ?? [];
  }

  /** Everything that an update could change. */
  const everything = async () => ({
    account: JSON.stringify(store.all()),
    pools: await limits(),
    nodes: namesOf(await nodes()),
    state: (await resources()).map(({ urn, inputs }) =>
      JSON.stringify([urn, inputs], (key, value: unknown) => (key === "ciphertext" ? "" : value)),
    ),
  });

  it("comes up during office hours, with nodes of Karpenter", async () => {
    const up = await engine().up();
    expect(up.ok, JSON.stringify(up.failures)).to.equal(true);
    expect(await claims()).not.to.have.length(0);
    expect(instances()).to.have.length((await claims()).length);
    expect(await limits()).to.deep.equal([undefined, undefined]);
    console.log(`      ${(await nodes()).length} nodes, ${(await claims()).length} of Karpenter's`);
  });

  it("does nothing at other times", async () => {
    for (const at of [inSeoul("19:59"), inSeoul("20:00", 1), inSeoul("08:00", -1)])
      expect(await strike(at)).to.deep.equal({ schedules: [], jobs: [] });
  });

  it("after office hours the pools scale to zero and Karpenter removes its nodes, before the system nodes stop", async () => {
    const { schedules, jobs } = await strike(inSeoul("20:00"));
    expect(schedules).to.deep.equal([]);
    expect(jobs.map(({ cronJob, failure }) => [cronJob, failure])).to.deep.equal([
      ["hanok-hours/close", undefined],
    ]);
    expect(await claims()).to.deep.equal([]);
    expect(instances()).to.deep.equal([]);
    expect(await limits()).to.deep.equal(["0", "0"]);
    const left = await nodes();
    expect(left.map(({ metadata }) => metadata.labels?.["hanok.dev/pool"])).to.deep.equal([
      "system",
      "system",
    ]);
    // pending pods do not bring a node back
    expect(await unready()).not.to.have.length(0);

    const later = await strike(inSeoul("20:30"));
    expect(later).to.deep.equal({
      schedules: [{ schedule: "hanok-office-hours/sleep" }],
      jobs: [],
    });
    await until("no node is left", 20, async () => (await nodes()).length === 0);
  });

  it("refuses an update outside office hours without changes, but allows a preview", async () => {
    const before = await everything();
    const up = await engine().up();
    expect(up.ok).to.equal(false);
    expect(up.validationError)
      .to.contain("cluster hanok-office is scaled down")
      .and.contain("docs/runbooks/office-hours.md");
    expect(await everything()).to.deep.equal(before);
    const preview = await engine().preview();
    expect(preview.ok, JSON.stringify(preview.failures)).to.equal(true);
    expect(Object.keys(preview.changes)).to.deep.equal(["same"]);
  });

  it("at the start of the office hours the system nodes start, then Karpenter's, and an update changes nothing", async () => {
    const { schedules, jobs } = await strike(inSeoul("08:00", 7));
    expect(schedules).to.deep.equal([{ schedule: "hanok-office-hours/wake" }]);
    // its pod waited for a system node
    expect(jobs.map(({ cronJob, failure }) => [cronJob, failure])).to.deep.equal([
      ["hanok-hours/open", undefined],
    ]);
    const system = (await nodes()).filter(({ metadata }) => metadata.labels?.["hanok.dev/pool"]);
    expect(namesOf(system)).to.include(jobs[0]?.node);
    expect(await limits()).to.deep.equal([undefined, undefined]);
    await until("every pod is ready", 120, async () => (await unready()).length === 0);
    expect(await claims()).not.to.have.length(0);
    const preview = await engine().preview();
    expect(preview.ok, JSON.stringify(preview.failures)).to.equal(true);
    expect(Object.keys(preview.changes)).to.deep.equal(["same"]);
  });

  it("reports a refusal by AWS: a role for another node group", () => {
    const type = "aws:iam/rolePolicy:RolePolicy";
    const before = store.list("aws-global", type);
    const own = before.find(({ properties }) =>
      String(properties["policy"]).includes("eks:UpdateNodegroupConfig"),
    );
    if (own === undefined) throw new Error("the schedules have no right");
    const policy = String(own.properties["policy"]).replace(
      /nodegroup\/([^/]+)\/[^/]+\//,
      "nodegroup/$1/old/",
    );
    store.write({ ...own, properties: { ...own.properties, policy } });
    const [struck] = runSchedules(cloud, region, inSeoul("20:30", 7));
    store.write(own);
    expect(struck?.refusal).to.match(
      /^AccessDeniedException: .*eks:UpdateNodegroupConfig on resource/,
    );
  });

  it("deletes protected data after one setting, as the runbook describes, and replaces nothing that holds data", async () => {
    const ids = (type: string) => store.list(region, type).map(({ id }) => id);
    const [clusters, vpcs] = [ids("aws:eks/cluster:Cluster"), ids("aws:ec2/vpc:Vpc")];
    const flagsOf = (type: string, name: string) =>
      new Set(store.list(region, type).map(({ properties }) => properties[name]));
    const held = () => ({
      cluster: flagsOf("aws:eks/cluster:Cluster", "deletionProtection"),
      buckets: flagsOf("aws:s3/bucket:Bucket", "forceDestroy"),
      repositories: flagsOf("aws:ecr/repository:Repository", "forceDelete"),
    });
    const isProtected = async () => (await resources()).some(({ protect }) => protect === true);
    expect(await isProtected()).to.equal(true);
    expect(held()).to.deep.equal({
      cluster: new Set([true]),
      buckets: new Set([false]),
      repositories: new Set([false]),
    });
    writeFacts("discard");
    const up = await engine().up();
    expect(up.ok, JSON.stringify(up.failures)).to.equal(true);
    expect(await isProtected()).to.equal(false);
    expect(held()).to.deep.equal({
      cluster: new Set([false]),
      buckets: new Set([true]),
      repositories: new Set([true]),
    });
    expect([ids("aws:eks/cluster:Cluster"), ids("aws:ec2/vpc:Vpc")]).to.deep.equal([
      clusters,
      vpcs,
    ]);
    const attribute = await list<
      ApiObject & { spec: { loadBalancerAttributes: readonly object[] } }
    >("/apis/gateway.k8s.aws/v1/loadbalancerconfigurations");
    expect(attribute[0]?.spec.loadBalancerAttributes).to.deep.include({
      key: "deletion_protection.enabled",
      value: "false",
    });
  });
});
