import { join } from "node:path";
import { zipbob } from "../../../apps/zipbob/index.ts";
import type { System } from "../../../apps/system.ts";
import { root } from "../../support/local-stack.ts";
import { catalogue } from "./small.ts";

/** A program to interrupt, with its settings, and those of an update to one service's version. */
export interface Subject {
  readonly name: string;
  readonly program: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly update: Readonly<Record<string, unknown>>;
}

function subjectOf(program: string, system: System, service: string): Subject {
  const { name, services } = system;
  const all = Object.keys(services).map((of) => [of, of === service ? "1.0.1" : "1.0.0"]);
  return {
    name,
    program,
    settings: { systems: [name], versions: "1.0.0" },
    update: { versions: { [name]: Object.fromEntries(all) } },
  };
}

export const smallSystem = subjectOf(
  join(import.meta.dirname, "program.ts"),
  catalogue.small,
  "api",
);
export const localSystem = subjectOf(join(root, "index.ts"), zipbob, "edge");
