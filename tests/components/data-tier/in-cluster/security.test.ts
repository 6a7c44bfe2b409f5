import { expect } from "chai";
import { describe, it } from "mocha";
import { storeManifests } from "../../../../components/data-tier/in-cluster/manifests.ts";
import { platform } from "../../../support/fixtures.ts";
import { objectOf, objectsOf, podOf, stores, workloads } from "../stores-under-test.ts";

describe("Z10: the stores of a system are internal", () => {
  it("Z10: no store has a Service of type LoadBalancer or NodePort, nor external addresses", () => {
    for (const store of stores) {
      const services = objectsOf(store, "Service");
      expect(services).to.not.be.empty;
      for (const { spec } of services) {
        expect(spec?.type).to.equal("ClusterIP");
        expect(spec).to.not.have.any.keys("externalIPs", "loadBalancerIP");
        expect(spec?.ports?.every((port) => port.nodePort === undefined)).to.equal(true);
      }
      expect(objectsOf(store, "HTTPRoute")).to.deep.equal([]);
    }
  });

  it("Z10: no Service exposes RabbitMQ's management port, and only the provisioning Job may reach it", () => {
    expect(objectOf("events", "Service").spec?.ports?.map(({ port }) => port)).to.deep.equal([
      5672,
    ]);
    const [policy] = objectsOf("events", "NetworkPolicy");
    const management = policy?.spec?.ingress?.filter(({ ports }) =>
      ports?.some(({ port }) => port === 15672),
    );
    expect(management).to.deep.equal([
      {
        from: [
          {
            podSelector: {
              matchLabels: {
                "app.kubernetes.io/name": "events-provision",
                "app.kubernetes.io/part-of": "shop",
              },
            },
          },
        ],
        ports: [{ port: 15672, protocol: "TCP" }],
      },
    ]);
  });

  it("allows only client services, the Job and members into a store", () => {
    const names = (store: string) =>
      objectsOf(store, "NetworkPolicy")[0]?.spec?.ingress?.flatMap(({ from = [] }) =>
        from.map(({ podSelector, ...other }) => {
          expect(other).to.deep.equal({});
          return podSelector?.matchLabels?.["app.kubernetes.io/name"];
        }),
      );
    expect(names("books")).to.deep.equal(["back-office", "web", "books-provision"]);
    expect(names("reviews")).to.deep.equal(["web", "reviews-provision", "reviews"]);
  });

  it("allows a store to reach DNS and its members, and the Job to reach its store only", () => {
    const [server, job] = objectsOf("books", "NetworkPolicy");
    expect(
      server?.spec?.egress?.flatMap(({ ports = [] }) => ports.map(({ port }) => port)),
    ).to.deep.equal([53, 53]);
    expect(job?.spec?.podSelector).to.deep.equal({
      matchLabels: {
        "app.kubernetes.io/name": "books-provision",
        "app.kubernetes.io/part-of": "shop",
      },
    });
    expect(job?.spec?.ingress).to.deep.equal([]);
    expect(job?.spec?.egress?.[1]).to.deep.equal({
      to: [
        {
          podSelector: {
            matchLabels: { "app.kubernetes.io/name": "books", "app.kubernetes.io/part-of": "shop" },
          },
        },
      ],
      ports: [{ port: 3306, protocol: "TCP" }],
    });
  });

  it("denies all ingress to an unused store", () => {
    const policy = objectsOf(
      { name: "idle", spec: { engine: "mysql", storage: "1Gi" }, users: [] },
      "NetworkPolicy",
    )[0];
    expect(policy?.spec?.ingress).to.have.length(1);
  });
});

