import { apps, autoscaling, core, networking, policy } from "@pulumi/kubernetes";
import { expect } from "chai";
import { describe, it } from "mocha";
import { applyObject, registerObject, typeToken } from "../../../components/workload/apply.ts";
import type { KubernetesObject } from "../../../components/workload/objects.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";

const metadata = { name: "web", namespace: "shop" };
const account: KubernetesObject = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata,
  automountServiceAccountToken: false,
};

describe("applyObject", () => {
  it("deletes a Job before its successor, because a return to an earlier content has the earlier name", async () => {
    const job: KubernetesObject = { apiVersion: "batch/v1", kind: "Job", metadata };
    const applied = await recordResources(() => [
      applyObject(job, {}),
      registerObject("set-up", { apiVersion: "batch/v1", kind: "Job", metadata }, {}),
      applyObject(account, {}),
    ]);
    const jobs = applied.filter(({ type }) => type === "kubernetes:batch/v1:Job");
    expect(jobs.map(({ deleteBeforeReplace }) => deleteBeforeReplace)).to.deep.equal([true, true]);
    const others = applied.filter(({ type }) => type !== "kubernetes:batch/v1:Job");
    expect(others.map(({ deleteBeforeReplace }) => deleteBeforeReplace)).to.deep.equal([undefined]);
  });

  it("registers an object with the type token and inputs of its typed class", async () => {
    const objects: readonly KubernetesObject[] = [
      account,
      { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "b" } },
      { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata },
      { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata },
    ];
    const applied = await recordResources(() => objects.map((object) => applyObject(object, {})));
    const typed = await recordResources(() => [
      new core.v1.ServiceAccount("a", { metadata, automountServiceAccountToken: false }),
      new core.v1.ConfigMap("b", { metadata, data: { a: "b" } }),
      new policy.v1.PodDisruptionBudget("c", { metadata }),
      new networking.v1.NetworkPolicy("d", { metadata }),
    ]);
    const essence = (all: typeof applied) =>
      [...all]
        .sort((one, other) => one.type.localeCompare(other.type))
        .map(({ type, inputs }) => ({
          type,
          // a typed class also sends undefined fields
          inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null)),
        }));
    expect(essence(applied)).to.deep.equal(essence(typed));
    expect(applied.map(({ name }) => name)).to.include("shop-web-serviceaccount");
  });

  it("names kinds as the provider's classes do", async () => {
    const typed = await recordResources(() => [
      new core.v1.Service("a", {}),
      new apps.v1.Deployment("b", {}),
      new autoscaling.v2.HorizontalPodAutoscaler("c", {}),
    ]);
    const objects: readonly KubernetesObject[] = [
      { apiVersion: "v1", kind: "Service", metadata },
      { apiVersion: "apps/v1", kind: "Deployment", metadata },
      {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata,
        spec: { maxReplicas: 1, scaleTargetRef: { kind: "Deployment", name: "web" } },
      },
    ];
    expect(objects.map(typeToken)).to.deep.equal(typed.map(({ type }) => type));
  });

  it("does not await a Service, and adds the annotation to the resource only", async () => {
    const service: KubernetesObject = { apiVersion: "v1", kind: "Service", metadata };
    const [made] = await recordResources(() => applyObject(service, {}));
    expect(made?.inputs).to.have.deep.nested.property("metadata.annotations", {
      "pulumi.com/skipAwait": "true",
    });
    expect(service.metadata).to.deep.equal({ name: "web", namespace: "shop" });
  });
});
