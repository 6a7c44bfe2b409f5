import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { build } from "../../tools/build.ts";
import { pathsOf } from "../../tools/paths.ts";
import { benchOf, pinOf } from "./workshop.ts";

describe("build", () => {
  it("has the real go build a module, with its version set by the linker", async function () {
    // The standard library is compiled first where Go's cache is empty.
    this.timeout(120_000);
    const pin = pinOf("level", { linked: { "main.version": "1.2.3" } });
    const bench = benchOf([pin]);
    try {
      const folder = join(bench.root, "tools", "level");
      const source =
        'package main\n\nvar version = "none"\n\nfunc main() { println("level", version) }\n';
      writeFileSync(join(folder, "main.go"), source);
      await build(pin, folder, ["level"], pathsOf(bench.home));
      const { stderr } = spawnSync(join(bench.home, "bin", "level"), { encoding: "utf8" });
      expect(stderr).to.equal("level 1.2.3\n");
    } finally {
      bench.remove();
    }
  });
});
