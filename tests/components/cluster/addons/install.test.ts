import { expect } from "chai";
import { describe, it } from "mocha";
import * as z from "zod";
import type { Addon } from "../../../../components/cluster/addons/addon.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { installAddons } from "../../../../components/cluster/addons/install.ts";
import {
  fromApiServer,
  fromPrometheus,
  toApiServer,
} from "../../../../components/cluster/addons/network.ts";
import type { ControlPlane } from "../../../../components/cluster/control-plane.ts";
import { type Recorded, recordResources } from "../../../../ops/mocks/recorder.ts";
import { find, json, recordEks } from "../eks/eks-under-test.ts";
import { largest, smallest } from "./contexts.ts";

/** An add-on with everything that one may have, under the name of another. */
const sample: Addon = {
  ...addonTable.vault,
  namespace: "traces",
  podSecurity: { level: "baseline", because: "its agent shares the network of the node" },
  namespaces: {
    "traces-agents": { level: "privileged", because: "its agents read the node's files" },
  },
  readiness: { kind: "awaited" },
  identities: [
    { serviceAccount: "traces", uses: ["bucket", "key"] },
    { serviceAccount: "agent", namespace: "traces-agents", uses: ["token"] },
  ],
  owned: () => ({
    bucket: { kind: "bucket", expireAfterDays: 14 },
    key: { kind: "key", alias: "traces-seal", description: "Seals the traces" },
    token: { kind: "secret", description: "Token of the agents" },
  }),
  network: ({ observability }) => ({
    ingress: [fromApiServer(9443), fromPrometheus(observability !== "none", 3200)],
    egress: [toApiServer],
  }),
  footprint: () => [
    { kind: "DaemonSet", name: "agent", cpu: "10m", memory: "20Mi", startupSeconds: 1 },
  ],
  objects: () => [
    {
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "own", annotations: { "pulumi.com/waitFor": "condition=Ready" } },
      spec: { selfSigned: {} },
    },
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "traces", namespace: "traces", annotations: { note: "kept" } },
      spec: { secretName: "traces-tls" },
    },
  ],
};
const table = { ...addonTable, vault: sample };

const args = {
  addons: ["vault"] as const,
  context: smallest,
  charts: { kind: "repository" },
  table,
} as const;

const local = (more: Partial<Parameters<typeof installAddons>[1]> = {}) =>
  recordResources(() => installAddons("house", { ...args, ...more }, { dependsOn: [] }));

const onAws = (data: "keep" | "discard" = "discard") =>
  recordEks({}, {}, ({ account, provider }: ControlPlane) =>
    installAddons(
      "house",
      { ...args, context: { ...smallest, data }, account },
      { provider, dependsOn: [] },
    ),
  );

const policy = z.object({
  Statement: z.array(z.object({ Resource: z.string(), Action: z.array(z.string()) })),
});

/** Actions of an inline policy, by resource. */
function granted(resources: readonly Recorded[], name: string) {
  const { Statement } = policy.parse(json(find(resources, "RolePolicy", name), "policy"));
  return Statement.map(({ Action, Resource }) => [Resource, Action] as const);
}

