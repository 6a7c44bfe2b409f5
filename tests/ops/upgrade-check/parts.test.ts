import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { describe, it } from "mocha";
import { chartOf, objectsOfChart } from "../../../ops/upgrade-check/parts/charts.ts";
import { answeringOf } from "../../../ops/upgrade-check/parts/endpoints.ts";
import { callsOf } from "../../../ops/upgrade-check/parts/metrics.ts";
import { nodeClassOf, nodeOf } from "../../../ops/upgrade-check/parts/nodes.ts";
import { webhooksOf } from "../../../ops/upgrade-check/parts/webhooks.ts";
import { writtenIn } from "../../../ops/upgrade-check/parts/written.ts";
import { programsIn } from "../../../ops/upgrade-check/program.ts";

/** A release in a Helm Secret. */
function secretOf(release: object) {
  const inner = gzipSync(JSON.stringify(release)).toString("base64");
  return { data: { release: Buffer.from(inner).toString("base64") } };
}

const manifest = `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
---
# a comment alone
---
apiVersion: networking.k8s.io/v1beta1
kind: ServiceCIDR
metadata: { name: more }
`;

describe("upgrade: information from a cluster", () => {
  it("charts with their ranges and objects", () => {
    const metadata = { name: "vault", version: "0.34.1", appVersion: "2.0.4", kubeVersion: ">= 1" };
    const secret = secretOf({ name: "v", namespace: "safe", chart: { metadata }, manifest });
    expect(chartOf(secret)).to.deep.equal({ release: "safe/v", ...metadata });
    expect(objectsOfChart(secret)).to.deep.equal([
      { apiVersion: "v1", kind: "Service", name: "shop/web", by: "the chart vault" },
      {
        apiVersion: "networking.k8s.io/v1beta1",
        kind: "ServiceCIDR",
        name: "more",
        by: "the chart vault",
      },
    ]);
    expect(chartOf({ data: {} })).to.equal(undefined);
    expect(objectsOfChart({ data: {} })).to.deep.equal([]);
  });

  it("requests for deprecated versions", () => {
    const metrics = [
      "# TYPE apiserver_requested_deprecated_apis gauge",
      'apiserver_requested_deprecated_apis{group="storage.k8s.io",removed_release="1.37",resource="volumeattributesclasses",subresource="",version="v1beta1"} 1',
      'apiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",subresource="",version="v1"} 1',
      'apiserver_requested_deprecated_apis{group="",removed_release="",resource="bindings",subresource="",version="v1"} 0',
      'apiserver_request_total{group="",version="v1"} 12',
    ].join("\n");
    expect(callsOf(metrics)).to.deep.equal([
      {
        group: "storage.k8s.io",
        version: "v1beta1",
        resource: "volumeattributesclasses",
        removed: 37,
      },
      { group: "", version: "v1", resource: "endpoints", removed: undefined },
    ]);
  });

  it("writers of each version, without status and control plane", () => {
    const entry = (manager: string, more: object = {}) => ({
      manager,
      apiVersion: "a/v1",
      ...more,
    });
    const managedFields = [
      entry("kubectl"),
      entry("controller", { subresource: "status" }),
      entry("kube-apiserver"),
    ];
    expect(
      writtenIn({ metadata: { namespace: "shop", name: "one", managedFields } }, "Kind"),
    ).to.deep.equal([{ apiVersion: "a/v1", kind: "Kind", name: "shop/one", by: "kubectl" }]);
    expect(writtenIn({ metadata: { name: "one" } }, "Kind")).to.deep.equal([]);
  });

  it("services with an endpoint that is not marked as unready", () => {
    const slice = (service: string, ...ready: readonly (boolean | undefined)[]) => ({
      metadata: { namespace: "shop", labels: { "kubernetes.io/service-name": service } },
      endpoints: ready.map((one) => ({ conditions: { ready: one } })),
    });
    const slices = [
      slice("web", false, true),
      slice("down", false),
      slice("none"),
      slice("old", undefined),
      { metadata: { namespace: "shop", labels: {} }, endpoints: null },
    ];
    expect([...answeringOf(slices)]).to.deep.equal(["shop/web", "shop/old"]);
  });

  it("webhooks, with the default failure policy", () => {
    const service = { namespace: "safe", name: "hook" };
    const configuration = {
      metadata: { name: "safe" },
      webhooks: [
        { name: "a", clientConfig: { service } },
        { name: "b", clientConfig: { service }, failurePolicy: "Ignore" },
        { name: "c", clientConfig: { url: "https://elsewhere" }, failurePolicy: "Fail" },
      ],
    };
    expect(webhooksOf([configuration], "Kind")).to.deep.equal([
      { name: "Kind safe/a", isRequired: true, service: "safe/hook" },
      { name: "Kind safe/b", isRequired: false, service: "safe/hook" },
      { name: "Kind safe/c", isRequired: true, service: undefined },
    ]);
    expect(webhooksOf([{ metadata: { name: "empty" } }], "Kind")).to.deep.equal([]);
  });

  it("nodes and their images", () => {
    const node = (kubeletVersion?: string, osImage = "Bottlerocket OS 1.66.0 (aws-k8s-1.36)") => ({
      metadata: { name: "a" },
      status: { nodeInfo: { kubeletVersion, osImage } },
    });
    expect(nodeOf(node("v1.36.1-eks-1"))).to.deep.equal({
      name: "a",
      kubelet: 36,
      release: "1.66.0",
    });
    expect(nodeOf(node("v1.36.1-eks-1", "Amazon Linux 2023.9"))?.release).to.equal(undefined);
    expect(nodeOf(node())).to.equal(undefined);
    const terms = [{ alias: "al2023@latest" }];
    expect(
      nodeClassOf({ metadata: { name: "n" }, spec: { amiSelectorTerms: terms } }),
    ).to.deep.equal({ name: "n", terms });
  });
});

describe("upgrade: information from the state", () => {
  const provider = "urn:pulumi:dev::hanok::pulumi:providers:kubernetes::eks";
  const cronJob = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { namespace: "shop", name: "one" },
    spec: { containers: [{ image: "registry.k8s.io/kubectl:v1.36.1" }, { image: "other:1" }] },
  };
  const state = {
    deployment: {
      resources: [
        {
          type: "pulumi:providers:kubernetes",
          urn: provider,
          id: "1",
          inputs: { kubeconfig: "path" },
        },
        {
          type: "kubernetes:batch/v1:CronJob",
          urn: "urn:one",
          provider: `${provider}::1`,
          inputs: cronJob,
          outputs: cronJob,
        },
      ],
    },
  };

  it("the program's API versions and kubectl images", () => {
    expect(programsIn(state)).to.deep.equal([
      {
        access: { kubeconfig: "path", context: undefined },
        used: [{ apiVersion: "batch/v1", kind: "CronJob", name: "shop/one", by: "the program" }],
        kubectlImages: ["registry.k8s.io/kubectl:v1.36.1"],
      },
    ]);
  });
});
