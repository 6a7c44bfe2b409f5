import { expect } from "chai";
import {
  knownTypes,
  type Property,
  propertyOf,
  resourceFacts,
  type ResourceFacts,
} from "../../../sandbox/cloud/facts.ts";
import type { Properties } from "../../../sandbox/cloud/model.ts";
import { ArgumentCheck } from "../../../sandbox/cloud/resource/arguments.ts";
import { valueFault } from "../../../sandbox/cloud/resource/argument-value.ts";

const texts = [
  ...["abc", "Abc-1", "a", "1", "60", "/", "arn:aws:iam::123456789012:role/a", "10.0.0.0/16"],
  ...["2001:db8::/56", "10.0.0.1", "{}", "2026-11-29T09:00:00Z", "true", "18:00-19:00"],
  ...["mon:18:00-mon:19:00", "lt-1", "https://a.b", "169.254.10.0/30", "fd00::/126", "64512"],
  ...[
    "us-east-1",
    "123456789012",
    "30m",
    "v1.2.3",
    "alias/a",
    "p99",
    "a@b.c",
    "YWJj",
    "2026-11-29",
  ],
  ...[
    "/ssm/a",
    "a".repeat(20),
    "b".repeat(40),
    "2026-11-29_09:00",
    "10.0.0.0/24",
    "7.0",
    "custom-a",
  ],
  ...["@message", "events:PutEvents", "AWSRDSCustomA", "pb-0123456789abcdef0", "a.b.c", "$LATEST"],
  ...["aws.partner/a/b", ".a", "200", "ada@example.com", "a".repeat(2000)],
];

/** A value that fits every rule of a property; undefined where none is known. */
function rightValue(facts: ResourceFacts, property: Property, depth = 0): unknown {
  const one = rightElement(facts, property, depth);
  if (one === undefined || !property.isList) return one;
  return Array.from({ length: Math.max(property.minItems ?? 1, 1) }, () => one);
}

function rightElement(facts: ResourceFacts, property: Property, depth: number): unknown {
  const { kind, oneOf, range, min, max, multipleOf } = property;
  if (oneOf !== undefined) return kind === "i" || kind === "f" ? Number(oneOf[0]) : oneOf[0];
  if (kind === "o") return rightObject(facts, property, depth + 1);
  if (kind === "b") return true;
  if (kind === "m" || kind === "d") return {};
  if (kind === "x") return "anything";
  if (kind !== "s")
    return range?.[0] ?? (min === undefined ? (max ?? multipleOf ?? 1) : Math.ceil(min));
  return texts.find((text) => valueFault(property, text) === undefined);
}

/** An object with what is required alone. */
function rightObject(facts: ResourceFacts, object: Property | undefined, depth = 0): Properties {
  const required = Object.entries(facts.inside(object)).flatMap(([name, line]) => {
    const property = propertyOf(line);
    return property?.flags.includes("R") === true && depth < 8
      ? [[name, rightValue(facts, property, depth)] as const]
      : [];
  });
  return Object.fromEntries(required);
}

/** Values that break one rule each. */
function wrongValues(property: Property): readonly unknown[] {
  const { kind, isList, oneOf, range, min, max, multipleOf, format, minItems, maxItems } = property;
  const number = kind === "i" || kind === "f";
  const hasTexts = [property.pattern, property.patterns, property.length].some(
    (x) => x !== undefined,
  );
  const longest = property.length?.[1] ?? property.maxLength ?? Infinity;
  const elements: unknown[] = [
    ...(number ? ["many", [[1]]] : []),
    ...(kind === "i" ? [1.5] : []),
    ...(kind === "b" ? ["maybe"] : []),
    ...(kind === "o" || kind === "m" ? ["text"] : []),
    ...(kind === "s" ? [{ a: 1 }] : []),
    ...(oneOf !== undefined ? [number ? -7919 : "§ none of them"] : []),
    ...(range !== undefined && oneOf === undefined ? [range[0] - 1, range[1] + 1] : []),
    ...(min !== undefined && oneOf === undefined ? [Math.floor(min) - 1] : []),
    ...(max !== undefined && oneOf === undefined ? [max + 1] : []),
    ...(multipleOf !== undefined ? [multipleOf * 4 + multipleOf / 2] : []),
    ...(longest < 100_000 ? ["x".repeat(longest + 1)] : []),
    ...(format !== undefined && !hasTexts ? ["§ without a form"] : []),
  ];
  const counts =
    isList && kind !== "o"
      ? [
          ...(maxItems !== undefined ? [Array.from({ length: maxItems + 1 }, () => "a")] : []),
          ...((minItems ?? 0) > 0 ? [[]] : []),
        ]
      : [];
  return [...(isList ? elements.map((one) => [one]) : elements), ...counts];
}

