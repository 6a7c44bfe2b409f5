import { expect } from "chai";
import { describe, it } from "mocha";
import { validateBackup } from "../../components/data-tier/backup/validate.ts";
import { backupOptions } from "../../components/data-tier/backup/options.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";
import { recordStack, root } from "../support/local-stack.ts";
import { stackEnvironment } from "../../stacks/environment.ts";

const record = (more: object) =>
  recordStack(
    stackEnvironment("prod", root, {
      overrides: {
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:stores": "cluster",
        "hanok:secrets": { kind: "generated" },
        ...more,
      },
    }),
  );

const of = (resources: readonly Recorded[], type: string) =>
  resources.filter((one) => one.type === `aws:backup/${type}`);

const copied = { "hanok:backup": { kind: "vault", copyTo: "ap-northeast-1" } };

describe("backups of an environment", () => {
  it("take the cluster and everything with the environment's tag, every day, week and month", async () => {
    const resources = await record({});
    const selections = of(resources, "selection:Selection");
    expect(
      selections.map(({ inputs }) => [inputs["resources"], inputs["selectionTags"]]),
    ).to.deep.equal([
      [["arn:aws:eks:ap-northeast-2:123456789012:cluster/hanok-prod"], undefined],
      [undefined, [{ type: "STRINGEQUALS", key: "hanok:backup", value: "prod" }]],
    ]);
    const [plan] = of(resources, "plan:Plan");
    const rules = plan?.inputs["rules"] as readonly {
      ruleName: string;
      schedule: string;
      scheduleExpressionTimezone: string;
      lifecycle: { deleteAfter: number };
    }[];
    expect(
      rules.map((rule) => [rule.ruleName, rule.schedule, rule.lifecycle.deleteAfter]),
    ).to.deep.equal([
      ["daily", "cron(0 3 * * ? *)", 35],
      ["weekly", "cron(0 3 ? * 1 *)", 92],
      ["monthly", "cron(0 3 1 * ? *)", 366],
    ]);
    expect(rules.map((rule) => rule.scheduleExpressionTimezone)).to.deep.equal(
      rules.map(() => "Asia/Seoul"),
    );
  });

  it("stand before the first byte: namespaces depend on the plan", async () => {
    const resources = await record({});
    const namespace = resources.find(({ name }) => name === "zipbob-namespace");
    expect(namespace?.dependsOn).to.include("backup");
  });

  it("cannot be deleted early where data are kept, and go with the environment elsewhere", async () => {
    const kept = await record(copied);
    expect(of(kept, "vault:Vault").map(({ inputs }) => inputs["forceDestroy"])).to.deep.equal([
      false,
      false,
    ]);
    for (const lock of of(kept, "vaultLockConfiguration:VaultLockConfiguration")) {
      const { inputs } = lock;
      // AWS has one lock a vault, and the provider replaces it for other days
      expect(lock).to.include({ deleteBeforeReplace: true }).and.not.have.property("protect");
      expect(inputs).to.include({ minRetentionDays: 35, maxRetentionDays: 366 });
      // governance mode: those who may remove the lock can
      expect(inputs).not.to.have.property("changeableForDays");
    }
    const gone = await record({ ...copied, "hanok:data": "discard" });
    expect(of(gone, "vault:Vault").map(({ inputs }) => inputs["forceDestroy"])).to.deep.equal([
      true,
      true,
    ]);
    expect(of(gone, "vaultLockConfiguration:VaultLockConfiguration")).to.deep.equal([]);
  });

  it("are copied to a second region, under a key of its own there", async () => {
    const resources = await record(copied);
    const vaults = of(resources, "vault:Vault").map(({ inputs }) => inputs);
    expect(vaults.map((inputs) => inputs["region"])).to.deep.equal([undefined, "ap-northeast-1"]);
    expect(vaults[0]?.["kmsKeyArn"]).to.not.equal(vaults[1]?.["kmsKeyArn"]);
    const [plan] = of(resources, "plan:Plan");
    const rules = plan?.inputs["rules"] as readonly {
      copyActions: { destinationVaultArn: string; lifecycle: object }[];
      lifecycle: object;
    }[];
    for (const { copyActions, lifecycle } of rules) {
      expect(copyActions).to.have.lengthOf(1);
      expect(copyActions[0]?.destinationVaultArn).to.include(":backup-copy");
      expect(copyActions[0]?.lifecycle).to.deep.equal(lifecycle);
    }
  });

  it("tell of a failed backup and of a day without one", async () => {
    const alarms = (await record({})).filter(({ name }) => /^backup-Backup/.test(name));
    expect(
      alarms.map(({ inputs }) => [inputs["metricName"], inputs["treatMissingData"]]),
    ).to.deep.equal([
      ["NumberOfBackupJobsFailed", "notBreaching"],
      ["NumberOfBackupJobsCompleted", "breaching"],
    ]);
    for (const { inputs } of alarms) expect(inputs["alarmActions"]).to.have.lengthOf(1);
  });
});

describe("hanok:backup", () => {
  const issues = (settings: object, more: object = {}) =>
    validateBackup(
      backupOptions.parse({ kind: "vault", ...settings }),
      {
        region: "ap-northeast-2",
        stores: "cluster",
        engines: [
          { store: "shop.members", engine: "mariadb" },
          { store: "shop.queue", engine: "rabbitmq" },
        ],
        ...more,
      },
      "hanok:backup",
    ).map(({ key, problem }) => `${key} ${problem}`);

  it("accepts its defaults", () => {
    expect(issues({})).to.deep.equal([]);
  });

  it("copies to another region, and keeps rarer backups for longer", () => {
    expect(issues({ copyTo: "ap-northeast-2" })).to.deep.equal([
      "hanok:backup.copyTo is the stack's own region",
    ]);
    expect(issues({ dailyDays: 100 })).to.deep.equal([
      "hanok:backup does not keep rarer backups for longer",
    ]);
  });

  it("refuses a recovery that a store cannot reach", () => {
    const recovery = { pointHours: 1, timeHours: 1 };
    expect(issues({ recovery })).to.deep.equal([
      "hanok:backup.recovery.pointHours cannot be reached by shop.members, which loses up to 24 hours",
      "hanok:backup.recovery.timeHours cannot be reached by shop.members, which needs up to 2 hours",
    ]);
    expect(
      issues({ recovery: { pointHours: 1, timeHours: 2 } }, { stores: "managed" }),
    ).to.deep.equal([]);
  });
});
