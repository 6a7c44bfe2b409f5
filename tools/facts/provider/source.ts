import { existsSync, readdirSync, readFileSync } from "node:fs";

/** An attribute in the form of shared/provider-facts: its type and flags, and what its value must be. */
export interface Attribute {
  readonly is: string;
  readonly also?: readonly string[];
  readonly [rule: string]: unknown;
}

/** One resource type of HashiCorp's provider. */
export interface TerraformType {
  readonly attributes: Readonly<Record<string, string | Attribute>>;
  readonly framework?: boolean;
  readonly validators?: readonly string[];
}

/** Beside the repository; it is not needed to run it. */
const folder = new URL("../../../../shared/provider-facts/", import.meta.url);

export const hasSource = (): boolean => existsSync(folder);

/** All types by Terraform's name. @throws Error where ../shared does not stand beside the repository */
export function readSource(): ReadonlyMap<string, TerraformType> {
  if (!hasSource()) throw new Error(`${folder.pathname} does not exist: the facts come from there`);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(
    files.flatMap((name) =>
      Object.entries(
        JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, TerraformType>,
      ),
    ),
  );
}

/** What is kept by hand, because the provider's code tells it to nobody who asks from outside. */
interface Additions {
  /** Terraform's names where no rule of spelling finds them. */
  readonly terraform: Readonly<Record<string, string>>;
  /** Names in Pulumi, by Terraform's type and path. */
  readonly names: Readonly<Record<string, string>>;
  /** Values of the Go types that stand in `is`. */
  readonly enumerations: Readonly<Record<string, readonly string[]>>;
  /** Kind and flags of inputs that are newer than the facts. */
  readonly newer: Readonly<Record<string, string>>;
  /** Rules by Terraform's type and path, read in the provider's source. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const additions = JSON.parse(
  readFileSync(new URL("additions.json", import.meta.url), "utf8"),
) as Additions;
