import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { Analyzer } from "../../../policy/analyzer/analyzer.ts";
import {
  type Handlers,
  type Library,
  libraryOf,
  type Service,
} from "../../../policy/analyzer/library.ts";
import { serveBy } from "../../../policy/analyzer/service.ts";
import { type Rule, resourceRule } from "../../../policy/rule.ts";
import { rules } from "../../../policy/rules.ts";
import { Session } from "../../../policy/session.ts";
import { analyzeRequest, analyzeStackRequest, library, responseIn, type Sent } from "./messages.ts";

const group: Sent = {
  urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::admin",
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "admin",
  props: {
    description: "Administration",
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
  },
  protect: false,
  parent: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
  uses: {},
};

interface Server {
  addService(methods: Service, handlers: Handlers): void;
}

interface Reply {
  readonly error: object | null;
  readonly response: unknown;
}

/** Enforcement levels of proto/pulumi/analyzer.proto. */
const levels = { advisory: 0, mandatory: 1, disabled: 2, remediate: 3 } as const;

const policy = (level: keyof typeof levels, properties: object = {}) => ({
  getEnforcementlevel: () => levels[level],
  getProperties: () => ({ toJavaScript: () => properties }),
});
const configuration = (policies: Readonly<Record<string, ReturnType<typeof policy>>>) => ({
  getPolicyconfigMap: () => new Map(Object.entries(policies)),
});

