import { expect } from "chai";
import { describe, it } from "mocha";
import type { Drift } from "../../../ops/drift/desired.ts";
import { folded } from "../../../ops/drift/fold.ts";
import { objectsOf, releaseDrift } from "../../../ops/drift/helm.ts";
import { kindOf } from "../../../ops/drift/managers.ts";
import { pathText } from "../../../ops/drift/path.ts";
import { reportLines } from "../../../ops/drift/report.ts";

const identity = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };
const nothing = { path: "", program: undefined, cluster: undefined, by: undefined, at: undefined };
const gone: Drift = { ...nothing, identity, kind: "gone" };
const look = { restarts: [], notes: [], objects: 5 };

describe("the report", () => {
  it("reports both values, the manager and the time", () => {
    const drift: Drift = {
      identity,
      kind: "changed",
      path: "spec.replicas",
      program: "1",
      cluster: "3",
      by: "kubectl",
      at: "2026-11-21T08:00:00Z",
    };
    expect(reportLines({ ...look, drifts: [drift] })).to.deep.equal([
      "Deployment shop/web",
      "  spec.replicas: the program has 1, the cluster has 3 (kubectl, 2026-11-21 08:00:00 UTC)",
      "1 change outside the program, in 1 of 5 objects; see docs/runbooks/drift.md",
    ]);
  });

  it("is one line without drift", () => {
    expect(reportLines({ ...look, drifts: [] })).to.deep.equal([
      "no drift: 5 objects match the program",
    ]);
  });

  it("reports a deleted namespace once, with its objects", () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", namespace: undefined, name: "shop" };
    const drifts = folded([{ ...gone, identity: namespace }, gone, gone]);
    expect(reportLines({ ...look, drifts }).slice(0, 2)).to.deep.equal([
      "Namespace shop",
      "  is gone, with 2 objects in it",
    ]);
  });

  it("quotes fields with dots and names items of lists", () => {
    const path = [{ field: "labels" }, { field: "a.b/c" }, { key: { port: 80 } }, { index: 0 }];
    expect(pathText(path)).to.equal('labels["a.b/c"][port=80][0]');
  });
});

describe("a Helm release", () => {
  const release = { namespace: "vault", name: "vault", revision: 1 };
  it("has drifted after an upgrade or removal by hand", () => {
    expect(releaseDrift(release, { revision: 1, objects: [] })).to.deep.equal([]);
    expect(releaseDrift(release, { revision: 2, objects: [] })[0]).to.include({ cluster: "2" });
    expect(releaseDrift(release, undefined)[0]).to.include({ kind: "gone" });
  });

  it("renders objects into its namespace, except cluster-scoped ones", () => {
    const manifest = [
      "# Source: a\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {k: v}",
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: b}",
      "",
    ].join("\n---\n");
    const served = [
      { apiVersion: "v1", kind: "Secret", isNamespaced: true },
      { apiVersion: "v1", kind: "Namespace", isNamespaced: false },
    ];
    const objects = objectsOf(manifest, "vault", served);
    expect(objects.map(({ identity: { namespace } }) => namespace)).to.deep.equal([
      "vault",
      undefined,
    ]);
    expect(objects[0]?.object["data"]).to.deep.equal({ k: "dg==" });
  });
});

describe("managers", () => {
  const names = {
    person: [
      "kubectl",
      "kubectl-edit",
      "kubectl-client-side-apply",
      "k9s",
      "node-fetch",
      "Mozilla",
      "curl",
      "OpenAPI-Generator",
      "helm",
      "HashiCorp",
    ],
    controller: [
      ...["kube-controller-manager", "kube-scheduler", "kubelet", "cert-manager-cainjector"],
      ...["karpenter", "horizontal-pod-autoscaler", "vault-agent-injector", "external-secrets"],
      ...["aws-load-balancer-controller", "helm-controller", "kustomize-controller", "eks"],
      ...["node-problem-detector", "pilot-discovery", "cluster-autoscaler", "keda-operator"],
      ...["ebs-csi-controller", "argocd-application-controller", "PrometheusOperator"],
      "hanok-hours",
    ],
    unknown: ["bob", "unknown", "before-first-apply", "webapp"],
  } as const;
  for (const [kind, all] of Object.entries(names))
    it(`that are ${kind}`, () => {
      for (const name of all) expect(kindOf(name), name).to.equal(kind);
    });
});
