import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** One input of a resource or of a nested object, as its declaration tells it. */
export interface Declared {
  readonly name: string;
  /** Text of the declared type without `pulumi.Input`, e.g. `string`, `string[]`, `inputs.ec2.Foo[]`. */
  readonly type: string;
}

/** One resource class of @pulumi/aws. */
export interface PulumiResource {
  readonly type: string;
  readonly aliases: readonly string[];
  readonly inputs: readonly Declared[];
  readonly required: readonly string[];
  readonly outputs: readonly string[];
  readonly secrets: readonly string[];
}

/** Nested input objects by their path, e.g. `inputs.ec2.InstanceRootBlockDevice`. */
export type Nested = ReadonlyMap<string, readonly Declared[]>;

/** All resource classes, in the order of their tokens. */
export function readResources(root: string): PulumiResource[] {
  const found: PulumiResource[] = [];
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js") || file.includes("node_modules")) continue;
    const code = readFileSync(join(root, file), "utf8");
    const type = /static __pulumiType = '(aws:[^']+)'/.exec(code)?.[1];
    if (type === undefined) continue;
    const declaration = readFileSync(join(root, file.replace(/\.js$/, ".d.ts")), "utf8");
    found.push(readResource(type, code, declaration));
  }
  return found.sort((a, b) => (a.type < b.type ? -1 : 1));
}

function readResource(type: string, code: string, declaration: string): PulumiResource {
  const built = code.slice(code.lastIndexOf("const args = argsOrState"));
  const all = (pattern: RegExp): string[] => [...built.matchAll(pattern)].map(([, x = ""]) => x);
  const secretOptions = /additionalSecretOutputs: \[([^\]]*)\]/.exec(built)?.[1] ?? "";
  const aliases = /const aliasOpts = \{ aliases: \[(.*)\] \};/.exec(built)?.[1] ?? "";
  const outputs = all(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g);
  const declared = readInterfaces(declaration);
  const name = type.slice(type.lastIndexOf(":") + 1);
  const inputs = declared.get(`${name}Args`) ?? [];
  return {
    type,
    aliases: [...aliases.matchAll(/type: "([^"]+)"/g)].map(([, alias = ""]) => alias),
    inputs,
    required: all(/Missing required property '(\w+)'/g),
    outputs,
    secrets: [...secretOptions.matchAll(/"(\w+)"/g)].map(([, secret = ""]) => secret),
  };
}

/** Nested input objects of the package. */
export function readNested(root: string): Nested {
  return readInterfaces(readFileSync(join(root, "types/input.d.ts"), "utf8"), "inputs");
}

function readInterfaces(text: string, prefix = ""): Map<string, Declared[]> {
  const found = new Map<string, Declared[]>();
  const source = ts.createSourceFile("x.d.ts", text, ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node, path: string): void => {
    if (ts.isModuleDeclaration(node) && node.body) {
      const inside = `${path}${node.name.text}.`;
      ts.forEachChild(node.body, (child) => {
        visit(child, inside);
      });
    } else if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
      found.set(`${path}${node.name?.text ?? ""}`, readMembers(node, source));
    }
  };
  source.statements.forEach((statement) => {
    visit(statement, prefix === "" ? "" : `${prefix}.`);
  });
  return found;
}

function readMembers(
  node: ts.InterfaceDeclaration | ts.ClassDeclaration,
  source: ts.SourceFile,
): Declared[] {
  return node.members
    .filter((member) => ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))
    .map((member) => ({
      name: member.name.getText(source),
      type: plain(member.type?.getText(source) ?? ""),
    }));
}

/** The type without Pulumi's wrappers. */
function plain(type: string): string {
  let rest = type.replace(/ \| undefined/g, "");
  for (let before = ""; before !== rest;) {
    before = rest;
    rest = rest.replace(/pulumi\.Input<([^<>]*)>/g, "$1");
  }
  return rest;
}

/** `@pulumi/aws 7.48.0`. */
export function packageName(root: string): string {
  const file = readFileSync(join(root, "package.json"), "utf8");
  const { name, version } = JSON.parse(file) as { name: string; version: string };
  return `${name} ${version}`;
}
