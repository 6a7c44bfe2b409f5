import Module from "node:module";

/**
 * What `@pulumi/pulumi` loads at its start and few programs ask for: the TypeScript compiler and npm's resolver turn functions into text for the
 * cloud, and the Automation API runs other programs.
 */
export const seldomUsed = [
  "typescript",
  "@npmcli/arborist",
  "normalize-package-data",
  "./automation/index.js",
] as const;

/**
 * Lets a module be loaded when it is first used: until then a stand-in is in its place. Not for a module that is called itself, or whose names
 * are counted.
 * @param from what requires it
 * @param name of the module; nothing happens where there is none
 */
export function loadWhenUsed(from: NodeJS.Require, name: string): void {
  const path = locate(from, name);
  if (path === undefined || from.cache[path] !== undefined) return;
  const whole = (): object => {
    if (from.cache[path] === stand) Reflect.deleteProperty(from.cache, path);
    const loaded: unknown = from(path);
    if (typeof loaded !== "object" && typeof loaded !== "function")
      throw new Error(`${path} exports nothing`);
    return loaded ?? {};
  };
  const stand = new Module(path);
  stand.filename = path;
  stand.loaded = true;
  stand.exports = new Proxy(
    // the one name that a default import copies
    { default: undefined },
    {
      get: (_, key) => {
        // a module that says so is taken as it is, not copied name by name; its default is then asked for, too
        if (key === "__esModule") return true;
        const found: unknown = Reflect.get(whole(), key);
        return key === "default" && found === undefined ? whole() : found;
      },
      has: (_, key) => Reflect.has(whole(), key),
      set: (_, key, value) => Reflect.set(whole(), key, value),
      // an import by name asks whether the module has it; loaders ask all modules for `module.exports`
      getOwnPropertyDescriptor: (_, key) => {
        const value: unknown = key === "module.exports" ? undefined : Reflect.get(whole(), key);
        return value === undefined ? undefined : { value, configurable: true, enumerable: true };
      },
    },
  );
  from.cache[path] = stand;
}

function locate(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    // Pulumi brings a compiler of its own where there is none
    return undefined;
  }
}
