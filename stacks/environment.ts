export { loadEnvironment, otherStacks, stackEnvironment } from "./settings/load.ts";
export { environment } from "./settings/environment.ts";
export type {
  ChartSettings,
  ClusterSettings,
  Environment,
  NodeGroup,
  Profile,
  Settings,
  Versions,
} from "./settings/schema.ts";
