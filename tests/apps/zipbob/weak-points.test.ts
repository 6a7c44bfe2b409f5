import { expect } from "chai";
import { describe, it } from "mocha";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import { zipbob } from "../../../apps/zipbob/index.ts";
import { localStack } from "../../support/local-stack.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";

const ofKind = async (kind: string): Promise<readonly Recorded[]> =>
  (await localStack()).filter(({ type }) => type.endsWith(`:${kind}`));

const nameOf = ({ inputs }: Recorded): string =>
  (inputs as { metadata: { name: string } }).metadata.name;

/** Every workload of the system with its pod. */
async function workloads() {
  const found = await Promise.all(["Deployment", "StatefulSet", "Job"].map(ofKind));
  return found.flat().map((recorded) => {
    const { spec } = recorded.inputs as { spec: NonNullable<IDeployment["spec"]> };
    const pod = spec.template.spec;
    if (pod === undefined) throw new Error(`${recorded.name} has no pod`);
    return { name: nameOf(recorded), spec, pod, containers: pod.containers };
  });
}

const services = Object.keys(zipbob.services);

const variablesOf = (container: IContainer | undefined) =>
  Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));

describe("ZipBob's weak points", () => {
  it("Z2: every service is autoscaled, and its Deployment leaves replicas to the autoscaler", async () => {
    const targets = (await ofKind("HorizontalPodAutoscaler")).map(
      ({ inputs }) =>
        (inputs as { spec: { scaleTargetRef: { kind: string; name: string } } }).spec
          .scaleTargetRef,
    );
    expect(targets.map(({ kind, name }) => `${kind}/${name}`)).to.have.members(
      services.map((name) => `Deployment/${name}`),
    );
    for (const { name, spec } of await workloads())
      if (services.includes(name)) expect(spec, name).not.to.have.property("replicas");
  });

  it("Z10: no Service is public, and the only route points to the edge", async () => {
    const types = (await ofKind("Service")).map(
      ({ inputs }) => (inputs as { spec: { type?: string } }).spec.type ?? "ClusterIP",
    );
    expect(types.length).to.be.greaterThan(services.length);
    expect(new Set(types)).to.deep.equal(new Set(["ClusterIP"]));
    const routes = await ofKind("HTTPRoute");
    expect(routes.map(nameOf)).to.deep.equal(["edge"]);
    expect(routes[0]?.inputs).to.have.nested.property(
      "spec.hostnames[0]",
      "backend.hanok.localhost",
    );
  });

  it("Z10: the gateway may reach the edge only", async () => {
    const fromGateway = (await ofKind("NetworkPolicy")).filter((policy) =>
      JSON.stringify(policy.inputs).includes('"kubernetes.io/metadata.name":"gateway"'),
    );
    expect(fromGateway.map(nameOf)).to.deep.equal(["edge"]);
  });

  it("Z11: the config server has two pods, and its clients retry instead of polling in init containers", async () => {
    const all = await workloads();
    const scaler = (await ofKind("HorizontalPodAutoscaler")).find(
      (hpa) => nameOf(hpa) === "config",
    );
    expect(scaler?.inputs).to.have.nested.property("spec.minReplicas", 2);
    for (const { name, pod } of all)
      expect(pod.initContainers?.map(({ name: each }) => each) ?? [], name).to.deep.equal(
        // a proxy beside the service, which runs as long as it does
        ["config", "recipe-review"].includes(name) ? ["vault-proxy"] : [],
      );
    for (const reader of ["edge", "ingredients"]) {
      const variables = variablesOf(all.find(({ name }) => name === reader)?.containers[0]);
      expect(variables).to.include({
        SPRING_CLOUD_CONFIG_URI: "http://config:8888",
        SPRING_CLOUD_CONFIG_FAIL_FAST: "true",
      });
      expect(Number(variables["SPRING_CLOUD_CONFIG_RETRY_MAX_ATTEMPTS"])).to.be.greaterThan(6);
    }
  });

  it("Z11: pods start after their dependencies", async () => {
    const deployments = await ofKind("Deployment");
    const startsAfter = (service: string) =>
      deployments.find((each) => nameOf(each) === service)?.dependsOn ?? [];
    expect(startsAfter("config")).to.include.members([
      "cluster-vault",
      "zipbob-rabbitmq-statefulset",
    ]);
    for (const reader of ["edge", "ingredients"])
      expect(startsAfter(reader)).to.include.members([
        "zipbob-config-deployment",
        "zipbob-mariadb-statefulset",
        `zipbob-${reader}-redis-deployment`,
      ]);
    expect(startsAfter("recipe-review")).to.include("zipbob-mongodb-statefulset");
  });

  it("Z12: a service opens its own port only, and does not load a debugger", async () => {
    for (const { name, containers } of await workloads()) {
      if (!services.includes(name)) continue;
      const { port } = zipbob.services[name as keyof typeof zipbob.services];
      expect(containers.flatMap(({ ports }) => ports?.map((p) => p.containerPort))).to.deep.equal([
        port,
      ]);
      expect(JSON.stringify(containers)).not.to.match(/jdwp|BPL_DEBUG/i);
    }
  });

  it("Z13: every image has a pinned tag", async () => {
    for (const { name, containers } of await workloads())
      for (const { image } of containers) {
        expect(image, name).to.match(/^[\w./-]+:[\w.-]+(@sha256:[0-9a-f]{64})?$/);
        expect(image, name).not.to.match(/:latest(@|$)/);
      }
  });

  it("Z14: every container has requests, a memory limit and a restricted security context", async () => {
    const all = await workloads();
    expect(all.length).to.be.greaterThan(15);
    for (const { name, pod, containers } of all) {
      // the bootstrap of Vault keeps its keys in a Secret, by the API
      const isClient = name.startsWith("vault-bootstrap");
      expect(pod.automountServiceAccountToken, name).to.equal(isClient);
      expect(pod.securityContext, name).to.include({ runAsNonRoot: true });
      for (const { resources, securityContext } of containers) {
        expect(resources?.requests, name).to.include.keys("cpu", "memory", "ephemeral-storage");
        expect(resources?.limits, name).to.include.keys("memory", "ephemeral-storage");
        expect(securityContext, name).to.deep.include({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    }
  });

  it("Z14: every server and service is probed", async () => {
    const jobs = new Set((await ofKind("Job")).map(nameOf));
    for (const { name, containers } of await workloads()) {
      if (jobs.has(name)) continue;
      expect(containers[0], name).to.include.keys(
        "startupProbe",
        "readinessProbe",
        "livenessProbe",
      );
    }
  });

  it("Z15: every object is in its system's namespace, which enforces Pod Security", async () => {
    const namespaced = (await localStack()).filter(
      ({ type, inputs }) =>
        type.startsWith("kubernetes:") &&
        !/:(Namespace|PriorityClass|ClusterIssuer)$/.test(type) &&
        "metadata" in inputs,
    );
    expect(namespaced.length).to.be.greaterThan(100);
    const used = namespaced.map(
      ({ inputs }) => (inputs as { metadata: { namespace?: string } }).metadata.namespace,
    );
    expect(new Set(used)).to.deep.equal(new Set(["zipbob", "gateway", "vault", "cert-manager"]));
    for (const { inputs } of await ofKind("Namespace"))
      expect(inputs).to.have.nested.property(
        "metadata.labels.pod-security\\.kubernetes\\.io/enforce",
        "restricted",
      );
  });
});