describe("the pack's service", () => {
  const real = libraryOf(library);
  let added: { readonly methods: Service; readonly handlers: Handlers }[];
  let asked: string[];
  let fake: Library;

  beforeEach(() => void serve(rules));

  /** Serves a pack of these rules, by a library that only remembers what it is to serve. */
  function serve(
    pack: readonly Rule[],
    start = (server: Server, handlers: Handlers) =>
      server.addService(real.AnalyzerService, handlers),
  ): () => void {
    added = [];
    asked = [];
    class Remembering implements Server {
      addService(methods: Service, handlers: Handlers): void {
        added.push({ methods, handlers });
      }
    }
    fake = { ...real, Server: Remembering };
    const analyzer = new Analyzer(pack, new Session(pack, "2026-06-01"));
    const verify = serveBy(analyzer, { policyPackName: "hanok", policyPackVersion: "1.2.3" }, fake);
    const names = ["analyze", "analyzeStack", "remediate", "configure", "getAnalyzerInfo"];
    const handlers = names.map((name) => [
      name,
      ({ request }: { readonly request: unknown }) => {
        asked.push(name);
        return request;
      },
    ]);
    start(new Remembering(), Object.fromEntries(handlers));
    return verify;
  }

  /** What is replied to a call whose request stands in these bytes. */
  async function call(name: string, bytes: Buffer | object): Promise<Reply> {
    const [{ methods, handlers } = { methods: {}, handlers: {} }] = added;
    const request = Buffer.isBuffer(bytes) ? methods[name]?.requestDeserialize(bytes) : bytes;
    return new Promise((resolve) => {
      const own = handlers[name]?.({ request }, (error, response) => resolve({ error, response }));
      // a handler of the library replies when it likes; the one above gives its request back
      if (own !== undefined) resolve({ error: null, response: own });
    });
  }

  const analyzed = async (sent: Sent) => {
    const { response } = await call("analyze", analyzeRequest(sent));
    return responseIn(added[0]!.methods["analyze"]!.responseSerialize(response));
  };

  it("leaves other services as they are", () => {
    const methods = {};
    fake.Server.prototype.addService(methods, {});
    expect(added.at(-1)?.methods).to.equal(methods);
  });

  it("tells what is violated, at its level, and what does not apply", async () => {
    await call("configure", configuration({ "sg-no-world-admin-ports": policy("advisory") }));
    const { diagnosticsList, notApplicableList } = await analyzed(group);
    const [first] = diagnosticsList;
    expect(first).to.deep.include({
      policyname: "sg-no-world-admin-ports",
      policypackname: "hanok",
      policypackversion: "1.2.3",
      enforcementlevel: levels.advisory,
      urn: group.urn,
    });
    expect(first?.["message"]).to.match(/^\[critical, network\] .+\naws:ec2\/securityGroup/);
    const names = notApplicableList.map(({ policyName }) => policyName);
    expect(names).to.include("rds-encrypted").and.not.include("sg-no-world-admin-ports");
    expect(names).to.include("pod-no-privileged");
  });

  it("asks a disabled rule nothing", async () => {
    await call("configure", configuration({ "sg-no-world-admin-ports": policy("disabled") }));
    const told = (await analyzed(group)).diagnosticsList.map(({ policyname }) => policyname);
    expect(told).to.not.include("sg-no-world-admin-ports");
  });

  it("judges the stack, and sums the run up", async () => {
    await call("analyze", analyzeRequest(group));
    const { response } = await call("analyzeStack", analyzeStackRequest([group]));
    const { diagnosticsList } = responseIn(response as Buffer);
    expect(diagnosticsList.at(-1)).to.deep.include({ policyname: "summary" });
    expect(diagnosticsList.at(-1)?.["message"]).to.match(/violations\n {2}critical: 1/);
  });

  it("repairs nothing unless a rule may repair; then the library does, with its own message", async () => {
    const refused = await call("remediate", analyzeRequest(group));
    expect(refused.error).to.deep.include({ code: 12 });
    expect(asked).to.deep.equal([]);
    await call("configure", configuration({ "required-tags": policy("remediate") }));
    const { response } = await call("remediate", analyzeRequest(group));
    expect(asked).to.deep.equal(["configure", "remediate"]);
    expect((response as { getUrn(): string }).getUrn()).to.equal(group.urn);
  });

  it("refuses wrong settings before anything is judged", async () => {
    const { error } = await call(
      "configure",
      configuration({ settings: policy("mandatory", { strict: "yes" }) }),
    );
    expect((error as Error).message).to.match(/settings\.strict/);
    expect(asked).to.deep.equal([]);
  });

  it("names the pack, the rule and the resource where a rule breaks", async () => {
    const broken = resourceRule({
      ...{ id: "broken-rule", theme: "t", title: "T", severity: "low", sources: ["own:t"] },
      remediation: "None.",
      types: [group.type],
      check: () => {
        throw new TypeError("no such thing");
      },
    });
    serve([broken]);
    const { error } = await call("analyze", analyzeRequest(group));
    expect((error as Error).message).to.match(
      /^policy pack hanok 1\.2\.3: .*the rule broken-rule broke on urn:pulumi:dev.+no such thing/s,
    );
  });

  it("sums up without stopping, and wants no exemption of a disabled rule to be needed", async () => {
    const exemption = { rule: "sg-no-world-admin-ports", resource: "admin", reason: "It is tried" };
    const exemptions = [{ ...exemption, expires: "2026-12-31" }];
    await call(
      "configure",
      configuration({
        settings: policy("mandatory", { exemptions }),
        "sg-no-world-admin-ports": policy("disabled"),
        summary: policy("mandatory"),
      }),
    );
    const volume: Sent = { ...group, type: "aws:ebs/volume:Volume", name: "data", props: {} };
    await call("analyze", analyzeRequest(volume));
    const { response } = await call("analyzeStack", analyzeStackRequest([group, volume]));
    const { diagnosticsList } = responseIn(response as Buffer);
    const own = diagnosticsList.filter(({ policyname }) =>
      ["exemptions", "summary"].includes(String(policyname)),
    );
    expect(own).to.have.length(1);
    expect(own[0]).to.deep.include({
      policyname: "summary",
      enforcementlevel: levels.advisory,
    });
  });

  it("is refused where the library does not serve by it", () => {
    expect(serve(rules, () => undefined)).to.throw(/policy\/analyzer\/library\.ts/);
  });

  it("a library that has changed is refused", () => {
    const changed = (name: string): unknown =>
      name === "@pulumi/policy/protoutil" ? {} : (library(name) as unknown);
    expect(() => libraryOf(changed as NodeJS.Require)).to.throw(/policy\/analyzer\/library\.ts/);
  });
});
