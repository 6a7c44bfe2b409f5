import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { readOptions } from "../../../sandbox/commands/options.ts";
import { sandboxEnvironment, withEnvironment } from "../../../sandbox/engine/environment.ts";
import { pathsOf } from "../../../sandbox/engine/paths.ts";
import { Busy, withRunLock } from "../../../tools/lock.ts";
import { mergeSettings, prepareProject } from "../../../sandbox/engine/settings.ts";
import { keepNoDebugLog } from "../../../sandbox/engine/tuning.ts";
import { temporaryHome } from "./home.ts";

describe("settings in the sandbox", () => {
  const home = temporaryHome();

  it("are the repository's facts, then the overrides, with the sandbox's own salt", () => {
    const facts = `
encryptionsalt: theirs
secretsprovider: awskms://alias/hanok
encryptedkey: k
config:
  hanok:domain: example.com
  hanok:cluster: { kind: eks }
`;
    const overrides = { "hanok:cluster": { kind: "existing" } };
    const merged = mergeSettings(facts, overrides, { encryptionsalt: "ours" });
    expect(parse(merged)).to.deep.equal({
      config: { "hanok:domain": "example.com", "hanok:cluster": { kind: "existing" } },
      encryptionsalt: "ours",
    });
  });

  it("exclude secrets at all levels, because they cannot be decrypted", () => {
    const facts = "config: {a: {secure: v1:x}, b: [{c: {secure: v1:y}}], d: e}";
    expect(parse(mergeSettings(facts, {}, {}))).to.deep.equal({ config: { d: "e" } });
  });

  it("keep other settings as they are written, so that the CLI reads the same", () => {
    const written = [
      "a: 1.10",
      'b: "2026-11-29"',
      "c: 0123457",
      "d: 4e12345",
      "e: '1_000'",
      "f: null",
    ];
    const merged = mergeSettings(`config:\n  ${written.join("\n  ")}\n`, { g: { h: "true" } }, {});
    for (const line of written) expect(merged).to.include(`\n  ${line}\n`);
  });

  it("may be empty", () => {
    for (const text of ["", "# none\n", "config:\n"])
      expect(parse(mergeSettings(text, { a: "b" }, {}))).to.deep.equal({ config: { a: "b" } });
  });

  it("are only written to the sandbox, and keep the salt between runs", () => {
    const source = join(home(), "source");
    const paths = pathsOf(join(home(), "home"));
    const facts = join(source, "Pulumi.local.yaml");
    mkdirSync(source);
    writeFileSync(join(source, "Pulumi.yaml"), "name: hanok\nruntime: nodejs\n");
    writeFileSync(facts, "config:\n  hanok:profile: local\n");
    expect(prepareProject({ paths, source, stack: "local" }).name).to.equal("hanok");
    const merged = join(paths.project, "Pulumi.local.yaml");
    writeFileSync(merged, `${readFileSync(merged, "utf8")}encryptionsalt: ours\n`);
    prepareProject({ paths, source, stack: "local" });
    const { config, encryptionsalt } = parse(readFileSync(merged, "utf8"));
    expect(encryptionsalt).to.equal("ours");
    expect(config["hanok:profile"]).to.equal("local");
    expect(config["hanok:cluster"].kubeconfig).to.equal(paths.kubeconfig);
    expect(config["hanok:secrets"]).to.deep.equal({ kind: "generated" });
    expect(config["hanok:charts"]).to.deep.equal({ kind: "folder", path: paths.charts });
    expect(readFileSync(facts, "utf8")).to.equal("config:\n  hanok:profile: local\n");
    expect(statSync(paths.passphrase).mode & 0o777).to.equal(0o600);
  });

  it("name the stack that does not exist", () => {
    const paths = pathsOf(home());
    expect(() => prepareProject({ paths, source: home(), stack: "stage" })).to.throw(/STACK=stage/);
    expect(existsSync(paths.project)).to.equal(false);
  });
});

