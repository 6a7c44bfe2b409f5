import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import {
  jobsBefore,
  resolveService,
  startsAfter,
} from "../../../components/app-service/resolve-service.ts";
import { rolloutSeconds } from "../../../components/app-service/rollout.ts";
import type { TaskSpec } from "../../../components/app-service/service-spec.ts";
import { withoutHash } from "../../../components/workload/config-map.ts";
import { binding, leastService, platform } from "../../support/fixtures.ts";
import { nothing } from "./orders.ts";

const facts = {
  image: "orders",
  runtime: "go",
  resources: { cpu: "100m", memory: "128Mi" },
  deadlineSeconds: 600,
} as const;
const cron = { ...facts, kind: "cron", schedule: "30 3 * * *" } as const;
const job = { ...facts, kind: "job", before: ["web"] } as const;
const versions: Readonly<Record<string, string>> = { ...platform.versions, task: "1.0.0" };

const objects = (spec: TaskSpec, on: typeof platform = { ...platform, versions }) =>
  manifests({ name: "task", spec, ...nothing }, [], on);
const cronJob = (spec: Partial<TaskSpec & { kind: "cron" }> = {}): ICronJob => {
  const found = objects({ ...cron, ...spec }).find(({ kind }) => kind === "CronJob");
  if (found?.kind !== "CronJob") throw new Error("no CronJob");
  return found;
};
const theJob = (spec: Partial<TaskSpec & { kind: "job" }> = {}, of = versions) => {
  const found = objects({ ...job, ...spec }, { ...platform, versions: of }).at(-1);
  if (found?.kind !== "Job") throw new Error("no Job");
  return found;
};
const podOf = ({ spec }: IJob | ICronJob) =>
  (spec && "jobTemplate" in spec ? spec.jobTemplate.spec : spec)?.template;

describe("a cron service", () => {
  it("is a CronJob with a policy, an account and nothing that leads to it", () => {
    expect(objects(cron).map(({ kind }) => kind)).to.deep.equal([
      "NetworkPolicy",
      "ServiceAccount",
      "CronJob",
    ]);
  });

  it("runs in the environment's time zone, one at a time, with a deadline and a history", () => {
    expect(cronJob().spec).to.deep.include({
      schedule: "30 3 * * *",
      timeZone: platform.timeZone,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      suspend: false,
    });
    expect(cronJob().spec.jobTemplate.spec).to.deep.include({
      activeDeadlineSeconds: 600,
      backoffLimit: 2,
    });
  });

  it("takes each field of its own", () => {
    const { spec } = cronJob({
      timeZone: "Europe/Berlin",
      concurrency: "replace",
      history: { succeeded: 0, failed: 9 },
      suspended: true,
      retries: 0,
    });
    expect(spec).to.deep.include({
      timeZone: "Europe/Berlin",
      concurrencyPolicy: "Replace",
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 9,
      suspend: true,
    });
    expect(spec.jobTemplate.spec?.backoffLimit).to.equal(0);
  });
});

describe("the pod of a cron service or a job", () => {
  for (const [kind, pod] of [
    ["cron", podOf(cronJob())],
    ["job", podOf(theJob())],
  ] as const)
    it(`of a ${kind} ends, stays on its node, and has no probe and no token`, () => {
      expect(pod?.spec).to.deep.include({
        restartPolicy: "Never",
        serviceAccountName: "task",
        priorityClassName: "hanok-services",
        automountServiceAccountToken: false,
      });
      expect(pod?.spec).not.to.have.property("topologySpreadConstraints");
      expect(pod?.metadata?.annotations).to.deep.equal({ "karpenter.sh/do-not-disrupt": "true" });
      const [container] = pod?.spec?.containers ?? [];
      expect(container).to.include({ terminationMessagePolicy: "FallbackToLogsOnError" });
      expect(container).not.to.have.any.keys("startupProbe", "readinessProbe", "lifecycle");
      expect(container?.securityContext).to.include({ runAsNonRoot: true, runAsUser: 10001 });
    });

  it("is not repeated because a node ends", () => {
    expect(theJob().spec?.podFailurePolicy?.rules).to.deep.equal([
      { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    ]);
  });

  it("has the variables of its stores, and the way to them", () => {
    const spec: TaskSpec = { ...job, uses: ["members"] };
    const all = manifests(
      { name: "task", spec, ...nothing },
      [binding("task", "members", "mariadb", 3306)],
      {
        ...platform,
        versions,
      },
    );
    const found = all.at(-1);
    const names = found?.kind === "Job" ? podOf(found)?.spec?.containers[0]?.env : [];
    expect(names?.map(({ name }) => name)).to.include("DB_HOST");
    const [policy] = all;
    expect(policy?.kind === "NetworkPolicy" && policy.spec?.egress).to.have.lengthOf(2);
    expect(policy?.kind === "NetworkPolicy" && policy.spec?.ingress).to.deep.equal([]);
  });
});

describe("a job", () => {
  it("is another one for each version of the services that wait for it, and for each change of its own", () => {
    const { name } = theJob().metadata;
    expect(withoutHash(name)).to.equal("task");
    expect(theJob().metadata.name).to.equal(name);
    expect(theJob({}, { ...versions, task: "1.0.1" }).metadata.name).not.to.equal(name);
    expect(theJob({}, { ...versions, web: "9.9.9" }).metadata.name).not.to.equal(name);
    expect(theJob({}, { ...versions, orders: "9.9.9" }).metadata.name).to.equal(name);
    expect(theJob({ args: ["--all"] }).metadata.name).not.to.equal(name);
  });

  it("names the versions that it belongs to, and is replaced after it failed", () => {
    expect(theJob().metadata.annotations).to.deep.include({
      "hanok.dev/before": "web 1.2.3",
      "pulumi.com/replaceUnready": "true",
    });
  });

  it("fails by its own deadline before Pulumi gives up", () => {
    const service = { name: "task", spec: job, ...nothing };
    expect(rolloutSeconds(service)).to.be.above(job.deadlineSeconds);
  });

  it("comes before its services, and after its config server", () => {
    const spring = { ...leastService, runtime: "spring" } as const;
    const services = {
      config: spring,
      web: { ...spring, configServer: "config" },
      task: { ...job, runtime: "spring", configServer: "config" } as const,
      other: leastService,
    };
    expect(jobsBefore(services, "web")).to.deep.equal(["task"]);
    expect(startsAfter(services, "web")).to.deep.equal(["config", "task"]);
    expect(startsAfter(services, "other")).to.deep.equal([]);
    const resolved = resolveService({ name: "shop", host: "www", services, routes: {} }, "task");
    expect(resolved.configServer?.name).to.equal("config");
  });
});
