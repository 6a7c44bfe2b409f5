import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { build } from "../../tools/build.ts";
import { pathsOf } from "../../tools/paths.ts";
import { benchOf, pinOf } from "./workshop.ts";

describe("build", () => {
  it("builds a module once with the real go command, each executable with its own version", async function () {
    // with an empty Go cache, the standard library is compiled first
    this.timeout(120_000);
    const pins = ["level", "plumb"].map((name, index) =>
      pinOf(name, { module: "box", linked: { "main.version": `1.2.${index}` } }),
    );
    const bench = benchOf(pins);
    try {
      const folder = join(bench.root, "tools", "box");
      for (const { name } of pins)
        writeFileSync(
          join(folder, name, "main.go"),
          `package main\n\nvar version = "none"\n\nfunc main() { println("${name}", version) }\n`,
        );
      const orders = pins.map((pin) => ({ pin, names: [pin.name] }));
      await build(orders, folder, pathsOf(bench.home));
      const said = pins.map(
        ({ name }) => spawnSync(join(bench.home, "bin", name), { encoding: "utf8" }).stderr,
      );
      expect(said).to.deep.equal(["level 1.2.0\n", "plumb 1.2.1\n"]);
    } finally {
      bench.remove();
    }
  });
});
