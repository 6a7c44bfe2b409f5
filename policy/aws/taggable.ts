import tokens from "./taggable.json" with { type: "json" };

const byModule = new Map<string, ReadonlySet<string>>(
  Object.entries(tokens).map(([module, kinds]) => [module, new Set(kinds)]),
);

/** Whether a resource of this token supports tags: `taggable.json`, from the classes of @pulumi/aws with `tagsAll`. */
export function isTaggable(type: string): boolean {
  const [, module = "", kind = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  return byModule.get(module)?.has(kind) ?? false;
}