/** All properties with their paths; an object that contains itself is entered once. */
function* properties(
  facts: ResourceFacts,
  object?: Property,
  path: readonly string[] = [],
): Generator<readonly [readonly string[], Property]> {
  for (const [name, line] of Object.entries(facts.inside(object))) {
    const property = propertyOf(line);
    if (property === undefined) continue;
    yield [[...path, name], property];
    if (property.kind === "o" && path.length < 3)
      yield* properties(facts, property, [...path, name]);
  }
}

/** Right inputs, but for one value at a path. */
function withValue(facts: ResourceFacts, path: readonly string[], value: unknown): Properties {
  const place = (object: Property | undefined, at: number): Properties => {
    const name = path[at] ?? "";
    const property = propertyOf(facts.inside(object)[name]);
    const inner = at === path.length - 1 ? value : place(property, at + 1);
    const isWrapped = at < path.length - 1 && property?.isList === true;
    return { ...rightObject(facts, object), [name]: isWrapped ? [inner] : inner };
  };
  return place(undefined, 0);
}

const about = (facts: ResourceFacts, inputs: Properties, path: readonly string[]): string[] =>
  new ArgumentCheck(facts, inputs, new Set()).faults
    .filter(({ property }) => property === path.join("."))
    .map(({ reason }) => reason)
    .filter((reason) => !/ conflicts with | needs /.test(reason));

describe("every fact of every type", () => {
  const all = knownTypes().flatMap((type) => resourceFacts(type) ?? []);

  it("refuses a value that breaks it, and names its path", () => {
    let tried = 0;
    const passed = all.flatMap((facts) =>
      [...properties(facts)].flatMap(([path, property]) =>
        wrongValues(property).flatMap((value) => {
          tried += 1;
          const found = about(facts, withValue(facts, path, value), path);
          const shown = JSON.stringify(value).slice(0, 40);
          return found.length > 0 ? [] : [`${facts.type} ${path.join(".")} ${shown}`];
        }),
      ),
    );
    expect(passed).to.deep.equal([]);
    expect(tried).to.be.above(10_000);
  }).timeout(60_000);

  it("accepts a value that keeps it", () => {
    let tried = 0;
    const unknown: string[] = [];
    const refused = all.flatMap((facts) =>
      [...properties(facts)].flatMap(([path, property]) => {
        const value = rightValue(facts, property);
        if (value === undefined) unknown.push(`${facts.type} ${path.join(".")}`);
        if (value === undefined) return [];
        tried += 1;
        return about(facts, withValue(facts, path, value), path);
      }),
    );
    expect(refused).to.deep.equal([]);
    expect(unknown, "a rule that no text keeps").to.deep.equal([]);
    expect(tried).to.be.above(7000);
  }).timeout(60_000);

  it("misses what is required", () => {
    for (const facts of all)
      for (const [name, line] of Object.entries(facts.inside())) {
        if (propertyOf(line)?.flags.includes("R") !== true) continue;
        const { [name]: _, ...rest } = rightObject(facts, undefined);
        expect(about(facts, rest, [name])).to.deep.equal([`${name} of ${facts.type} is required`]);
      }
  });
});
