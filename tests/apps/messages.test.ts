import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import ts from "typescript";

/** A mistake in a service or a system: its code, the text that must be in the message or at its place, and the line. */
interface Mistake {
  readonly stores?: string;
  readonly services: string;
  readonly routes?: string;
  /** Key or value that the message names. */
  readonly names: string;
}

const facts = `image: "a", runtime: "go", resources: { cpu: "10m", memory: "32Mi" }`;
const range = `scaling: { kind: "horizontal", min: 1, max: 2, cpuPercent: 60 }`;
const web = `web: { ${facts}, port: 1, health: "/", startupSeconds: 1, ${range} }`;
const worker = `mails: { ${facts}, kind: "worker", health: { command: ["a"] }, startupSeconds: 1, ${range} }`;
const webWith = (more: string) => web.replace(" }", " }").slice(0, -2) + `, ${more} }`;

const mistakes: Readonly<Record<string, Mistake>> = {
  "a misspelt store": { services: webWith(`uses: ["boks"]`), names: '"boks"' },
  "a misspelt service": { services: webWith(`callsTo: ["wbe"]`), names: '"wbe"' },
  "a misspelt runtime": { services: web.replace('"go"', '"golang"'), names: '"golang"' },
  "a service without health": { services: web.replace(`health: "/", `, ""), names: "'health'" },
  "a worker with a port": {
    services: `${web}, ${worker.replace("startup", "port: 1, startup")}`,
    names: "'port'",
  },
  "a fixed number without its reason": {
    services: web.replace(range, `scaling: { kind: "fixed", replicas: 1 }`),
    names: "'because'",
  },
  "a route to a worker": {
    services: `${web}, ${worker}`,
    routes: `{ "/": "mails" }`,
    names: '"mails"',
  },
  "a route to an unknown service": { services: web, routes: `{ "/": "wbe" }`, names: '"wbe"' },
  "an engine of another name": {
    stores: `{ books: { engine: "redis", storage: "1Gi" } }`,
    services: web,
    names: '"redis"',
  },
  "a cron service without a schedule": {
    services: `night: { ${facts}, kind: "cron", deadlineSeconds: 1 }`,
    routes: "{}",
    names: "'schedule'",
  },
  "a job that names no service": {
    services: `${web}, move: { ${facts}, kind: "job", deadlineSeconds: 1, before: ["wbe"] }`,
    names: '"wbe"',
  },
  "a misspelt field": { services: webWith(`enviroment: {}`), names: "'environment'" },
  "a port that differs in a profile": {
    services: webWith(`in: { dev: { port: 2 } }`),
    names: "'port'",
  },
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = Object.values(mistakes)
  .map(
    ({
      stores = `{ books: { engine: "mysql", storage: "1Gi" } }`,
      services,
      routes = `{ "/": "web" }`,
    }) =>
      `defineSystem({ name: "shop", host: "www", stores: ${stores}, services: { ${services} }, routes: ${routes} });`,
  )
  .join("\n");

/** Messages of the compiler for each mistake, which is a line of one file. */
function messages(): ReadonlyMap<number, readonly string[]> {
  const file = join(root, "tests/apps/mistakes-in-memory.ts");
  const text = `import { defineSystem } from "../../apps/system.ts";\n${source}\n`;
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, incremental: false });
  const given = { ...host };
  host.getSourceFile = (path, ...rest) =>
    path === file
      ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
      : given.getSourceFile(path, ...rest);
  host.fileExists = (path) => path === file || given.fileExists(path);
  host.readFile = (path) => (path === file ? text : given.readFile(path));
  const program = ts.createProgram(
    [file],
    { ...options, incremental: false, noEmit: true, types: ["node"] },
    host,
  );
  const found = new Map<number, string[]>();
  for (const { file: of, start = 0, messageText } of program.getSemanticDiagnostics(
    program.getSourceFile(file),
  )) {
    const line = of?.getLineAndCharacterOfPosition(start).line ?? 0;
    found.set(line, [
      ...(found.get(line) ?? []),
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    ]);
  }
  return found;
}

describe("the compiler's message", function () {
  this.timeout(120_000);
  let all: ReturnType<typeof messages>;
  before(() => {
    all = messages();
  });

  for (const [index, [what, { names }]] of Object.entries(mistakes).entries())
    it(`about ${what} is one, has under three lines, and names it`, () => {
      const found = all.get(index + 1) ?? [];
      expect(found, found.join("\n---\n")).to.have.lengthOf(1);
      expect(found[0]).to.contain(names);
      expect(found[0]?.split("\n").length, found[0]).to.be.below(3);
    });
});
