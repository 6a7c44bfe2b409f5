import type { Properties } from "../model.ts";
import { object, objects, text, written } from "../values.ts";

/** Tags in EC2's format. */
export const tagSet = (of: Properties): readonly object[] =>
  Object.entries(object(of, "tags")).map(([key, value]) => ({ key, value: written(value) }));

/** Tags from a list of keys and values. */
export const tagsIn = (list: readonly Properties[]): Readonly<Record<string, string>> =>
  Object.fromEntries(list.map((tag) => [text(tag, "Key") ?? "", text(tag, "Value") ?? ""]));

/** Tags that a request sets on a kind of resource, such as `launch-template`. */
export const tagsFor = (input: Properties, resource: string): Readonly<Record<string, string>> =>
  tagsIn(
    objects(input, "TagSpecification")
      .filter((one) => text(one, "ResourceType") === resource)
      .flatMap((one) => objects(one, "Tag")),
  );
