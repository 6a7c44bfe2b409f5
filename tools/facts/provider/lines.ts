import type { PropertyLine, ResourceLine, Shape } from "../../../sandbox/cloud/facts/line.ts";
import type { Declared, Nested, PulumiResource } from "./pulumi.ts";
import { meaningOf } from "./phrases.ts";
import { additions, type Attribute, type TerraformType } from "./source.ts";

type MutableShape = Record<string, PropertyLine | string>;

/** A group of attributes that is not written yet: the inputs of the resource, or of one object in it. */
interface Level {
  readonly path: string;
  readonly declared: readonly Declared[];
  readonly shape: MutableShape;
  /** In a type of the framework, a change of anything in an object counts as a change of the object. */
  readonly isKept: boolean;
}

/** Writes one resource type as a line of resources.json, and collects what it cannot name. */
export class LineWriter {
  /** Attributes for which Pulumi has no input. */
  readonly unnamed: string[] = [];
  private readonly resource: PulumiResource;
  private readonly terraform: string;
  private readonly type: TerraformType;
  private readonly nested: Nested;
  /** By the declared type, each with the properties that have it: an object that contains itself is written once. */
  private readonly objects = new Map<string, { shape: MutableShape; of: PropertyLine[] }>();

  constructor(resource: PulumiResource, terraform: string, type: TerraformType, nested: Nested) {
    this.resource = resource;
    this.terraform = terraform;
    this.type = type;
    this.nested = nested;
  }

  line(): ResourceLine {
    const { aliases, inputs, outputs, secrets } = this.resource;
    const shape: MutableShape = {};
    const levels: Level[] = [{ path: "", declared: inputs, shape, isKept: false }];
    for (let level = levels.shift(); level !== undefined; level = levels.shift())
      levels.push(...this.write(level));
    const groups = this.groups();
    const shapes = this.shapes();
    const secret = secrets.filter((name) => outputs.includes(name) || shape[name] === newer);
    return {
      tf: this.terraform,
      ...(aliases.length > 0 && { aka: aliases.join(" ") }),
      in: shortened(shape),
      ...(outputs.length > 0 && { out: outputs.join(" ") }),
      ...(secret.length > 0 && { secret: secret.join(" ") }),
      ...(groups.length > 0 && { groups }),
      ...(shapes.length > 0 && { shapes: Object.fromEntries(shapes) }),
    };
  }

  /** Fills a level's shape; returns the levels below it that are not written yet. */
  private write({ path, declared, shape, isKept }: Level): readonly Level[] {
    const below: Level[] = [];
    const left = new Map(declared.map((input) => [input.name, input]));
    for (const [key, raw] of Object.entries(this.type.attributes)) {
      const name = key.slice(path.length);
      if (!key.startsWith(path) || name.includes(".") || name === "tags_all") continue;
      const attribute = typeof raw === "string" ? { is: raw } : raw;
      if (!/[RO]\w*$/.test(attribute.is)) continue;
      const input = inputOf(`${this.terraform}.${key}`, name, left);
      if (input === undefined) {
        if (name !== "id") this.unnamed.push(`${this.terraform}.${key}`);
        continue;
      }
      left.delete(input.name);
      const line = this.property(key, attribute, input.type);
      if (isKept && !line.is.includes("N")) line.is += "N";
      // Pulumi makes the name of what Terraform wants named
      if (path === "" && !this.resource.required.includes(input.name))
        line.is = line.is.replace(" R", " O");
      shape[input.name] = line;
      if (line.is.startsWith("o")) below.push(...this.open(line, input.type, key));
    }
    // newer than the facts, or only computed there: accepted, and not looked into
    for (const { name } of left.values())
      shape[name] = additions.newer[`${this.terraform}.${path}${name}`] ?? newer;
    return below;
  }

  private open(line: PropertyLine, declared: string, key: string): readonly Level[] {
    const element = declared.replace(/\[\]$/, "");
    const known = this.objects.get(element);
    const has = Object.keys(this.type.attributes).some((name) => name.startsWith(`${key}.`));
    // at its greatest depth Terraform leaves an object out that is described further up
    const isDescribed = known !== undefined && Object.keys(known.shape).length > 0;
    const shape = known?.shape ?? {};
    this.objects.set(element, { shape, of: [...(known?.of ?? []), line] });
    if (isDescribed || (!has && known !== undefined)) return [];
    const isKept = this.type.framework === true && line.is.includes("N");
    return [{ path: `${key}.`, declared: this.nested.get(element) ?? [], shape, isKept }];
  }

  private shapes(): [string, Shape][] {
    const entries = [...this.objects];
    for (const [name, { shape, of }] of entries)
      for (const line of of) line.in = of.length > 1 ? name.split(".").at(-1) : shortened(shape);
    return entries
      .filter(([, { of }]) => of.length > 1)
      .map(([name, { shape }]) => [name.split(".").at(-1) ?? "", shortened(shape)]);
  }