describe("environment of the engine", () => {
  const home = temporaryHome();

  it("excludes the user's variables that lead out of the sandbox", () => {
    const paths = pathsOf(home());
    const user = {
      PATH: "/usr/bin",
      LANG: "ko_KR.UTF-8",
      AWS_PROFILE: "prod",
      AWS_ACCESS_KEY_ID: "AKIA",
      KUBECONFIG: "/prod",
      PULUMI_ACCESS_TOKEN: "pul-x",
      PULUMI_CONFIG_PASSPHRASE: "theirs",
      HELM_NAMESPACE: "prod",
    };
    const found = sandboxEnvironment(user, paths, {
      pulumi: "/opt/pulumi/pulumi",
      kwok: undefined,
    });
    expect(found).to.include({
      LANG: "ko_KR.UTF-8",
      PATH: `${paths.cloud}/bin:${paths.bin}:/opt/pulumi:/usr/bin`,
      PULUMI_BACKEND_URL: `file://${paths.state}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
    });
    expect(found).to.not.have.any.keys(
      ...["AWS_PROFILE", "AWS_ACCESS_KEY_ID", "KUBECONFIG", "HELM_NAMESPACE"],
      ...["PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"],
    );
  });

  it("is only set during a run", async () => {
    process.env["AWS_PROFILE"] = "prod";
    await withEnvironment({ PATH: "/x" }, async () => {
      expect(process.env["AWS_PROFILE"]).to.equal(undefined);
      expect(process.env["PATH"]).to.equal("/x");
    });
    expect(process.env["AWS_PROFILE"]).to.equal("prod");
    delete process.env["AWS_PROFILE"];
  });
});

describe("one run at a time", () => {
  const home = temporaryHome();
  const fails = async (work: Promise<unknown>) =>
    work.then(() => undefined).catch((error) => error);

  it("refuses a second one, and names the running process", async () => {
    const { lock } = pathsOf(home());
    const second = await withRunLock(lock, () => fails(withRunLock(lock, async () => 1)));
    expect(second).to.be.instanceOf(Busy);
    expect(second.message).to.contain(`process ${process.pid}`);
    expect(existsSync(lock)).to.equal(false);
  });

  it("takes over from one that has ended", async () => {
    const { lock } = pathsOf(home());
    writeFileSync(lock, "999999999\n");
    expect(await withRunLock(lock, async () => "ran")).to.equal("ran");
  });
});

describe("variables of the commands", () => {
  const read = (variables: NodeJS.ProcessEnv) => readOptions(variables, () => undefined);

  it("have defaults", () => {
    const { home, stack, timeFactor } = read({});
    expect(home).to.match(/\/\.sandbox$/);
    expect([stack, timeFactor]).to.deep.equal(["local", 1 / 60]);
  });

  it("take a factor as a fraction or a number", () => {
    expect(read({ TIME_FACTOR: "1/10" }).timeFactor).to.equal(0.1);
    expect(read({ TIME_FACTOR: "0.5" }).timeFactor).to.equal(0.5);
  });

  for (const factor of ["0", "-1", "2", "x", "1/0", "1/2/3"])
    it(`refuse TIME_FACTOR=${factor}`, () => {
      expect(() => read({ TIME_FACTOR: factor })).to.throw(`TIME_FACTOR=${factor}: give a number`);
    });

  it("refuse a stack that is a path", () => {
    expect(() => read({ STACK: "../x" })).to.throw(/STACK=/);
  });
});

describe("the engine's debug log", () => {
  const home = temporaryHome();

  it("has no folder, even if an earlier run created one", () => {
    const { pulumi } = pathsOf(home());
    mkdirSync(join(pulumi, "logs"), { recursive: true });
    writeFileSync(join(pulumi, "logs", "pulumi-1.log"), "old");
    keepNoDebugLog(pulumi);
    keepNoDebugLog(pulumi);
    expect(statSync(join(pulumi, "logs")).isFile()).to.equal(true);
  });
});
