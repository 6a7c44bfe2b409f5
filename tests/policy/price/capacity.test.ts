import { expect } from "chai";
import { describe, it } from "mocha";
import { itemsOf, recordStack, rehearsed } from "../../../ops/mocks/program.ts";
import { capacityOf } from "../../../policy/price/capacity.ts";
import type { Item } from "../../../policy/price/item.ts";
import { priceOf, totalOf } from "../../../policy/price/price.ts";
import { rateOf } from "../../../policy/price/rates.ts";
import { Stack } from "../../../policy/price/stack.ts";
import { item, provider, usage } from "./items.ts";

/** What the released Karpenter bought in the sandbox for each stack with ZipBob: `kubectl get nodeclaims` after `make sandbox`. */
const rehearsal = {
  dev: ["c6i.large", "m6g.large", "m7i-flex.large"],
  prod: [
    ...Array.from({ length: 3 }, () => "c6g.large"),
    ...Array.from({ length: 3 }, () => "m6g.xlarge"),
    ...Array.from({ length: 2 }, () => "m7i-flex.large"),
  ],
} as const;
/** What was left of it five minutes later: Karpenter had found no room for the pods of a node on the others. */
const consolidated = { dev: ["c6i.large", "m6g.large", "m7i-flex.large"] } as const;

const hourly = (types: readonly string[]) =>
  types.reduce((sum, type) => sum + (rateOf(`ec2.${type}`, "ap-northeast-2")?.usd ?? 0), 0);

/** Stores run in the cluster, as they did in that rehearsal. */
const stackOf = async (name: string) =>
  new Stack(itemsOf(await recordStack(rehearsed(name, { "hanok:stores": "cluster" }))));

interface Given {
  readonly replicas?: number;
  readonly cpu: string;
  readonly memory?: string;
  readonly pod?: object;
}

const deployment = (name: string, { replicas = 1, cpu, memory = "1Gi", pod = {} }: Given): Item =>
  item(
    "kubernetes:apps/v1:Deployment",
    {
      metadata: { name, namespace: "shop" },
      spec: {
        replicas,
        template: { spec: { containers: [{ resources: { requests: { cpu, memory } } }], ...pod } },
      },
    },
    name,
  );

const requirement = (key: string, operator: string, ...values: readonly string[]) => ({
  key,
  operator,
  values,
});
const pool = (name: string, spec: object, ...requirements: readonly object[]): Item =>
  item(
    "kubernetes:karpenter.sh/v1:NodePool",
    {
      metadata: { name },
      spec: {
        ...spec,
        template: {
          spec: {
            nodeClassRef: { name: "default" },
            requirements: [
              requirement("topology.kubernetes.io/zone", "In", "a", "b", "c"),
              requirement("karpenter.k8s.aws/instance-family", "In", "m7g"),
              ...requirements,
            ],
          },
        },
      },
    },
    name,
  );
const nodeClass = item("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {
  metadata: { name: "default" },
  spec: { kubelet: { maxPods: 110 }, blockDeviceMappings: [{ ebs: { volumeSize: "40Gi" } }] },
});
const cluster = item("aws:eks/cluster:Cluster");
const plan = (...items: readonly Item[]) => capacityOf(ofItems(...items));
const ofItems = (...items: readonly Item[]) =>
  new Stack([provider("ap-northeast-2"), cluster, nodeClass, ...items], usage());

