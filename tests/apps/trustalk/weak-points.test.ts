import { expect } from "chai";
import { describe, it } from "mocha";
import { defineSystem } from "../../../apps/system.ts";
import { leastService } from "../../support/fixtures.ts";
import { deployed, pathsOf, recordedOn, variablesOf } from "../deployed.ts";

describe("Trustalk's weak points", function () {
  this.timeout(60_000);

  it("T1: the backend is one pod, with the reason, and no autoscaler changes that", async () => {
    const { all, one } = await deployed("dev", "trustalk");
    const { metadata, spec } = one("StatefulSet", "backend");
    expect(spec?.replicas).to.equal(1);
    expect(metadata.annotations?.["hanok.dev/fixed-replicas"]).to.match(/connections.*memory/);
    const scaled = all("HorizontalPodAutoscaler").map(({ spec: s }) => s.scaleTargetRef.name);
    expect(scaled).to.deep.equal(["frontend"]);
    expect(all("Deployment").map(({ metadata: { name } }) => name)).not.to.include("backend");
  });

  it("T1: a service with a volume and an autoscaler does not compile", () => {
    const scaled = () =>
      defineSystem({
        name: "trustalk",
        host: "trustalk",
        stores: {},
        services: {
          backend: {
            ...leastService,
            volume: { path: "/app/uploads", storage: "20Gi" },
            // @ts-expect-error only a fixed number of pods has a volume
            scaling: { kind: "horizontal", min: 1, max: 2, cpuPercent: 60 },
          },
        },
        routes: { "/": "backend" },
      });
    expect(scaled().services.backend.scaling?.kind).to.equal("horizontal");
  });

  it("T2: the load balancer keeps a silent connection for an hour", async () => {
    const settings = (await recordedOn("dev")).filter(({ type }) =>
      type.endsWith(":LoadBalancerConfiguration"),
    );
    expect(settings).to.have.lengthOf(1);
    const { loadBalancerAttributes } = (
      settings[0]?.inputs as { spec: { loadBalancerAttributes: { key: string; value: string }[] } }
    ).spec;
    expect(loadBalancerAttributes).to.deep.include({
      key: "idle_timeout.timeout_seconds",
      value: "3600",
    });
  });

  it("T2: /ws leads to the backend, and no time-out of the route ends it", async () => {
    const { all } = await deployed("dev", "trustalk");
    const paths = all("HTTPRoute").flatMap(pathsOf);
    expect(paths).to.have.deep.members([
      { path: "/", to: ["frontend-routes:80"], isChanged: false },
      { path: "/api", to: ["backend-routes:80"], isChanged: false },
      { path: "/ws", to: ["backend-routes:80"], isChanged: false },
    ]);
  });

  it("T3: users' files are on a claim, which outlives the pod and the StatefulSet", async () => {
    const { one } = await deployed("dev", "trustalk");
    const { spec } = one("StatefulSet", "backend");
    const [claim] = spec?.volumeClaimTemplates ?? [];
    expect(claim?.spec?.resources?.requests).to.deep.equal({ storage: "20Gi" });
    expect(spec?.template.spec?.containers[0]?.volumeMounts).to.deep.include({
      name: claim?.metadata?.name,
      mountPath: "/app/uploads",
    });
    expect(spec?.persistentVolumeClaimRetentionPolicy).to.deep.equal({
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
  });

  it("takes the allowed origin from the domain of the environment", async () => {
    for (const [stack, origin] of [
      ["local", "http://trustalk.hanok.localhost"],
      ["prod", "https://trustalk.example.com"],
    ] as const) {
      const { one } = await deployed(stack, "trustalk");
      const [backend] = one("StatefulSet", "backend").spec?.template.spec?.containers ?? [];
      expect(backend && variablesOf(backend)["ORIGIN"], stack).to.equal(origin);
    }
  });

  it("keeps emoji, and Seoul's time", async () => {
    const { one } = await deployed("dev", "trustalk");
    const server = one("StatefulSet", "mysql").spec?.template.spec?.containers[0];
    expect(server?.args).to.include("--character-set-server=utf8mb4");
    const [backend] = one("StatefulSet", "backend").spec?.template.spec?.containers ?? [];
    if (backend === undefined) throw new Error("the backend has no container");
    expect(variablesOf(backend)).to.include({
      DB_HOST: "mysql",
      DB_NAME: "chatdb",
      TZ: "Asia/Seoul",
    });
  });
});
