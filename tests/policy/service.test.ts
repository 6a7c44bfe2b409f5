import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import type * as Service from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as Protocol from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as StructProtocol from "google-protobuf/google/protobuf/struct_pb.js";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { root } from "../support/local-stack.ts";
import { secret, unknown } from "./support/case.ts";

const load = createRequire(import.meta.url);
const service: typeof Service = load("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const protocol: typeof Protocol = load("@pulumi/pulumi/proto/analyzer_pb.js");
// the messages are made of the library's own copy
const { Struct }: typeof StructProtocol = createRequire(
  load.resolve("@pulumi/pulumi/package.json"),
)("google-protobuf/google/protobuf/struct_pb.js");
const { ADVISORY, DISABLED, MANDATORY } = protocol.EnforcementLevel;

type Level = 0 | 1 | 2 | 3;

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const groupType = "aws:ec2/securityGroup:SecurityGroup";
const open = {
  description: "Administration",
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
};

function request(type: string, name: string, props: object): Protocol.AnalyzeRequest {
  const options = new protocol.AnalyzerResourceOptions();
  options.setParent(urn("pulumi:pulumi:Stack", "shop-dev"));
  const made = new protocol.AnalyzeRequest();
  made.setUrn(urn(type, name));
  made.setType(type);
  made.setName(name);
  made.setProperties(Struct.fromJavaScript({ ...props }));
  made.setOptions(options);
  return made;
}

function stackRequest(type: string, name: string, props: object): Protocol.AnalyzeStackRequest {
  const resource = new protocol.AnalyzerResource();
  resource.setUrn(urn(type, name));
  resource.setType(type);
  resource.setName(name);
  resource.setProperties(Struct.fromJavaScript({ ...props }));
  resource.setOptions(new protocol.AnalyzerResourceOptions());
  const made = new protocol.AnalyzeStackRequest();
  made.setResourcesList([resource]);
  return made;
}

/** The pack in a process of its own, as the engine starts it in the sandbox. */
describe("the pack as `@pulumi/policy` serves it", function () {
  this.timeout(30_000);
  let pack: ChildProcess;
  let client: Service.AnalyzerClient;

  before(async () => {
    const program = join(root, "sandbox/engine/analyzer-process.cjs");
    pack = spawn(process.execPath, [program, "127.0.0.1:1", join(root, "policy")], {
      cwd: join(root, "policy"),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port]: unknown[] = await once(pack.stdout!, "data");
    client = new service.AnalyzerClient(
      `127.0.0.1:${String(port).trim()}`,
      credentials.createInsecure(),
    );
  });
  after(() => {
    client.close();
    pack.kill();
  });

  type Answer<T> = (error: Error | null, response: T) => void;
  const asked = <T>(call: (answer: Answer<T>) => unknown): Promise<T> =>
    new Promise((resolve, reject) =>
      call((error, response) => (error === null ? resolve(response) : reject(error))),
    );

  function configure(levels: Readonly<Record<string, Level>>, settings: object = {}) {
    const made = new protocol.ConfigureAnalyzerRequest();
    for (const [name, level] of Object.entries({ settings: MANDATORY as Level, ...levels })) {
      const policy = new protocol.PolicyConfig();
      policy.setEnforcementlevel(level);
      policy.setProperties(Struct.fromJavaScript(name === "settings" ? { ...settings } : {}));
      made.getPolicyconfigMap().set(name, policy);
    }
    return asked((answer) => client.configure(made, answer));
  }
  const analyze = async (type: string, name: string, props: object) =>
    (
      await asked<Protocol.AnalyzeResponse>((answer) =>
        client.analyze(request(type, name, props), answer),
      )
    ).toObject();
  const analyzeStack = async (type: string, name: string, props: object) =>
    (
      await asked<Protocol.AnalyzeResponse>((answer) =>
        client.analyzeStack(stackRequest(type, name, props), answer),
      )
    ).toObject();

  it("reports a violation at its level, and which rules do not apply", async () => {
    await configure({ "sg-no-world-admin-ports": ADVISORY });
    const { diagnosticsList, notApplicableList } = await analyze(groupType, "admin", open);
    const [first] = diagnosticsList;
    expect(first).to.deep.include({
      policyname: "sg-no-world-admin-ports",
      policypackname: "hanok",
      enforcementlevel: ADVISORY,
      urn: urn(groupType, "admin"),
    });
    expect(first?.message).to.match(/^\[critical, network\] .+\naws:ec2\/securityGroup/);
    const names = notApplicableList.map(({ policyName }) => policyName);
    expect(names).to.include("rds-encrypted").and.not.include("sg-no-world-admin-ports");
    expect(names).to.include("pod-no-privileged");
  });

  it("does not apply a disabled rule", async () => {
    await configure({ "sg-no-world-admin-ports": DISABLED });
    const { diagnosticsList } = await analyze(groupType, "admin", open);
    expect(diagnosticsList.map(({ policyname }) => policyname)).to.not.include(
      "sg-no-world-admin-ports",
    );
  });

  it("tells a literal password from an encrypted one", async () => {
    await configure({});
    const type = "aws:rds/instance:Instance";
    const told = async (password: unknown) =>
      (await analyze(type, "db", { password })).diagnosticsList.filter(({ message }) =>
        message.includes("password"),
      );
    expect(await told("hunter2-literal")).to.have.length(1);
    expect(await told(secret("hunter2-secret"))).to.deep.equal([]);
  });

  it("sums up a run without stopping it, and wants no exemption of a disabled rule to be needed", async () => {
    const exemption = { rule: "sg-no-world-admin-ports", resource: "admin", reason: "It is tried" };
    const exemptions = [{ ...exemption, expires: "2999-12-31" }];
    await configure({ "sg-no-world-admin-ports": DISABLED, summary: MANDATORY }, { exemptions });
    const volume = "aws:ebs/volume:Volume";
    await analyze(volume, "data", {});
    const { diagnosticsList } = await analyzeStack(volume, "data", {});
    const own = diagnosticsList.filter(({ policyname }) =>
      ["exemptions", "summary"].includes(policyname),
    );
    expect(own).to.have.length(1);
    expect(own[0]).to.deep.include({ policyname: "summary", enforcementlevel: ADVISORY });
    expect(own[0]?.message).to.match(/\n\d+ violations\n {2}/);
  });

  it("stops a preview with an exemption that nothing needs, and only names it in an update", async () => {
    const exemption = { rule: "rds-encrypted", resource: "old-*", reason: "It is tried here" };
    await configure({}, { exemptions: [{ ...exemption, expires: "2999-12-31" }] });
    const volume = "aws:ebs/volume:Volume";
    const levelOf = async (id: string) => {
      await analyze(volume, "data", {});
      const { diagnosticsList } = await analyzeStack(volume, "data", { id });
      const own = diagnosticsList.find(({ policyname }) => policyname === "exemptions");
      expect(own?.message).to.contain("(rds-encrypted for old-*) names no resource of the stack");
      return own?.enforcementlevel;
    };
    expect(await levelOf(unknown)).to.equal(MANDATORY);
    expect(await levelOf("vol-1")).to.equal(ADVISORY);
  });

  it("refuses wrong settings", async () => {
    await configure({}, { strict: "yes" });
    const error: unknown = await analyze(groupType, "admin", open).catch(
      (caught: unknown) => caught,
    );
    expect(String(error)).to.match(/settings.*strict/s);
  });
});