describe("Z14: the pods of the stores", () => {
  it("Z14: run under Pod Security restricted, with a read-only root", () => {
    for (const workload of workloads()) {
      const { spec, container } = podOf(workload);
      expect(spec.securityContext, workload.metadata.name).to.deep.include({
        runAsNonRoot: true,
        runAsUser: 10001,
        fsGroup: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(container.securityContext).to.deep.include({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
      });
      expect(spec).to.include({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(spec.volumes?.every(({ hostPath }) => hostPath === undefined)).to.equal(true);
    }
  });

  it("Z14: have requests, and limits of memory and disk, and no CPU limit", () => {
    for (const workload of workloads()) {
      const { requests = {}, limits = {} } = podOf(workload).container.resources ?? {};
      expect(Object.keys(requests)).to.have.members(["cpu", "memory", "ephemeral-storage"]);
      expect(limits).to.deep.equal({
        memory: requests["memory"],
        "ephemeral-storage": requests["ephemeral-storage"],
      });
    }
  });

  it("have the priority of stores, and the only server of a store stays on its node", () => {
    for (const workload of workloads())
      expect(podOf(workload).spec.priorityClassName).to.equal("hanok-stores");
    const small = { ...platform, redundancy: "none" } as const;
    const stays = (on: typeof platform) =>
      workloads(on)
        .filter(
          (one) => podOf(one).metadata?.annotations?.["karpenter.sh/do-not-disrupt"] === "true",
        )
        .map(({ metadata }) => metadata.name);
    const single = ["books", "chats", "carts", "tokens", "events", "recipes"];
    expect(stays(platform)).to.have.members(single);
    expect(stays(small)).to.have.members([...single, "reviews"]);
  });

  it("do not run on Spot, which ends a server before it has stopped cleanly", () => {
    for (const workload of workloads().filter(({ kind }) => kind !== "Job")) {
      const { nodeAffinity } = podOf(workload).spec.affinity ?? {};
      expect(
        nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
      ).to.deep.equal([
        {
          matchExpressions: [
            { key: "karpenter.sh/capacity-type", operator: "NotIn", values: ["spot"] },
          ],
        },
      ]);
    }
  });

  it("Z14: use the engine's ping, allow half an hour of recovery, and restart a dead server within three minutes", () => {
    for (const store of stores) {
      const [server] = [...objectsOf(store, "StatefulSet"), ...objectsOf(store, "Deployment")];
      const { startupProbe, readinessProbe, livenessProbe } =
        (server && podOf(server).container) ?? {};
      for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
        expect(probe?.exec?.command?.join(" "), store.name).to.match(
          /healthcheck\.sh|mysqladmin ping|mongosh|valkey-cli|rabbitmq-diagnostics|pg_isready/,
        );
      }
      const patience = (probe: typeof startupProbe) =>
        (probe?.failureThreshold ?? 3) * (probe?.periodSeconds ?? 10);
      expect(patience(startupProbe)).to.be.at.least(1800);
      expect(patience(livenessProbe)).to.be.within(60, 180);
    }
  });

  it("Z14: read passwords from Secrets by the environment, never from a command line", () => {
    for (const workload of workloads()) {
      const { container } = podOf(workload);
      for (const { name, value, valueFrom } of container.env ?? []) {
        if (!/PASS/.test(name)) continue;
        expect(value, name).to.equal(undefined);
        expect(valueFrom?.secretKeyRef?.key, name).to.equal("password");
      }
      const { startupProbe, readinessProbe, livenessProbe, command, args } = container;
      const probes = [startupProbe, readinessProbe, livenessProbe].map(
        (probe) => probe?.exec?.command,
      );
      expect(JSON.stringify([probes, command, args])).to.not.match(/ROOT|PASSWORD|_PASS/);
    }
  });

  it("give the root password to the server's start and the Job only", () => {
    for (const store of stores) {
      const readers = storeManifests(store, platform).filter((object) =>
        JSON.stringify(object).includes(`"${store.name}-root"`),
      );
      expect(
        readers.every(({ kind }) => ["StatefulSet", "Job"].includes(kind)),
        store.name,
      ).to.equal(true);
      expect(readers.some(({ kind }) => kind === "Job")).to.equal(true);
    }
  });
});
