import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { chartFiles, makeCharts } from "../../../sandbox/charts/index.ts";
import { environmentTemplate } from "../../../sandbox/charts/environment.ts";
import { type JsonSchema, strictSchema } from "../../../sandbox/charts/schema.ts";
import { footprintTemplate } from "../../../sandbox/charts/template.ts";
import { temporaryHome } from "../engine/home.ts";
import { refusals } from "./refusals.ts";

const values = `
# the chart's own note
replicas: 1
server:
  # extraLabels: {}
  enabled: true
  resources: {}
  annotations: null
  image:
    repository: x
    # digest: sha256
metrics:
  port: 1
`;
const schemaOf = (schema?: JsonSchema) =>
  strictSchema(values, { schema, dependencies: ["metrics"] });
const pins = {
  demo: { chart: "demo", version: "1.2.3", appVersion: "4.5", crds: "none" },
} as const;

describe("environment of a stand-in chart", () => {
  it("is the real chart's for a controller that the sandbox runs, otherwise empty", () => {
    const lines = environmentTemplate("karpenter");
    expect(lines).to.contain(
      '{{- with dig "settings" "clusterName" "" $.Values.AsMap }}\n' +
        "            - { name: CLUSTER_NAME, value: {{ toString . | quote }} }\n",
    );
    expect(lines).to.contain("name: INTERRUPTION_QUEUE").and.to.contain("name: FEATURE_GATES");
    expect(footprintTemplate("image", lines)).to.contain("\n          env:\n");
    expect(environmentTemplate("demo")).to.equal("");
    expect(footprintTemplate("image")).not.to.match(/env:|@ENVIRONMENT@/);
  });
});

describe("values of a stand-in chart", () => {
  const accepted: readonly object[] = [
    {},
    { replicas: 3, server: { enabled: false, resources: { limits: { cpu: "1" } } } },
    { server: { extraLabels: { a: "b" }, annotations: { c: "d" }, image: { digest: "e" } } },
    { metrics: { anything: "of another chart" } },
    { standIn: { footprint: [{ name: "x" }] }, global: { a: 1 } },
  ];
  for (const value of accepted)
    it(`may be ${JSON.stringify(value)}`, () => {
      expect(refusals(schemaOf(), value)).to.deep.equal([]);
    });

  const refused: readonly (readonly [object, string])[] = [
    [{ replica: 3 }, "/replica"],
    [{ server: { enable: true } }, "/server/enable"],
    [{ server: { image: { repositroy: "x" } } }, "/server/image/repositroy"],
    // keys of one map are not valid in another
    [{ extraLabels: {} }, "/extraLabels"],
    [{ note: 1 }, "/note"],
  ];
  for (const [value, path] of refused)
    it(`may not be ${JSON.stringify(value)}`, () => {
      expect(refusals(schemaOf(), value)).to.deep.equal([path]);
    });

  it("include the footprint where the chart's own schema is a reference", () => {
    const own = {
      $ref: "#/$defs/values",
      $defs: { values: { properties: { replicas: {} }, additionalProperties: false } },
    };
    const strict = schemaOf(own);
    expect(strict).to.not.have.property("$ref");
    expect(refusals(strict, { replicas: 1, standIn: { footprint: [] } })).to.deep.equal([]);
    expect(refusals(strict, { replica: 1 })).to.include("/replica");
  });

  it("include those that only the chart's own schema contains", () => {
    const own = { type: "object", properties: { server: { properties: { shareProcess: {} } } } };
    expect(refusals(schemaOf(own), { server: { shareProcess: true } })).to.deep.equal([]);
    expect(refusals(schemaOf(own), { server: { shareProces: true } })).to.deep.equal([
      "/server/shareProces",
    ]);
  });
});

describe("stand-in charts", () => {
  const home = temporaryHome();

  it("are rewritten only after a change", () => {
    const options = { target: home(), pins, real: join(home(), "none"), report: () => undefined };
    makeCharts(options);
    const file = join(home(), "demo", "Chart.yaml");
    expect(readFileSync(file, "utf8")).to.match(/version: 1\.2\.3/);
    utimesSync(file, 1, 1);
    writeFileSync(join(home(), "demo", "old.yaml"), "");
    makeCharts(options);
    expect(statSync(file).mtimeMs).to.equal(1_000);
    expect(existsSync(join(home(), "demo", "old.yaml"))).to.equal(false);
    makeCharts({ ...options, pins: { demo: { ...pins.demo, version: "1.2.4" } } });
    expect(readFileSync(file, "utf8")).to.match(/version: 1\.2\.4/);
    makeCharts({ ...options, pins: {} });
    expect(existsSync(file)).to.equal(false);
  });

  it("report that values are not validated without the real chart", () => {
    const lines: string[] = [];
    const real = join(home(), "none");
    makeCharts({ target: join(home(), "charts"), pins, real, report: (line) => lines.push(line) });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/values of demo are not validated/);
  });

  it("define the kinds that the program creates, even without the real CRDs", () => {
    const chart = (crds: "templates" | "folder" | "separate", addon: string) =>
      chartFiles(addon, { chart: addon, version: "1.2.3", crds }, undefined)["crds/crds.yaml"] ??
      "";
    const balancers = chart("folder", "aws-load-balancer-controller");
    const nodes = chart("templates", "karpenter-crd");
    for (const kind of ["LoadBalancerConfiguration", "TargetGroupConfiguration"])
      expect(balancers).to.contain(`kind: ${kind}\n`);
    for (const kind of ["EC2NodeClass", "NodePool", "NodeClaim"])
      expect(nodes).to.contain(`kind: ${kind}\n`);
    expect(chart("separate", "karpenter-crd")).to.equal("");
    expect(chart("templates", "demo")).to.equal("");
  });

  it("refuse a misspelt value of the real Vault", function () {
    const real = resolve(import.meta.dirname, "../../../../shared/charts/vault");
    if (!existsSync(real)) {
      console.log("      the real charts are not at hand (../shared/charts)");
      this.skip();
    }
    const files = chartFiles("vault", { chart: "vault", version: "0.34.1", crds: "none" }, real);
    const schema: JsonSchema = JSON.parse(files["values.schema.json"] ?? "{}");
    const good = { server: { dataStorage: { size: "10Gi" }, ha: { raft: { enabled: true } } } };
    expect(refusals(schema, { ...good, standIn: { footprint: [] } })).to.deep.equal([]);
    const bad = { server: { dataStorge: { size: "10Gi" } } };
    expect(refusals(schema, bad)).to.deep.equal(["/server/dataStorge"]);
  });
});
