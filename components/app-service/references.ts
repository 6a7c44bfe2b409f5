import type { IEnvVar } from "kubernetes-models/v1/EnvVar";

/**
 * Names that a variable's value refers to as `$(NAME)`, in their order. `$$` stands for a plain `$`, so `$$(NAME)` is text
 * (https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/).
 */
export function references(value: string): string[] {
  return [...value.matchAll(/\$(?:\$|\(([^)]*)\))/g)].flatMap(([, name]) => name ?? []);
}

/** Variables by name, each with the names that it refers to. */
export type References = ReadonlyMap<string, readonly string[]>;

/** The first circle of references, `["A", "B", "A"]`. Undefined where there is none. */
export function referenceCircle(all: References): readonly string[] | undefined {
  for (const start of all.keys()) {
    const visited = new Set<string>();
    const search = (name: string): string[] | undefined => {
      for (const next of all.get(name) ?? []) {
        if (next === start) return [name, next];
        if (visited.has(next)) continue;
        visited.add(next);
        const found = search(next);
        if (found) return [name, ...found];
      }
      return undefined;
    };
    const circle = search(start);
    if (circle) return circle;
  }
  return undefined;
}

/**
 * Puts each variable after those that its value refers to: the kubelet leaves `$(NAME)` as it is where NAME is
 * defined later, or not at all. All others keep their place.
 * @throws Error if a value refers to an unknown variable, or if references make a circle
 */
export function orderByNeed(service: string, variables: readonly IEnvVar[]): IEnvVar[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const needs = new Map(variables.map(({ name, value = "" }) => [name, references(value)]));
  const circle = referenceCircle(needs);
  if (circle) throw new Error(`${service}: variables refer to each other: ${circle.join(" → ")}`);
  const ordered = new Set<IEnvVar>();
  const place = (variable: IEnvVar): void => {
    for (const name of needs.get(variable.name) ?? []) {
      const needed = byName.get(name);
      if (needed === undefined) {
        throw new Error(
          `${service}: ${variable.name} refers to $(${name}), which the service does not have in this environment; ` +
            `write $$(${name}) for the text itself`,
        );
      }
      place(needed);
    }
    ordered.add(variable);
  };
  variables.forEach(place);
  return [...ordered];
}
