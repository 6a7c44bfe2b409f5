import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { layoutOf } from "../../../sandbox/cluster/layout.ts";
import { componentOf, endProcesses, ownedProcesses } from "../../../sandbox/cluster/processes.ts";
import { isRunning, parsePs, processes, startOf } from "../../../tools/processes.ts";
import { until } from "../../../sandbox/cluster/until.ts";

const layout = layoutOf("/clone/one/.sandbox");
const bin = "/clone/one/.sandbox/cluster/kwok/clusters/hanok/bin";

describe("the owner of a process", () => {
  const ours: Readonly<Record<string, string>> = {
    [`${bin}/etcd --name=node0`]: "etcd",
    [`${bin}/kube-apiserver`]: "kube-apiserver",
    "node controllers.ts 1 --hanok-sandbox=/clone/one/.sandbox": "controllers",
    "/b/kwokctl create cluster --config /clone/one/.sandbox/cluster/kwokctl.json --kubeconfig ":
      "kwokctl",
  };
  for (const [command, component] of Object.entries(ours)) {
    it(`ours: ${component}`, () => expect(componentOf(command, layout)).to.equal(component));
  }

  const foreign: Readonly<Record<string, string>> = {
    "another etcd on this machine": "/usr/bin/etcd --data-dir=/var/lib/etcd",
    "the etcd of another clone": `${bin.replace("/clone/one", "/clone/two")}/etcd`,
    "the etcd of a clone whose path begins alike": `${bin.replace(".sandbox", ".sandbox2")}/etcd`,
    "the controllers of a clone whose path begins alike":
      "node controllers.ts --hanok-sandbox=/clone/one/.sandbox2",
    "an editor on one of our files": `vim ${bin}/etcd`,
    "a reader of our log": "tail -f /clone/one/.sandbox/logs/cluster/etcd.log",
    "a kubectl on our cluster": "kubectl --kubeconfig /clone/one/.sandbox/kubeconfig get pods",
    "a zombie": "",
  };
  for (const [who, command] of Object.entries(foreign)) {
    it(`not ours: ${who}`, () => expect(componentOf(command, layout)).to.equal(undefined));
  }

  it("parses the output of ps on macOS", () => {
    expect(parsePs("    1     0 /sbin/launchd\n 4711 1 /a b/bin/etcd --x=y  \n\n")).to.deep.equal([
      { pid: 1, parent: 0, command: "/sbin/launchd" },
      { pid: 4711, parent: 1, command: "/a b/bin/etcd --x=y" },
    ]);
  });

  it("lists this process with its parent", () => {
    const own = processes().find(({ pid }) => pid === process.pid);
    expect(own?.parent).to.equal(process.ppid);
    expect(own?.command).to.include("mocha");
  });

  it("distinguishes a process from a later one with the same number", () => {
    expect(startOf(process.pid)).to.be.a("string").and.equal(startOf(process.pid));
    expect(startOf(2 ** 30)).to.be.oneOf([undefined, ""]);
  });
});

describe("ending processes", () => {
  it("ends exactly the processes started from the cluster's folder, whatever the pid files contain", async () => {
    const home = mkdtempSync(join(tmpdir(), "hanok processes-"));
    const own = layoutOf(home);
    mkdirSync(own.bin, { recursive: true });
    mkdirSync(own.pids, { recursive: true });
    symlinkSync("/bin/sleep", join(own.bin, "etcd"));
    const foreign = spawn("sleep", ["60"], { stdio: "ignore" });
    const mine = spawn(join(own.bin, "etcd"), ["60"], { stdio: "ignore" });
    try {
      writeFileSync(join(own.pids, "kube-apiserver.pid"), `${foreign.pid}`);
      await until("it runs", 5, () => ownedProcesses(own).length === 1);
      expect(ownedProcesses(own).map(({ pid, component }) => [pid, component])).to.deep.equal([
        [mine.pid, "etcd"],
      ]);
      rmSync(home, { recursive: true });
      expect(await endProcesses(own)).to.equal(1);
      expect(isRunning(mine.pid ?? 0)).to.equal(false);
      expect(isRunning(foreign.pid ?? 0)).to.equal(true);
      expect(await endProcesses(own)).to.equal(0);
    } finally {
      mine.kill("SIGKILL");
      foreign.kill("SIGKILL");
      rmSync(home, { recursive: true, force: true });
    }
  });
});
