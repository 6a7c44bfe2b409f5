import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { findInstalled } from "../../tools/installed.ts";
import { pathsOf } from "../../tools/paths.ts";
import type { Pin } from "../../tools/pin.ts";
import { tools } from "../../tools/tools.ts";
import { type Bench, benchOf, script } from "./workshop.ts";

function pin(name: string): Pin {
  const found = tools.find((tool) => tool.name === name);
  if (found === undefined) throw new Error(`no pin is named ${name}`);
  return found;
}

describe("a tool on the PATH", () => {
  let bench: Bench;
  const find = (name: string, binary: string, env: NodeJS.ProcessEnv) =>
    findInstalled(pin(name), binary, pathsOf(bench.home), env);
  const folder = (name: string) => join(bench.root, name);

  beforeEach(() => (bench = benchOf([])));
  afterEach(() => bench.remove());

  const cases: readonly (readonly [string, string, string, string | undefined])[] = [
    ["kubernetes", "kube-apiserver", "Kubernetes v1.36.4", "1.36.4"],
    ["kubernetes", "kubectl", "Client Version: v1.36.0\nKustomize Version: v5.8.1", "1.36.0"],
    ["kubernetes", "kubectl", "Client Version: v1.32.4-dispatcher", undefined],
    ["pulumi", "pulumi", "v3.300.1", "3.300.1"],
    ["pulumi", "pulumi", "v3.258.9", undefined],
    ["pulumi", "pulumi", "v4.0.0", undefined],
    ["etcd", "etcd", "etcd Version: 3.6.2\nGit SHA: abc", "3.6.2"],
    ["etcd", "etcd", "etcd Version: 3.5.21", undefined],
    ["kwok", "kwokctl", "kwokctl version v0.8.1 go1.26.8 (linux/amd64)", "0.8.1"],
    ["kwok", "kwokctl", "no such thing", undefined],
  ];
  for (const [name, binary, output, version] of cases)
    it(`${binary}: "${output.split("\n")[0]}" ${version ? "fits" : "is passed over"}`, () => {
      script(join(folder("a"), binary), `echo "${output}"`);
      expect(find(name, binary, { PATH: folder("a") })?.version).to.equal(version);
    });

  it("is found after an unsuitable one", () => {
    script(join(folder("a"), "etcd"), "echo 3.4.0");
    script(join(folder("b"), "etcd"), "echo 3.6.0");
    const env = { PATH: `${folder("a")}:${folder("nowhere")}:${folder("b")}` };
    expect(find("etcd", "etcd", env)?.path).to.equal(join(folder("b"), "etcd"));
  });

  it("is asked for its version once, and again after a change", () => {
    const log = join(bench.root, "log");
    writeFileSync(log, "");
    const path = join(folder("a"), "etcd");
    script(path, `echo asked >> ${log}; echo 3.6.0`);
    const env = { PATH: folder("a") };
    find("etcd", "etcd", env);
    find("etcd", "etcd", env);
    expect(readFileSync(log, "utf8")).to.equal("asked\n");
    script(path, `echo asked >> ${log}; echo 3.4.10`);
    expect(find("etcd", "etcd", env)).to.equal(undefined);
  });

  it("is not one of the sandbox's builds", () => {
    script(join(bench.home, "bin", "etcd"), "echo 3.6.0");
    expect(find("etcd", "etcd", { PATH: join(bench.home, "bin") })).to.equal(undefined);
  });

  it("may be a Pulumi plugin, in exactly the pinned version", () => {
    const env = { PULUMI_HOME: folder("pulumi"), PATH: "" };
    const name = "pulumi-resource-kubernetes";
    script(join(folder("pulumi"), "plugins", "resource-kubernetes-v4.24.0", name), "");
    expect(find(name, name, env)).to.equal(undefined);
    script(join(folder("pulumi"), "plugins", "resource-kubernetes-v4.25.0", name), "");
    expect(find(name, name, env)?.version).to.equal("4.25.0");
  });
});