  private property(key: string, attribute: Attribute, declared: string): PropertyLine {
    const { is, also = [], deprecated: _, ...rules } = attribute;
    const [, type = "", flags = ""] = /^(.*) (\w+)$/.exec(is) ?? [];
    const values = additions.enumerations[/Enum.*[./](\w+)/.exec(type)?.[1] ?? ""];
    const named = Object.entries(rules).map(([rule, value]) => [
      rule,
      groupRules.has(rule) ? (value as string[]).map((path) => this.pulumiPath(key, path)) : value,
    ]);
    const format = formatOf(key, rules["format"]) ?? typeFormats[type];
    const list = declared.endsWith("[]") ? "[]" : "";
    const all = {
      ...(values !== undefined && { oneOf: values }),
      ...meaningOf(also),
      ...Object.fromEntries(named),
      ...(rules["default"] === "Managed by Terraform" && { default: "Managed by Pulumi" }),
      ...(format !== undefined && { format }),
      ...additions.rules[`${this.terraform}.${key}`],
    };
    return {
      is: `${this.kind(type, key, declared)}${list} ${flags.replace("D", "")}`,
      // an addition takes a rule back with null
      ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)),
    };
  }

  private kind(type: string, key: string, declared: string): string {
    if (this.nested.has(declared.replace(/\[\]$/, ""))) return "o";
    if (/Map/.test(type)) return "m";
    if (/PolicyDocument/.test(declared)) return "d";
    if (Object.keys(this.type.attributes).some((name) => name.startsWith(`${key}.`))) return "o";
    if (type.includes("Enum")) return "s";
    if (/Int/.test(type)) return "i";
    if (/Float/.test(type)) return "f";
    if (/Bool/.test(type)) return "b";
    return /String|ARN|RFC3339|IAMPolicy|Normalized|IPProtocol|Enum/.test(type) ? "s" : "x";
  }

  /** `a.0.b_c` as Pulumi's path; `<.b` stands beside the attribute itself. */
  private pulumiPath(from: string, path: string): string {
    const whole = path.replace("<.", from.replace(/[^.]+$/, ""));
    let declared: readonly Declared[] = this.resource.inputs;
    let key = this.terraform;
    return whole
      .split(".")
      .filter((part) => !/^\d+$/.test(part))
      .map((part) => {
        key = `${key}.${part}`;
        const input = inputOf(key, part, new Map(declared.map((one) => [one.name, one])));
        declared = this.nested.get(input?.type.replace(/\[\]$/, "") ?? "") ?? [];
        return input?.name ?? part;
      })
      .join(".");
  }

  /** Types of the framework say as a whole: `Exactly one of these attributes must be configured: [a,b]`. */
  private groups(): (readonly [least: boolean, names: readonly string[]])[] {
    return (this.type.validators ?? []).map((text) => {
      const names = /\[(.*)\]/.exec(text)?.[1]?.split(",") ?? [];
      return [text.startsWith("At least"), names.map((name) => this.pulumiPath(name, name))];
    });
  }
}

/** Without rules, the kind and the flags are enough. */
function shortened(shape: MutableShape): Shape {
  for (const [name, line] of Object.entries(shape))
    if (typeof line !== "string" && Object.keys(line).length === 1) shape[name] = line.is;
  return shape;
}

const newer = "x O";

const groupRules = new Set(["conflictsWith", "exactlyOneOf", "atLeastOneOf", "requiredWith"]);

/** Formats that a type of the framework has by itself. */
const typeFormats: Readonly<Record<string, string>> = {
  ARN: "arn",
  "timetypes.RFC3339": "rfc3339",
  IAMPolicy: "json",
  "jsontypes.Normalized": "json",
};

/** Almost every CIDR must be the address of a network, and of the family that its name tells. */
function formatOf(key: string, format: unknown): unknown {
  if (format !== "cidr" && !(format === "ipv4" && key === "cidr_ipv4")) return format;
  if (key.includes("ipv6")) return "IPv6 network";
  const isIpv4 = /ipv4|cidr_blocks?$|target_network_cidr$|inside_cidr$/.test(key);
  return isIpv4 ? "IPv4 network" : "network";
}

/** The bridge writes camelCase, and makes plurals of lists. */
function inputOf(
  whole: string,
  name: string,
  inputs: ReadonlyMap<string, Declared>,
): Declared | undefined {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return [
    additions.names[whole] ?? camel,
    camel,
    `${camel}s`,
    `${camel}es`,
    camel.replace(/y$/, "ies"),
    camel.replace(/s$/, ""),
  ]
    .map((spelling) => inputs.get(spelling))
    .find((input) => input !== undefined);
}
