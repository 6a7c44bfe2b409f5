import { resolve } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  ExistingCluster,
  type ExistingClusterArgs,
  type ExistingClusterOptions,
  publicGateway,
} from "../../../components/cluster/existing.ts";
import { addonTable } from "../../../components/cluster/addons/index.ts";
import { installAddons } from "../../../components/cluster/addons/install.ts";
import { vault } from "../../../components/cluster/addons/vault/index.ts";
import { type Recorded, recordResources } from "../../../ops/mocks/recorder.ts";
import { largest, smallest } from "./addons/contexts.ts";

const existing = (more: Partial<ExistingClusterOptions>): ExistingClusterOptions => ({
  kind: "existing",
  kubeconfig: "some/kubeconfig",
  identifier: "house",
  ...more,
});

const least: ExistingClusterArgs = {
  ...smallest,
  cluster: existing({}),
  kubeClient: { qps: 100, burst: 200 },
  gateway: {
    className: "hanok",
    domain: "hanok.test",
    hosts: ["shop.hanok.test"],
    kinds: ["HTTPRoute"],
  },
  addons: ["vault"],
  charts: { kind: "repository" },
};

const record = (args: Partial<ExistingClusterArgs> = {}) =>
  recordResources(() => new ExistingCluster("house", { ...least, ...args }));

function find(resources: readonly Recorded[], name: string): Recorded {
  const found = resources.find((resource) => resource.name === name && resource.type !== own);
  if (found === undefined) throw new Error(`${name} was not made`);
  return found;
}

const own = "hanok:index:Cluster";
const release = "kubernetes:helm.sh/v3:Release";

const priorityClasses = ["house-hanok-platform", "house-hanok-services", "house-hanok-stores"];

