import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import type { ResolvedService } from "../../../components/app-service/resolve-service.ts";
import type { WorkerHealth, WorkerService } from "../../../components/app-service/service.ts";
import { leastService, platform } from "../../support/fixtures.ts";
import { nothing, orders, pod } from "./orders.ts";

describe("a process of its own", () => {
  it("has its command and arguments, and the image's where none is given", () => {
    const [container] =
      pod(orders({ command: ["bundle", "exec", "sidekiq"], args: ["-c", "5"] }))?.containers ?? [];
    expect(container?.command).to.deep.equal(["bundle", "exec", "sidekiq"]);
    expect(container?.args).to.deep.equal(["-c", "5"]);
    expect(pod(orders())?.containers[0]).to.not.have.any.keys("command", "args");
  });

  it("has its files one by one, read-only, from a ConfigMap whose name changes with them", () => {
    const of = (text: string) => {
      const service = orders({ files: { "/etc/nginx/nginx.conf": text, "/srv/a b.txt": "c" } });
      const object = manifests(service, [], platform).find(({ kind }) => kind === "ConfigMap");
      return { object, spec: pod(service) };
    };
    const { object, spec } = of("events {}");
    expect(object).to.deep.include({
      immutable: true,
      data: { "etc_nginx_nginx.conf": "events {}", "srv_a-b.txt": "c" },
    });
    expect(object?.metadata.name).to.match(/^orders-files-[0-9a-f]{8}$/);
    expect(spec?.volumes).to.deep.include({
      name: "files",
      configMap: { name: object?.metadata.name },
    });
    expect(spec?.containers[0]?.volumeMounts).to.deep.include.members([
      {
        name: "files",
        mountPath: "/etc/nginx/nginx.conf",
        subPath: "etc_nginx_nginx.conf",
        readOnly: true,
      },
      { name: "files", mountPath: "/srv/a b.txt", subPath: "srv_a-b.txt", readOnly: true },
    ]);
    expect(of("events { }").object?.metadata.name).to.not.equal(object?.metadata.name);
  });
});

describe("a worker", () => {
  const { port: _port, ...facts } = leastService;
  const worker = (health: WorkerHealth, more: Partial<WorkerService> = {}): ResolvedService => ({
    name: "orders",
    spec: {
      ...facts,
      kind: "worker",
      health,
      ...more,
      scaling: leastService.scaling,
      volume: undefined,
    },
    ...nothing,
  });
  const kindsOf = (service: ResolvedService) =>
    manifests(service, [], platform).map(({ kind }) => kind);
  const containerOf = (service: ResolvedService) => pod(service)?.containers[0];
  const command = ["celery", "inspect", "ping"];

  it("has no port, no Service and no route, and nothing may call it", () => {
    const service = worker({ command });
    expect(kindsOf(service)).to.deep.equal([
      ...["NetworkPolicy", "ServiceAccount", "Deployment"],
      ...["HorizontalPodAutoscaler", "PodDisruptionBudget"],
    ]);
    expect(containerOf(service)?.ports).to.deep.equal([]);
    const [policy] = manifests(service, [], platform);
    expect(policy?.kind === "NetworkPolicy" && policy.spec?.ingress).to.deep.equal([]);
  });

  it("is alive while its command passes, or its file is young", () => {
    expect(containerOf(worker({ command }))?.livenessProbe?.exec).to.deep.equal({ command });
    const beats = containerOf(worker({ heartbeat: "/tmp/alive", maxAgeSeconds: 60 }));
    expect(beats?.livenessProbe?.exec?.command?.slice(3)).to.deep.equal(["/tmp/alive", "60"]);
    const none = containerOf(worker({ none: true, because: "it ends by itself when it is stuck" }));
    expect(none).to.not.have.any.keys("livenessProbe", "readinessProbe", "startupProbe");
  });

  it("tests the age of its file in a shell", () => {
    const folder = mkdtempSync(join(tmpdir(), "hanok-worker-"));
    try {
      const file = join(folder, "alive");
      const run = () => {
        const [program = "", ...args] =
          containerOf(worker({ heartbeat: file, maxAgeSeconds: 60 }))?.livenessProbe?.exec
            ?.command ?? [];
        return spawnSync(program, args).status === 0;
      };
      expect(run()).to.equal(false);
      writeFileSync(file, "");
      expect(run()).to.equal(true);
      const old = Date.now() / 1000 - 120;
      utimesSync(file, old, old);
      expect(run()).to.equal(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("finishes its work without waiting for traffic to stop, and may be scraped", () => {
    const service = worker({ command }, { metrics: { path: "/metrics", port: 9100 } });
    expect(containerOf(service)).to.not.have.property("lifecycle");
    expect(pod(service)?.terminationGracePeriodSeconds).to.equal(45);
    expect(containerOf(service)?.ports).to.deep.equal([
      { name: "metrics", containerPort: 9100, protocol: "TCP" },
    ]);
    expect(kindsOf(service)).to.include("Service");
  });
});
