import { FactsFile } from "./file.ts";
import type { PropertyLine, ResourceLine, Shape } from "./line.ts";

const file = new FactsFile("resources.json");
const read = new Map<string, ResourceFacts>();
let tokens: ReadonlyMap<string, string> | undefined;

/** Facts of a resource type by its current or former token; undefined without facts. */
export function resourceFacts(type: string): ResourceFacts | undefined {
  const line = file.entry<ResourceLine>(type);
  if (line === undefined) {
    const current = formerTokens().get(type);
    return current === undefined ? undefined : resourceFacts(current);
  }
  const facts = read.get(type) ?? new ResourceFacts(type, line);
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

/** Facts of one input, or of one property of an object in it. */
export interface Property extends PropertyLine {
  /** `s` text, `i` whole number, `f` number, `b` flag, `m` map, `d` policy, `o` object, `x` unknown. */
  readonly kind: string;
  readonly isList: boolean;
  /** `R` required, `C` filled in by AWS, `N` a change replaces, `S` sensitive, `W` never in state. */
  readonly flags: string;
}

/**
 * One resource type of
 * @pulumi/aws, from the provider's schema. Property names are Pulumi's.
 */
export class ResourceFacts {
  /** Token that @pulumi/aws registers, e.g. `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** Terraform's name, e.g. `aws_vpc`. */
  readonly terraform: string;
  /** Other tokens. */
  readonly aliases: readonly string[];
  /** Accepted inputs; others are refused. */
  readonly inputs: readonly string[];
  /** Optional inputs that AWS fills in. */
  readonly filled: readonly string[];
  /** Outputs that are not inputs. */
  readonly outputs: readonly string[];
  /** Inputs and outputs that are sensitive. */
  readonly secrets: readonly string[];
  /** Groups of inputs: at least one, or exactly one, is required. */
  readonly groups: NonNullable<ResourceLine["groups"]>;
  /** The provider's defaults of absent inputs, unless a conflicting input is given. */
  readonly defaults: Readonly<Record<string, unknown>>;
  private readonly line: ResourceLine;

  constructor(type: string, line: ResourceLine) {
    this.type = type;
    this.line = line;
    this.terraform = line.tf;
    this.aliases = words(line.aka);
    this.inputs = Object.keys(line.in);
    this.outputs = words(line.out);
    this.groups = line.groups ?? [];
    const withFlag = (flag: string): string[] =>
      this.inputs.filter((name) => this.at([name])?.flags.includes(flag));
    this.filled = withFlag("C");
    this.defaults = Object.fromEntries(
      Object.entries(line.in).flatMap(([name, one]) => {
        if (typeof one === "string" || one.default === undefined) return [];
        return one.conflictsWith === undefined ? [[name, one.default]] : [];
      }),
    );
    this.secrets = [...new Set([...words(line.secret), ...withFlag("S"), ...withFlag("W")])];
  }

  /** The property at a path without indices; undefined if there is none, or below a map. */
  at(path: readonly string[]): Property | undefined {
    let shape = this.line.in;
    let found: Property | undefined;
    for (const name of path) {
      found = propertyOf(shape[name]);
      if (found === undefined) return undefined;
      shape = this.inside(found);
    }
    return found;
  }

  /** Properties of an object; of the resource itself by default. */
  inside(property?: Property): Shape {
    const shape = property === undefined ? this.line.in : property.in;
    return typeof shape === "string" ? (this.line.shapes?.[shape] ?? {}) : (shape ?? {});
  }
}

export function propertyOf(line: Shape[string] | undefined): Property | undefined {
  if (line === undefined) return undefined;
  const rules = typeof line === "string" ? { is: line } : line;
  const [kind = "", flags = ""] = rules.is.split(" ");
  return { ...rules, kind: kind[0] ?? "", isList: kind.endsWith("[]"), flags };
}

function words(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : text.split(" ");
}
