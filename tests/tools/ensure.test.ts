import { expect } from "chai";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { ensureFrom, type Workshop } from "../../tools/ensure.ts";
import { record } from "../../tools/stamp.ts";
import { type Bench, benchOf, pinOf, script } from "./workshop.ts";

describe("ensureTools", () => {
  const { PATH } = process.env;
  let bench: Bench;
  const ensure = (shop: Partial<Workshop> = {}, source: "auto" | "build" = "auto") =>
    ensureFrom(
      { ...bench.shop, ...shop },
      {
        home: bench.home,
        groups: ["sandbox"],
        report: (line) => bench.lines.push(line),
        source,
      },
    );
  const use = (next: Bench) => {
    (bench as Bench | undefined)?.remove();
    bench = next;
    process.env["PATH"] = bench.path;
  };

  beforeEach(() => use(benchOf()));
  afterEach(() => {
    process.env["PATH"] = PATH;
    bench.remove();
  });

  it("builds each tool once", async () => {
    const first = await ensure();
    expect(first["saw"]).to.include({ way: "built", path: join(bench.home, "bin", "saw") });
    expect(readFileSync(first["saw"]?.path ?? "", "utf8")).to.equal("whole");
    const second = await ensure();
    expect(second["saw"]).to.include({ way: "cached", seconds: 0 });
    expect(bench.asked()).to.deep.equal(["hammer", "saw"]);
  });

  it("reports builds with their duration, and the source of each tool", async () => {
    await ensure();
    expect(bench.lines[0]).to.equal("building hammer 1.2.3 (about 1 s)");
    expect(bench.lines[1]).to.match(/^built hammer 1\.2\.3 … [\d.]+ s$/);
    expect(bench.lines.at(-1)).to.equal("built: hammer 1.2.3, saw 1.2.3");
  });

  it("builds the tools of one module in one run", async () => {
    use(benchOf([pinOf("hammer", { module: "box" }), pinOf("saw", { module: "box" })]));
    const tools = await ensure();
    expect(bench.asked()).to.deep.equal(["hammer saw"]);
    expect(bench.lines[0]).to.equal("building hammer 1.2.3, saw 1.2.3 (about 2 s)");
    expect(tools).to.have.all.keys("hammer", "saw");
    rmSync(join(bench.home, "bin", "saw"));
    expect((await ensure())["saw"]?.way).to.equal("built");
    expect(bench.asked()).to.deep.equal(["hammer saw", "saw"]);
  });

  it("rebuilds only the tool whose module changed", async () => {
    await ensure();
    appendFileSync(join(bench.root, "tools", "saw", "go.mod"), "require example.com/x v1.0.0\n");
    expect((await ensure())["hammer"]?.way).to.equal("cached");
    expect(bench.asked()).to.deep.equal(["hammer", "saw", "saw"]);
  });

  it("rebuilds only the tool whose pin changed in the table", async () => {
    await ensure();
    const pins = [pinOf("hammer", { linked: { "main.version": "2" } }), pinOf("saw")];
    await ensure({ pins });
    expect(bench.asked()).to.deep.equal(["hammer", "saw", "hammer"]);
  });

  it("rebuilds a deleted binary", async () => {
    await ensure();
    rmSync(join(bench.home, "bin", "hammer"));
    await ensure();
    expect(bench.asked()).to.deep.equal(["hammer", "saw", "hammer"]);
  });

  it("builds only what the PATH lacks in a suitable version", async () => {
    script(join(bench.root, "go", "saw"), "echo saw v1.2.9");
    script(join(bench.root, "go", "hammer"), "echo hammer v1.3.0");
    const tools = await ensure();
    expect(tools["saw"]).to.include({ way: "path", version: "1.2.9" });
    expect(tools["hammer"]?.way).to.equal("built");
    expect(bench.asked()).to.deep.equal(["hammer"]);
  });

  it("does not use a binary of an older pin", async () => {
    const binaries = {
      hammer: { package: "./a", file: "a", version: ["-v"] },
      saw: { package: "./saw" },
    };
    use(benchOf([pinOf("box", { binaries })]));
    const some = "for o; do case $p in -o) d=$o ;; esac; p=$o; done";
    script(
      join(bench.root, "go", "go"),
      `${some}; echo $* >> ${bench.root}/asked; touch $d/a $d/saw`,
    );
    await ensure();
    appendFileSync(join(bench.root, "tools", "box", "go.mod"), "// another pin\n");
    script(join(bench.root, "go", "hammer"), "echo 1.2.3");
    script(join(bench.root, "go", "go"), `${some}; echo $* >> ${bench.root}/asked; touch $d/saw`);
    expect((await ensure())["hammer"]?.way).to.equal("path");
    rmSync(join(bench.root, "go", "hammer"));
    script(join(bench.root, "go", "go"), `${some}; touch $d/a`);
    expect((await ensure())["hammer"]?.way).to.equal("built");
  });

  it("ignores other groups", async () => {
    const pins = [pinOf("hammer", { group: "test" }), pinOf("saw")];
    expect(await ensure({ pins })).to.have.all.keys("saw");
  });

  it("shows the end of a failed build's output, and keeps no files of it", async () => {
    script(join(bench.root, "go", "go"), "echo 'saw.go:3: undefined: teeth' >&2; exit 1");
    const error = await ensure().catch((thrown: Error) => thrown);
    expect(error).to.be.an("error").with.property("message").that.includes("undefined: teeth");
    script(
      join(bench.root, "go", "go"),
      'for o; do [ "$p" = -o ] && touch "$o"/hammer "$o"/saw; p=$o; done',
    );
    expect((await ensure())["hammer"]?.way).to.equal("built");
  });

  describe("with internet access", () => {
    const isReachable = () => Promise.resolve(true);

    it("leaves Kubernetes' binaries to kwokctl, without another probe", async () => {
      use(benchOf([pinOf("kube", { quick: "kwokctl" })]));
      const download: Workshop["download"] = (pin, paths) => {
        record(paths.downloaded, pin.name, pin.version);
        return Promise.resolve();
      };
      const first = await ensure({ isReachable, download });
      expect(first["kube"]).to.include({ way: "download", path: undefined });
      const second = await ensure({ isReachable: () => Promise.reject(new Error("probed")) });
      expect(second["kube"]).to.include({ way: "download", path: undefined });
      expect(bench.lines.at(-1)).to.equal("left to kwokctl: kube 1.2.3");
    });

    it("builds what could not be downloaded, and reports it", async () => {
      use(benchOf([pinOf("pulumi", { quick: "pulumi-cli" })]));
      const download = () => Promise.reject(new Error("404"));
      expect((await ensure({ isReachable, download }))["pulumi"]?.way).to.equal("built");
      expect(bench.lines).to.include(
        "pulumi 1.2.3 could not be downloaded (404); building it instead",
      );
    });

    it("does not probe if everything has to be built", async () => {
      use(benchOf([pinOf("pulumi", { quick: "pulumi-cli" })]));
      const probed = () => Promise.reject(new Error("probed"));
      expect((await ensure({ isReachable: probed }, "build"))["pulumi"]?.way).to.equal("built");
    });
  });
});
