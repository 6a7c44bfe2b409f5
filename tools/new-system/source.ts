import { codeOf, type Data, Expression, formatted, identifierOf } from "./code.ts";

/** A system before it is written. */
export interface Draft {
  readonly name: string;
  readonly stores: Readonly<Record<string, Data>>;
  readonly services: Readonly<Record<string, Data>>;
  readonly routes: Readonly<Record<string, Data>>;
}

/** Lines of one file; the project's limit is 300. */
const mostLines = 260;

/**
 * TypeScript files of a system by their path below its folder. Services of a large system stand in files of their own.
 * @param text docstring of the system
 */
export async function sourceFiles(
  { name, stores, services, routes }: Draft,
  text: string,
): Promise<ReadonlyMap<string, string>> {
  const write = async (file: string, parts: readonly string[]) =>
    formatted(`apps/${name}/${file}`, parts.join("\n"));
  const system = (inner: string, spread: readonly string[], hasFiles: boolean) => [
    `import { defineSystem${hasFiles ? ", textFile" : ""} } from "../system.ts";`,
    ...spread,
    "",
    `/** ${text} */`,
    `export const ${identifierOf(name)} = defineSystem({`,
    `name: ${codeOf(name)}, host: ${codeOf(name)}, stores: ${codeOf(stores)},`,
    `services: ${inner}, routes: ${codeOf(routes)} });`,
  ];
  const whole = await write("index.ts", [
    ...(calls(services, "assumed") ? [importAssumed] : []),
    ...system(codeOf(services), [], calls(services, "textFile")),
  ]);
  if (whole.split("\n").length <= mostLines) return new Map([["index.ts", whole]]);
  const groups = await grouped(services, async (some) => write("services.ts", groupOf(some, "x")));
  const names = groups.map((_, index) => `services${index + 1}`);
  const files = await Promise.all(
    groups.map(async (group, index) => {
      const file = `services-${index + 1}.ts`;
      return [file, await write(file, groupOf(group, names[index] ?? ""))] as const;
    }),
  );
  const imports = names.map((one, index) => `import { ${one} } from "./services-${index + 1}.ts";`);
  const spread = `{ ${names.map((one) => `...${one}`).join(", ")} }`;
  return new Map([["index.ts", await write("index.ts", system(spread, imports, false))], ...files]);
}

const groupOf = (services: Draft["services"], name: string): readonly string[] => [
  ...(calls(services, "assumed") ? [importAssumed] : []),
  ...(calls(services, "(") ? [importFields] : []),
  ...(calls(services, "textFile") ? ['import { textFile } from "../system.ts";'] : []),
  "",
  `export const ${name} = ${codeOf(services, "alone")} as const;`,
];

/** Services in groups whose files are not too long. */
async function grouped(
  services: Draft["services"],
  write: (some: Draft["services"]) => Promise<string>,
): Promise<readonly Draft["services"][]> {
  const groups: Record<string, Data>[] = [];
  let lines = Infinity;
  for (const [name, service] of Object.entries(services)) {
    const own = (await write({ [name]: service })).split("\n").length;
    if (lines + own > mostLines) {
      groups.push({});
      lines = 0;
    }
    const last = groups.at(-1);
    if (last) last[name] = service;
    lines += own;
  }
  return groups;
}

const importAssumed = 'import { assumed } from "../../components/app-service/service.ts";';

const importFields = 'import type { StoreFields } from "../../components/app-service/service.ts";';

/** Whether an expression in the data begins with or calls a function. */
function calls(data: Data, word: string): boolean {
  if (data instanceof Expression) return data.code.startsWith(word);
  const parts: readonly (Data | undefined)[] = typeof data === "object" ? Object.values(data) : [];
  return parts.some((one) => one !== undefined && calls(one, word));
}
