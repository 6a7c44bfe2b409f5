import { propertyOf, type Property, type ResourceFacts } from "../facts.ts";
import type { InputFault, Properties } from "../model.ts";
import { firstAt, isObject, unknownValue } from "../values.ts";
import { between, quoted, valueFault } from "./argument-value.ts";

/** Errors of a resource's inputs by the provider's schema. Unknown values are accepted. */
export class ArgumentCheck {
  readonly faults: InputFault[] = [];
  private readonly facts: ResourceFacts;
  private readonly inputs: Properties;
  private readonly secrets: ReadonlySet<string>;

  /** @param secrets names of inputs whose values must not be shown */
  constructor(facts: ResourceFacts, inputs: Properties, secrets: ReadonlySet<string>) {
    this.facts = facts;
    this.inputs = inputs;
    this.secrets = secrets;
    this.object(inputs, []);
    for (const [least, names] of facts.groups) this.group(names, least ? "at least" : "exactly");
  }

  private object(value: Properties, path: readonly string[], property?: Property): void {
    const shape = this.facts.inside(property);
    // an object without facts
    if (property !== undefined && Object.keys(shape).length === 0) return;
    for (const name of Object.keys(value))
      if (shape[name] === undefined && !name.startsWith("__")) this.unsupported([...path, name]);
    for (const [name, line] of Object.entries(shape)) {
      const one = propertyOf(line);
      if (one !== undefined) this.property(one, value[name], [...path, name]);
    }
  }

  private property(property: Property, given: unknown, path: readonly string[]): void {
    this.relations(property, given, path);
    const isBlock = property.kind === "o" && Array.isArray(given) && given.length === 0;
    if (given === undefined || given === null || isBlock) {
      if (property.flags.includes("R")) this.fault(path, "is required");
    } else if (given === unknownValue) return;
    else if (property.isList) this.list(property, given, path);
    else this.value(property, given, path);
  }

  private list(property: Property, given: unknown, path: readonly string[]): void {
    if (!Array.isArray(given)) {
      this.fault(path, `is ${this.shown(property, given, path)}: it must be a list`);
      return;
    }
    const { minItems = 0, maxItems = Infinity } = property;
    if (given.length < minItems || given.length > maxItems)
      this.fault(path, `has ${given.length} elements: it must have ${between(minItems, maxItems)}`);
    for (const element of given) this.value(property, element, path);
  }

  private value(property: Property, given: unknown, path: readonly string[]): void {
    if (given === unknownValue || given === null) return;
    if (property.kind === "o" && isObject(given)) {
      this.object(given, path, property);
      return;
    }
    const must = valueFault(property, given);
    if (must !== undefined) this.fault(path, `is ${this.shown(property, given, path)}: ${must}`);
  }

  private relations(property: Property, given: unknown, path: readonly string[]): void {
    const { conflictsWith = [], requiredWith = [], exactlyOneOf, atLeastOneOf } = property;
    const own = path.join(".");
    if (isGiven(given)) {
      for (const other of conflictsWith)
        if (isGiven(this.at(other))) this.fault(path, `conflicts with ${other}: give one of them`);
      for (const other of requiredWith)
        if (!isGiven(this.at(other), true)) this.fault(path, `needs ${other} beside it`);
    }
    if (exactlyOneOf?.[0] === own || (exactlyOneOf !== undefined && !exactlyOneOf.includes(own)))
      this.group(exactlyOneOf, "exactly");
    if (atLeastOneOf?.[0] === own) this.group(atLeastOneOf, "at least");
  }

  private group(names: readonly string[], kind: "exactly" | "at least"): void {
    const given = names.filter((name) => isGiven(this.at(name)));
    const unknown = names.some((name) => this.at(name) === unknownValue);
    const isWrong = given.length === 0 ? !unknown : kind === "exactly" && given.length > 1;
    if (!isWrong) return;
    const found = given.length === 0 ? "none is given" : `given are ${given.join(", ")}`;
    this.add(
      names[0] ?? "",
      `${this.facts.type} needs ${kind} one of ${names.join(", ")}: ${found}`,
    );
  }

  private at(path: string): unknown {
    return firstAt(this.inputs, path.split("."));
  }

  private unsupported(path: readonly string[]): void {
    const isComputed = path.length === 1 && this.facts.outputs.includes(path[0] ?? "");
    this.fault(
      path,
      isComputed ? "is computed by AWS: leave it out" : "is not an input: remove it",
    );
  }

  private shown({ flags }: Property, value: unknown, [first = ""]: readonly string[]): string {
    return flags.includes("S") || this.secrets.has(first) ? "(secret)" : quoted(value);
  }

  private fault(path: readonly string[], reason: string): void {
    const property = path.join(".");
    this.add(property, `${property} of ${this.facts.type} ${reason}`);
  }

  private add(property: string, reason: string): void {
    if (!this.faults.some((fault) => fault.reason === reason))
      this.faults.push({ property, reason });
  }
}

/** Terraform treats an empty text, 0 and false as given. */
function isGiven(value: unknown, unknownCounts = false): boolean {
  if (value === unknownValue) return unknownCounts;
  return value !== undefined && value !== null;
}