describe("ExistingCluster", () => {
  it("creates a provider, the add-ons and the gateway, each in a separate namespace", async () => {
    const resources = await record({ addons: ["prometheus-operator-crds"] });
    expect(
      resources.map(({ type, name, dependsOn }) => ({ type, name, dependsOn })),
    ).to.have.deep.members([
      { type: own, name: "house", dependsOn: [] },
      { type: "pulumi:providers:kubernetes", name: "house", dependsOn: [] },
      {
        type: "kubernetes:core/v1:Namespace",
        name: "house-prometheus-operator-crds-namespace",
        dependsOn: priorityClasses,
      },
      ...priorityClasses.map((name) => ({
        type: "kubernetes:scheduling.k8s.io/v1:PriorityClass",
        name,
        dependsOn: [],
      })),
      {
        type: release,
        name: "house-prometheus-operator-crds",
        dependsOn: [...priorityClasses, "house-prometheus-operator-crds-namespace"],
      },
      { type: "kubernetes:core/v1:Namespace", name: "house-gateway-namespace", dependsOn: [] },
      {
        type: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
        name: "house-gateway",
        dependsOn: ["house-gateway-namespace"],
      },
    ]);
    for (const { type, parent, provider } of resources) {
      if (type !== own) expect(parent).to.equal("house");
      if (type.startsWith("kubernetes:")) expect(provider).to.equal("house");
    }
  });

  it("gives the provider a path and an identifier, but no token and no content of a kubeconfig", async () => {
    const { inputs } = find(await record(), "house");
    expect(inputs).to.deep.equal({
      kubeconfig: resolve("some/kubeconfig"),
      clusterIdentifier: "house",
      kubeClientSettings: JSON.stringify({ qps: 100, burst: 200 }),
      enableSecretMutable: "true",
    });
    const named = await record({
      cluster: existing({ kubeconfig: "/k", context: "dev" }),
    });
    expect(find(named, "house").inputs).to.deep.include({ kubeconfig: "/k", context: "dev" });
  });

  it("is deterministic", async () => {
    expect(await record()).to.deep.equal(await record());
  });

  it("installs a repository's chart in the version of charts.json", async () => {
    expect(find(await record(), "house-vault").inputs).to.deep.equal({
      name: "vault",
      namespace: "vault",
      chart: "vault",
      version: "0.34.1",
      repositoryOpts: { repo: "https://helm.releases.hashicorp.com" },
      values: vault.values(smallest),
      skipCrds: false,
      timeout: 300,
      skipAwait: true,
      atomic: false,
      cleanupOnFail: true,
      compat: "true",
    });
  });

  it("installs a stand-in from a folder, which renders the footprint", async () => {
    const { inputs } = find(
      await record({ charts: { kind: "folder", path: "/charts" } }),
      "house-vault",
    );
    expect(inputs)
      .to.include({ chart: "/charts/vault", name: "vault" })
      .and.not.have.any.keys("version", "repositoryOpts");
    expect(inputs.values).to.deep.include({ standIn: { footprint: vault.footprint(smallest) } });
  });

  it("awaits an add-on that can be ready at once, and rolls back a failure", async () => {
    const table = { ...addonTable, vault: { ...vault, readiness: { kind: "awaited" } } } as const;
    const resources = await recordResources(() =>
      installAddons("house", { ...least, context: smallest, table }, { dependsOn: [] }),
    );
    expect(find(resources, "house-vault").inputs).to.deep.include({
      skipAwait: false,
      atomic: true,
      cleanupOnFail: true,
    });
  });

  it("protects the release and the namespace with data, where data is kept", async () => {
    const kept = await record({ ...largest });
    for (const name of ["house-vault", "house-vault-namespace"]) {
      expect(find(kept, name).protect, name).to.equal(true);
      expect(find(await record(), name).protect, name).to.equal(undefined);
    }
    expect(find(kept, "house-gateway-namespace").protect).to.equal(undefined);
  });

  it("installs no add-on that nothing requires", async () => {
    expect((await record({ addons: [] })).filter(({ type }) => type === release)).to.be.empty;
  });

  it("enforces a Pod Security level in each of its namespaces", async () => {
    const namespaces = (await record()).filter(({ type }) => type.endsWith(":Namespace"));
    expect(namespaces).to.have.length(3);
    for (const { inputs } of namespaces) {
      expect(inputs.metadata).to.have.nested.property(
        "labels.pod-security\\.kubernetes\\.io/enforce",
        "restricted",
      );
    }
  });

  it("has one gateway, which accepts routes from labelled namespaces only", async () => {
    const { spec, metadata } = publicGateway(least.gateway);
    expect(spec.gatewayClassName).to.equal("hanok");
    expect(spec.listeners).to.deep.equal([
      {
        name: "http",
        protocol: "HTTP",
        port: 80,
        hostname: "*.hanok.test",
        allowedRoutes: {
          kinds: [{ kind: "HTTPRoute" }],
          namespaces: {
            from: "Selector",
            selector: { matchLabels: { "hanok.dev/gateway": "public" } },
          },
        },
      },
    ]);
    const { inputs } = find(await record(), "house-gateway");
    expect(inputs).to.deep.include({ spec, metadata });
    const apex = publicGateway({ ...least.gateway, hosts: ["hanok.test"] }).spec.listeners;
    expect(apex.map(({ name, hostname }) => [name, hostname])).to.deep.equal([
      ["http", "*.hanok.test"],
      ["http-apex", "hanok.test"],
    ]);
  });

  it("outputs how to reach the gateway and the add-ons", async () => {
    const made: ExistingCluster[] = [];
    await recordResources(() => made.push(new ExistingCluster("house", least)));
    const [cluster] = made;
    expect(cluster?.gateways).to.have.all.keys("public");
    expect(cluster?.gateways.public).to.deep.include({
      name: "public",
      namespace: "gateway",
      peers: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateway" } } }],
      routeLabels: { "hanok.dev/gateway": "public" },
    });
    expect(Object.keys(cluster?.addons ?? {})).to.deep.equal(["cert-manager", "vault"]);
  });
});
