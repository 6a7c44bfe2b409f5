import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { eksTypes } from "../../../../sandbox/cloud/services/eks/types.ts";
import { accountSide } from "../../../../sandbox/cluster/aws/account.ts";
import { watchFolder } from "../../../../sandbox/cluster/aws/folder.ts";
import { oneAtATime } from "../../../../sandbox/cluster/aws/turn.ts";
import { layoutOf } from "../../../../sandbox/cluster/layout.ts";
import { until } from "../../../../sandbox/cluster/until.ts";

const region = "ap-northeast-2";

function inFolder(act: (folder: string) => Promise<void> | void): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "hanok-account-"));
    try {
      await act(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

describe("the account as the cluster's controllers see it", () => {
  it(
    "has the EBS CSI driver only with its add-on, and with nodes",
    inFolder((home) => {
      const account = accountSide(layoutOf(home), region);
      const put = (type: string, id: string, properties: object) =>
        account.store.write({ type, id, region, properties: { ...properties } });
      const group = (desiredSize: number, status = "ACTIVE") =>
        put(eksTypes.nodeGroup, "main:system", {
          ...{ clusterName: "main", status, scalingConfig: { desiredSize } },
        });
      expect(account.clusterName()).to.equal(undefined);
      put(eksTypes.cluster, "main", {});
      expect(account.clusterName()).to.equal("main");
      group(2);
      expect(account.hasEbsDriver()).to.equal(false);
      put(eksTypes.addon, "main:aws-ebs-csi-driver", {});
      expect(account.hasEbsDriver()).to.equal(true);
      group(0);
      expect(account.hasEbsDriver()).to.equal(false);
      group(2, "CREATE_FAILED");
      expect(account.hasEbsDriver()).to.equal(false);
    }),
  );

  it(
    "reports changes in a folder that does not exist yet, or is removed meanwhile",
    inFolder(async (parent) => {
      const folder = join(parent, "a", "b");
      let told = 0;
      watchFolder(
        folder,
        () => (told += 1),
        () => undefined,
      );
      const hears = async (what: string, act: () => void): Promise<void> => {
        const before = told;
        act();
        await until(what, 5, () => told > before);
      };
      await hears("the start is told", () => undefined);
      await hears("a file is told", () => writeFileSync(join(folder, "one"), ""));
      await hears("the loss is told", () => rmSync(folder, { recursive: true }));
      await until("the folder is there again", 5, () => existsSync(folder));
      await hears("the return is told", () => undefined);
      await hears("another file is told", () => writeFileSync(join(folder, "two"), ""));
    }),
  );
});

describe("serialized work", () => {
  it("runs once more after calls during a run, and never twice at once", async () => {
    let [running, most, runs] = [0, 0, 0];
    const run = oneAtATime(
      "test",
      async () => {
        running += 1;
        runs += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
      () => undefined,
    );
    for (let call = 0; call < 5; call += 1) run();
    await until("both runs are over", 5, () => runs === 2 && running === 0);
    expect(most).to.equal(1);
  });

  it("is retried after a failure, which is logged once", async () => {
    const lines: string[] = [];
    let tries = 0;
    const run = oneAtATime(
      "test",
      () => ((tries += 1) < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve()),
      (line) => lines.push(line),
    );
    run();
    await until("it has worked", 10, () => tries === 3);
    expect(lines).to.deep.equal(["test: not yet"]);
  });
});
