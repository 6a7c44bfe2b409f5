import { expect } from "chai";
import { describe, it } from "mocha";
import { storeManifests } from "../../../../components/data-tier/in-cluster/manifests.ts";
import { bindingsOf } from "../../../../components/data-tier/bindings.ts";
import { inCluster } from "../../../../components/data-tier/in-cluster/index.ts";
import { platform } from "../../../support/fixtures.ts";
import { objectOf, objectsOf, podOf, storeOf, stores, workloads } from "../stores-under-test.ts";

const small = { ...platform, size: "small", redundancy: "none" } as const;

describe("storeManifests", () => {
  it("returns a StatefulSet with a retained claim, and a headless Service with the same name", () => {
    const { metadata, spec } = objectOf("books", "StatefulSet");
    expect(metadata).to.include({ name: "books", namespace: "shop" });
    expect(spec).to.deep.include({
      replicas: 1,
      serviceName: "books",
      podManagementPolicy: "Parallel",
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    expect(spec?.volumeClaimTemplates?.map((claim) => claim.spec)).to.deep.equal([
      {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "10Gi" } },
      },
    ]);
    expect(objectOf("books", "Service").spec).to.deep.equal({
      type: "ClusterIP",
      clusterIP: "None",
      selector: { "app.kubernetes.io/name": "books", "app.kubernetes.io/part-of": "shop" },
      ports: [{ name: "mariadb", port: 3306, targetPort: 3306 }],
    });
  });

  it("returns a Deployment for a cache, with a surge of one pod and a quick move from a lost node", () => {
    expect(objectsOf("carts", "StatefulSet")).to.have.length(0);
    const cache = objectOf("carts", "Deployment");
    expect(cache.spec?.strategy?.rollingUpdate).to.deep.equal({ maxSurge: 1, maxUnavailable: 0 });
    expect(
      podOf(cache).spec.tolerations?.map(({ tolerationSeconds }) => tolerationSeconds),
    ).to.deep.equal([15, 15]);
    expect(objectOf("carts", "Service").spec).to.not.have.property("clusterIP");
    expect(objectsOf("tokens", "StatefulSet")).to.have.length(1);
  });

  it("returns a replica set of one member or of three across zones, whose names resolve before readiness", () => {
    expect(objectOf("reviews", "StatefulSet").spec).to.include({
      replicas: 3,
      serviceName: "reviews-members",
    });
    expect(objectOf("reviews", "StatefulSet", small).spec).to.include({
      replicas: 1,
      serviceName: "reviews-members",
    });
    const [client, members] = objectsOf("reviews", "Service");
    expect(client?.metadata.name).to.equal("reviews");
    expect(members?.spec).to.include({ clusterIP: "None", publishNotReadyAddresses: true });
    const { spec, container } = podOf(objectOf("reviews", "StatefulSet"));
    expect(spec.topologySpreadConstraints?.[0]).to.include({
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "DoNotSchedule",
    });
    expect(container.args).to.include("--replSet=rs0");
  });

  it("mounts a subdirectory of the claim where the image rejects lost+found", () => {
    const mount = (store: string) =>
      podOf(objectOf(store, "StatefulSet")).container.volumeMounts?.find(
        ({ name }) => name === "data",
      );
    expect(mount("books")).to.deep.equal({
      name: "data",
      mountPath: "/var/lib/mysql",
      subPath: "data",
    });
    expect(mount("events")).to.deep.equal({
      name: "data",
      mountPath: "/var/lib/rabbitmq",
      subPath: "data",
    });
    expect(podOf(objectOf("recipes", "StatefulSet")).container.env).to.deep.include({
      name: "PGDATA",
      value: "/var/lib/postgresql/data/pgdata",
    });
  });

  it("uses pinned official images", () => {
    const images = stores.map((store) =>
      podOf(
        [...objectsOf(store, "StatefulSet"), ...objectsOf(store, "Deployment")][0] ??
          objectOf(store, "Job"),
      ).container.image?.replace(/@sha256:.*/, ""),
    );
    expect(images).to.deep.equal([
      "mariadb:11.8.8",
      "mysql:8.4.11",
      "mongo:8.0.32",
      "valkey/valkey:8.1.11",
      "valkey/valkey:8.1.11",
      "rabbitmq:4.1.8-management",
      "pgvector/pgvector:0.8.7-pg17-bookworm",
    ]);
  });

  it("derives memory settings from the container's limit", () => {
    for (const on of [platform, small]) {
      const { container } = podOf(objectOf("books", "StatefulSet", on));
      const limit =
        Number.parseInt(container.resources?.limits?.["memory"]?.toString() ?? "") *
        (on.size === "large" ? 1024 : 1);
      expect(container.args).to.include(`--innodb-buffer-pool-size=${limit / 2}M`);
    }
    const config = objectsOf("events", "ConfigMap").flatMap(({ data }) =>
      Object.values(data ?? {}),
    );
    expect(config[0]).to.include("vm_memory_high_watermark.absolute = 1228MiB");
    const cache = objectsOf("carts", "ConfigMap").flatMap(({ data }) => Object.values(data ?? {}));
    expect(cache[0]).to.include("maxmemory 64mb\nmaxmemory-policy allkeys-lru\nappendonly no");
    expect(podOf(objectOf("carts", "Deployment")).container.resources?.limits).to.include({
      memory: "128Mi",
    });
  });

  it("runs in the environment's time zone", () => {
    for (const workload of workloads()) {
      expect(podOf(workload).container.env).to.deep.include({ name: "TZ", value: "Asia/Seoul" });
    }
  });

  it("declares its start-up time for the sandbox", () => {
    for (const store of stores) {
      const [server] = [...objectsOf(store, "StatefulSet"), ...objectsOf(store, "Deployment")];
      expect(server && podOf(server).metadata?.annotations)
        .to.have.property("hanok.dev/startup-seconds")
        .that.matches(/^\d+$/);
    }
  });

  it("names a ConfigMap by its content, and pods use that name", () => {
    const [config] = objectsOf("events", "ConfigMap");
    const [other] = objectsOf("events", "ConfigMap", small);
    expect(config?.metadata.name)
      .to.match(/^events-[0-9a-f]{8}$/)
      .and.not.equal(other?.metadata.name);
    expect(podOf(objectOf("events", "StatefulSet")).spec.volumes).to.deep.include({
      name: "files",
      configMap: { name: config?.metadata.name },
    });
  });

  it("does not depend on the order of the users", () => {
    const books = storeOf("books");
    const turned = { ...books, users: books.users.toReversed() };
    expect(storeManifests(turned, platform)).to.deep.equal(storeManifests(books, platform));
  });

  it("returns no objects for the platform's Vault", () => {
    expect(
      storeManifests({ name: "vault", spec: { engine: "vault" }, users: ["web"] }, platform),
    ).to.deep.equal([]);
  });

  it("has one disruption budget per store, which never blocks a drain forever", () => {
    for (const store of stores) {
      expect(objectOf(store, "PodDisruptionBudget").spec).to.deep.equal({
        maxUnavailable: 1,
        selector: {
          matchLabels: {
            "app.kubernetes.io/name": store.name,
            "app.kubernetes.io/part-of": "shop",
          },
        },
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      });
    }
  });

  it("Z20, Z22: serves metrics at a port of that name where the environment has monitoring", () => {
    const monitored = { ...platform, monitoring: { ...platform.monitoring, exporters: true } };
    const metrics = { name: "metrics" };
    for (const [name, kind] of [
      ["carts", "Deployment"],
      ["tokens", "StatefulSet"],
    ] as const) {
      const { spec } = podOf(objectOf(name, kind, monitored));
      const [exporter] = spec.initContainers ?? [];
      expect(exporter).to.deep.include({ name: "exporter", restartPolicy: "Always" });
      expect(exporter?.ports).to.deep.equal([{ ...metrics, containerPort: 9121 }]);
      expect(exporter?.readinessProbe, "a store without its metrics still serves").to.equal(
        undefined,
      );
      expect(podOf(objectOf(name, kind)).spec.initContainers).to.equal(undefined);
    }
    const broker = podOf(objectOf("events", "StatefulSet", monitored)).container;
    expect(broker.ports).to.deep.include({ ...metrics, containerPort: 15692 });
    for (const name of ["carts", "events"]) {
      const admits = (on: typeof platform) =>
        JSON.stringify(objectsOf(name, "NetworkPolicy", on)[0]?.spec?.ingress);
      expect(admits(monitored)).to.contain('"port":"metrics"').and.contain('"monitoring"');
      expect(admits(platform)).to.not.contain("metrics");
    }
  });

  it("says on a store without passwords why it has none, and binds its services without a user", () => {
    const auth = { none: true, because: "the image knows no password" } as const;
    const carts = storeOf("carts");
    if (carts.spec.engine !== "valkey") throw new Error("carts is a Valkey");
    const open = { ...carts, spec: { ...carts.spec, auth } };
    const deployment = objectOf(open, "Deployment");
    expect(deployment.metadata.annotations).to.include({
      "hanok.dev/passwordless": "the image knows no password",
    });
    // the server reads its users when it starts
    expect(podOf(deployment)).to.not.deep.equal(podOf(objectOf("carts", "Deployment")));
    const [binding] = bindingsOf([open], platform, () => inCluster)["web"] ?? [];
    expect(Object.keys(binding?.connection ?? {})).to.deep.equal(["host", "port"]);
  });
});
