/** Facts about AWS that need no request. tools/facts/derive.ts derives them; each file is read at its first use. */
export { eksSupport, engineVersions, instanceClasses } from "./facts/engines.ts";
export type { EksSupport } from "./facts/engines.ts";
export { arnFits, iamActions, iamConditionKeys, iamServices } from "./facts/iam.ts";
export { iamGlobalConditionKeys } from "./facts/iam-global-keys.ts";
export { regions, zoneId, zonesOf } from "./facts/regions.ts";
export {
  knownTypes,
  type Property,
  propertyOf,
  type ResourceFacts,
  resourceFacts,
} from "./facts/resources.ts";
export type { IamAction } from "./facts/types.ts";