describe("the capacity for a stack's pods", function () {
  this.timeout(60_000);

  for (const name of ["dev", "prod"] as const)
    it(`of ${name} is within 10 % of what Karpenter bought in rehearsal`, async () => {
      const { bought } = capacityOf(await stackOf(name));
      const price = hourly(bought.map(({ type }) => type));
      expect(price).to.be.closeTo(hourly(rehearsal[name]), 0.1 * hourly(rehearsal[name]));
    });

  // the plan packs the pods onto one node fewer than Karpenter did since Vault and cert-manager run beside the system
  it("of dev is within a quarter of what was left in rehearsal after the consolidation", async () => {
    const { nodes } = capacityOf(await stackOf("dev"));
    const left = hourly(consolidated.dev);
    expect(hourly(nodes.map(({ type }) => type))).to.be.closeTo(left, 0.25 * left);
  });

  it("puts pods on the cheapest type that fits, after what node and DaemonSets keep", () => {
    const of = (cpu: string, ...more: readonly Item[]) =>
      plan(pool("any", {}), deployment("web", { cpu }), ...more).nodes.map(({ type }) => type);
    // 1.93 cores of a large one are left, as of each type with two cores
    expect(of("1900m")).to.deep.equal(["m7g.large"]);
    expect(of("1950m")).to.deep.equal(["m7g.xlarge"]);
    const daemon = item("aws:eks/addon:Addon", { addonName: "kube-proxy" });
    expect(of("1900m", daemon)).to.deep.equal(["m7g.xlarge"]);
  });

  it("knows what a release runs by the annotation of its namespace, DaemonSets and Jobs included", () => {
    const pods = { cpu: "1", memory: "1Gi", startupSeconds: 1 };
    const footprint = [
      { kind: "Deployment", name: "web", replicas: 2, spread: "node", budget: true, ...pods },
      { kind: "DaemonSet", name: "agent", ...pods, cpu: "500m" },
      { kind: "Job", name: "once", ...pods, cpu: "100m" },
    ];
    const annotations = { "hanok.dev/footprint": JSON.stringify({ footprint }) };
    const metadata = { name: "tools", annotations };
    const release = item("kubernetes:helm.sh/v3:Release", { namespace: "tools", chart: "tools" });
    const namespace = item("kubernetes:core/v1:Namespace", { metadata });
    const { nodes } = plan(pool("any", {}), release, namespace);
    // a core of a pod and half a core of the agent, twice; the Job is no part of a month
    expect(nodes.map(({ type, shares }) => [type, shares.size])).to.deep.equal([
      ["m7g.large", 1],
      ["m7g.large", 1],
    ]);
    const silent = item("kubernetes:core/v1:Namespace", { metadata: { name: "tools" } });
    const unknown = priceOf(ofItems(pool("any", {}), release, silent)).positions;
    expect(unknown.filter(({ usd }) => usd === undefined).map(({ what }) => what)).to.deep.equal([
      "its pods",
    ]);
  });

  it("spreads over zones and nodes what must be spread, and one zone gets no second before the others", () => {
    const pod = {
      topologySpreadConstraints: [
        { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      ],
    };
    const { nodes } = plan(pool("any", {}), deployment("web", { replicas: 4, cpu: "100m", pod }));
    expect(nodes.map(({ zone }) => zone).sort()).to.deep.equal(["a", "b", "c"]);
    expect(nodes.map(({ shares }) => shares.size)).to.deep.equal([1, 1, 1]);
  });

  it("takes the pool with the most weight, and the next one when its limit is reached", () => {
    const spot = pool(
      "spot",
      { weight: 50, limits: { cpu: "4" } },
      requirement("karpenter.sh/capacity-type", "In", "spot"),
      requirement("karpenter.k8s.aws/instance-cpu", "Lt", "5"),
    );
    const { nodes } = plan(
      pool("on-demand", { weight: 10 }),
      spot,
      deployment("web", { replicas: 2, cpu: "3" }),
    );
    expect(nodes.map(({ pool: of, spot: isSpot }) => `${of} ${isSpot}`)).to.deep.equal([
      "spot true",
      "on-demand false",
    ]);
  });

  it("has no node for a pod that no pool has a type for, and its price is unknown", () => {
    const stack = ofItems(
      pool("small", {}, requirement("karpenter.k8s.aws/instance-cpu", "Lt", "4")),
      deployment("web", { cpu: "3" }),
    );
    const { capacity, positions } = priceOf(stack);
    expect(capacity.homeless.map(({ name }) => name)).to.deep.equal(["web"]);
    expect(positions.find(({ name }) => name === "web")?.usd).to.equal(undefined);
  });

  it("is paid by the workloads, each its part, together the whole node and its disk", () => {
    const stack = ofItems(
      pool("any", {}),
      deployment("web", { cpu: "1200m" }),
      deployment("api", { cpu: "400m" }),
    );
    const { positions } = priceOf(stack);
    const of = (name: string) => totalOf(positions.filter((one) => one.name === name));
    // 730 h of an m7g.large at 0.1003, and 40 GB at 0.0912
    expect(of("web") + of("api")).to.be.closeTo(730 * 0.1003 + 40 * 0.0912, 1e-9);
    expect(of("web") / of("api")).to.be.closeTo(3, 1e-9);
  });

  it("bills each volume once: by the claim that is a resource, or by the template of the StatefulSet", () => {
    const storage = { resources: { requests: { storage: "10Gi" } } };
    const books = item("kubernetes:apps/v1:StatefulSet", {
      metadata: { name: "books", namespace: "shop" },
      spec: {
        replicas: 3,
        template: { spec: {} },
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: storage }],
      },
    });
    const claim = item("kubernetes:core/v1:PersistentVolumeClaim", {
      metadata: { name: "data-books-0", namespace: "shop" },
      spec: storage,
    });
    const volumes = (...items: readonly Item[]) =>
      totalOf(
        priceOf(ofItems(pool("any", {}), ...items)).positions.filter(({ what }) =>
          what.includes("volume"),
        ),
      );
    expect(volumes(books)).to.be.closeTo(3 * 10 * 0.0912, 1e-9);
    expect(volumes(books, claim)).to.be.closeTo(3 * 10 * 0.0912, 1e-9);
    expect(volumes(claim)).to.be.closeTo(10 * 0.0912, 1e-9);
  });

  it("follows the autoscaler's least number of pods, and counts a sidecar and the largest init container", () => {
    const scaler = item("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
      metadata: { namespace: "shop" },
      spec: { minReplicas: 3, scaleTargetRef: { name: "web" } },
    });
    const requests = (cpu: string) => ({ resources: { requests: { cpu } } });
    const pod = {
      initContainers: [{ ...requests("500m"), restartPolicy: "Always" }, requests("1500m")],
      containers: [requests("100m")],
    };
    const { nodes } = plan(pool("any", {}), scaler, deployment("web", { cpu: "0", pod }));
    // three times 1.5 cores fit on a 2xlarge, and not on an xlarge
    expect(nodes.map(({ type }) => type)).to.deep.equal(["m7g.2xlarge"]);
  });

  it("follows the least number of pods of KEDA's scaler", () => {
    const scaler = item("kubernetes:keda.sh/v1alpha1:ScaledObject", {
      metadata: { namespace: "shop" },
      spec: { minReplicaCount: 3, scaleTargetRef: { name: "web" } },
    });
    const pod = { containers: [{ resources: { requests: { cpu: "1500m" } } }] };
    const { nodes } = plan(pool("any", {}), scaler, deployment("web", { cpu: "0", pod }));
    expect(nodes.map(({ type }) => type)).to.deep.equal(["m7g.2xlarge"]);
  });
});