describe("the installation of an add-on", () => {
  it("makes each of its namespaces with its own level of Pod Security, and says why", async () => {
    const all = await local();
    const metadata = (name: string) => find(all, "Namespace", name).inputs["metadata"];
    const level = "labels.pod-security\\.kubernetes\\.io/enforce";
    const own = metadata("house-vault-namespace");
    expect(own).to.have.nested.property(level, "baseline");
    expect(own).to.have.nested.property(
      "annotations.hanok\\.dev/pod-security",
      "its agent shares the network of the node",
    );
    const agents = metadata("house-vault-traces-agents-namespace");
    expect(agents).to.have.nested.property(level, "privileged");
    expect(agents).to.have.nested.property(
      "annotations.exempt\\.hanok\\.dev/namespace-pss-labels",
      "its agents read the node's files",
    );
  });

  it("tells the price what runs in its namespace", async () => {
    expect(find(await local(), "Namespace", "house-vault-namespace").inputs)
      .to.have.nested.property("metadata.annotations.hanok\\.dev/footprint")
      .equal(JSON.stringify({ footprint: sample.footprint(smallest) }));
  });

  it("denies all traffic in each namespace, and opens DNS, its own pods and what it names", async () => {
    const all = await local();
    for (const namespace of ["traces", "traces-agents"]) {
      const denies = find(all, "NetworkPolicy", `${namespace}-deny-all-networkpolicy`);
      expect(denies.inputs["spec"]).to.deep.equal({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
      const { inputs } = find(all, "NetworkPolicy", `${namespace}-vault-networkpolicy`);
      const own = ["traces", "traces-agents"].map((name) => ({
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
      }));
      const everywhere = [{ ipBlock: { cidr: "0.0.0.0/0" } }];
      expect(inputs["spec"]).to.deep.include({
        podSelector: {},
        // without monitoring there is no namespace of Prometheus to open for
        ingress: [{ from: own }, { from: everywhere, ports: [{ port: 9443, protocol: "TCP" }] }],
      });
      expect(inputs).to.have.nested.property("spec.egress[0].to").deep.equal(own);
      expect(inputs).to.have.nested.property("spec.egress[1].ports[0].port", 53);
      expect(inputs).to.have.nested.property("spec.egress[2].ports[1].port", 6443);
      expect(inputs).to.not.have.nested.property("spec.egress[3]");
    }
  });

  it("opens the scraped port for Prometheus where there is one", async () => {
    const all = await local({ context: { ...smallest, observability: "metrics" } });
    const { inputs } = find(all, "NetworkPolicy", "traces-vault-networkpolicy");
    expect(inputs)
      .to.have.nested.property("spec.ingress[2]")
      .deep.equal({
        from: [
          { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } },
        ],
        ports: [{ port: 3200, protocol: "TCP" }],
      });
  });

  it("starts its pods behind the policies", async () => {
    const release = find(await local(), "Release", "house-vault");
    expect(release.dependsOn).to.include.members([
      "house-vault-namespace",
      "house-vault-traces-agents-namespace",
      "traces-deny-all-networkpolicy",
      "traces-agents-vault-networkpolicy",
    ]);
  });

  it("makes its objects one after another when the release is ready", async () => {
    const all = await local();
    const issuer = find(all, "ClusterIssuer", "house-vault-own-clusterissuer");
    const certificate = find(all, "Certificate", "house-vault-traces-traces-certificate");
    expect(issuer.dependsOn).to.include("house-vault");
    expect(certificate.dependsOn).to.include.members([
      "house-vault",
      "house-vault-own-clusterissuer",
    ]);
    expect(issuer.type).to.equal("kubernetes:cert-manager.io/v1:ClusterIssuer");
    expect(issuer.inputs["metadata"]).to.deep.equal({
      name: "own",
      labels: { "app.kubernetes.io/managed-by": "hanok" },
      annotations: { "pulumi.com/waitFor": "condition=Ready" },
    });
  });

  it("waits for no condition behind a stand-in, which has no controller", async () => {
    const all = await local({ charts: { kind: "folder", path: "/charts" } });
    const { inputs } = find(all, "ClusterIssuer", "house-vault-own-clusterissuer");
    // an empty map would be a change in every preview
    expect(inputs).to.not.have.nested.property("metadata.annotations");
    const certificate = find(all, "Certificate", "house-vault-traces-traces-certificate");
    expect(certificate.inputs)
      .to.have.nested.property("metadata.annotations")
      .deep.equal({ note: "kept" });
  });

  it("installs the CRDs of monitors before every other add-on, where there is monitoring", async () => {
    const all = await local({ context: { ...smallest, observability: "metrics" } });
    const first = find(all, "Release", "house-prometheus-operator-crds");
    expect(first.dependsOn).to.not.include("house-vault");
    expect(find(all, "Release", "house-vault").dependsOn).to.include(first.name);
    expect((await local()).map(({ name }) => name)).to.not.include(first.name);
  });

  it("makes no AWS resource on an existing cluster", async () => {
    expect((await local()).filter(({ type }) => type.startsWith("aws:"))).to.be.empty;
  });
});

describe("the AWS resources of an add-on", () => {
  it("are used by the named service accounts alone, each with the least that it needs", async () => {
    const all = await onAws();
    const key = "arn:aws:test:ap-northeast-2:123456789012:house-vault-key";
    const bucket = "arn:aws:s3:::house-vault-bucket";
    const found = granted(all, "house-vault");
    expect(found.map(([resource]) => resource)).to.include.members([bucket, `${bucket}/*`, key]);
    expect(found).to.deep.include([key, ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"]]);
    const agent = granted(all, "house-vault-agent");
    expect(agent[0]?.[1]).to.deep.equal([
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
    ]);
    expect(agent).to.have.length(2);
  });

  it("have names that the pods read from a ConfigMap, and exist before the pods", async () => {
    const all = await onAws();
    const { inputs } = find(all, "ConfigMap", "house-vault-aws");
    expect(inputs["metadata"]).to.deep.include({ name: "aws", namespace: "traces" });
    expect(inputs["data"]).to.have.all.keys("bucket", "key", "token");
    expect(find(all, "Release", "house-vault").dependsOn).to.include.members([
      "house-vault-aws",
      "house-vault",
      "house-vault-agent",
      "house-vault-key",
    ]);
    expect(find(all, "ConfigMap", "house-vault-aws").dependsOn).to.include.members([
      "house-vault-bucket",
      "house-vault-key",
      "house-vault-token",
    ]);
  });

  it("have a bucket that is private, encrypted with the environment's key, and emptied by age", async () => {
    const all = await onAws();
    expect(find(all, "BucketPublicAccessBlock", "house-vault-bucket").inputs).to.deep.include({
      blockPublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(find(all, "BucketServerSideEncryptionConfiguration", "house-vault-bucket").inputs)
      .to.have.nested.property("rules[0].applyServerSideEncryptionByDefault.sseAlgorithm")
      .equal("aws:kms");
    expect(find(all, "BucketLifecycleConfiguration", "house-vault-bucket").inputs)
      .to.have.nested.property("rules[0].expiration.days")
      .equal(14);
  });

  it("are protected with data: keep; with data: discard they go at once, with their content", async () => {
    const names = { Bucket: "bucket", Key: "key", Secret: "token" };
    const [kept, discarded] = [await onAws("keep"), await onAws("discard")];
    for (const [type, key] of Object.entries(names)) {
      expect(find(kept, type, `house-vault-${key}`).protect, type).to.equal(true);
      expect(find(discarded, type, `house-vault-${key}`).protect, type).to.not.equal(true);
    }
    expect(find(kept, "Bucket", "house-vault-bucket").inputs["forceDestroy"]).to.equal(false);
    expect(find(discarded, "Bucket", "house-vault-bucket").inputs["forceDestroy"]).to.equal(true);
    expect(find(discarded, "Secret", "house-vault-token").inputs["recoveryWindowInDays"]).to.equal(
      0,
    );
  });

  it("give a key its known name, which a Helm value may hold", async () => {
    expect(find(await onAws(), "Alias", "house-vault-key").inputs["name"]).to.equal(
      "alias/hanok-test-traces-seal",
    );
  });

  it("open the way to the agent of EKS Pod Identity", async () => {
    const { inputs } = find(await onAws(), "NetworkPolicy", "traces-vault-networkpolicy");
    expect(inputs)
      .to.have.nested.property("spec.egress[3].to[0].ipBlock.cidr")
      .equal("169.254.170.23/32");
  });
});

describe("a footprint", () => {
  it("of every add-on has a budget where more than one pod runs", () => {
    for (const { name, footprint } of Object.values(addonTable))
      for (const one of footprint({ ...largest, observability: "full" }))
        if ((one.kind === "Deployment" || one.kind === "StatefulSet") && one.replicas > 1)
          expect(one.budget, `${name}: ${one.name}`).to.equal(true);
  });
});
