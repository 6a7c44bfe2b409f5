import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { ensureFrom } from "../../tools/ensure.ts";
import { type Bench, benchOf, pinOf } from "./workshop.ts";

const ensureModule = resolve(import.meta.dirname, "../../tools/ensure.ts");

describe("a build that is interrupted, or runs twice at once", () => {
  const { PATH } = process.env;
  let bench: Bench;
  let running: ChildProcess[];

  const start = (seconds: number): ChildProcess => {
    const program = join(bench.root, "ensure.mts");
    const { pins, root } = bench.shop;
    writeFileSync(
      program,
      `import { ensureFrom } from ${JSON.stringify(ensureModule)};
      await ensureFrom(
        { pins: ${JSON.stringify(pins)}, root: ${JSON.stringify(root)},
          isReachable: async () => false, download: async () => undefined },
        { home: ${JSON.stringify(bench.home)}, groups: ["sandbox"], report: console.log },
      );`,
    );
    const env = { ...process.env, PATH: bench.path, FAKE_GO_SECONDS: String(seconds) };
    const child = spawn(process.execPath, [program], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(child);
    return child;
  };
  const building = async () => {
    while (bench.asked().length === 0) await sleep(20);
  };

  beforeEach(() => {
    running = [];
    bench = benchOf([pinOf("hammer")]);
    process.env["PATH"] = bench.path;
  });
  afterEach(() => {
    process.env["PATH"] = PATH;
    for (const child of running) child.kill("SIGKILL");
    bench.remove();
  });

  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    it(`leaves no incomplete file after ${signal}, and the next run takes over`, async () => {
      const child = start(2);
      await building();
      child.kill(signal);
      await once(child, "exit");
      expect(existsSync(join(bench.home, "bin", "hammer"))).to.equal(false);
      const { home, shop, lines } = bench;
      const report = (line: string) => lines.push(line);
      const tools = await ensureFrom(shop, { home, groups: ["sandbox"], report });
      expect(tools["hammer"]?.way).to.equal("built");
      expect(readFileSync(join(home, "bin", "hammer"), "utf8")).to.equal("whole");
      expect(existsSync(join(home, "tools.lock"))).to.equal(false);
    });
  }

  it("builds once for two simultaneous runs, and the second reports that it waits", async () => {
    const first = start(1);
    await building();
    const { home, shop, lines } = bench;
    const report = (line: string) => lines.push(line);
    const tools = await ensureFrom(shop, { home, groups: ["sandbox"], report });
    expect(lines[0]).to.match(new RegExp(`^waiting for process ${first.pid}`));
    expect(tools["hammer"]?.way).to.equal("cached");
    expect(bench.asked()).to.deep.equal(["hammer"]);
  });
});
