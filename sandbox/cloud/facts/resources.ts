import { FactsFile } from "./file.ts";
import type { ResourceLine } from "./line.ts";
import type { ResourceFacts } from "./types.ts";

const file = new FactsFile("resources.json");
const read = new Map<string, ResourceFacts>();
let tokens: ReadonlyMap<string, string> | undefined;

/** Facts of a resource type by its token or by a former one; undefined for a type that @pulumi/aws does not have. */
export function resourceFacts(type: string): ResourceFacts | undefined {
  const line = file.entry<ResourceLine>(type);
  if (line === undefined) {
    const current = formerTokens().get(type);
    return current === undefined ? undefined : resourceFacts(current);
  }
  const facts = read.get(type) ?? readLine(type, line);
  read.set(type, facts);
  return facts;
}

/** Tokens of all resource types, in order. */
export function knownTypes(): readonly string[] {
  return file.keys();
}

function formerTokens(): ReadonlyMap<string, string> {
  tokens ??= new Map(
    file
      .keys('"aka":')
      .flatMap((type) =>
        words(file.entry<ResourceLine>(type)?.aka).map((alias) => [alias, type] as const),
      ),
  );
  return tokens;
}

function readLine(type: string, line: ResourceLine): ResourceFacts {
  const inputs = words(line.in).map((word) => ({
    name: word.replace(/[!~+]+$/, ""),
    marks: word.replace(/^\w+/, ""),
  }));
  const marked = (mark: string): string[] =>
    inputs.filter(({ marks }) => marks.includes(mark)).map(({ name }) => name);
  return {
    type,
    aliases: words(line.aka),
    terraform: line.tf,
    ...(line.cfn !== undefined && { cfn: line.cfn }),
    ...(line.arn !== undefined && { arn: line.arn }),
    inputs: inputs.map(({ name }) => name),
    required: marked("!"),
    filled: marked("+"),
    outputs: words(line.out),
    secrets: words(line.secret),
    createOnly: [...marked("~"), ...words(line.keep)],
    rules: line.rules ?? {},
  };
}

function words(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : text.split(" ");
}
