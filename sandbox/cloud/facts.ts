/** What is known of AWS without asking it: data derived by facts/derive.ts, read when it is first wanted. */
export { knownTypes, resourceFacts } from "./facts/resources.ts";
export type { PropertyRule, ResourceFacts } from "./facts/types.ts";
