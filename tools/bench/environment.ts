import { type Environment, environment } from "../../stacks/environment.ts";
import { benchName, benchSystem } from "./system.ts";

/** Paths of the benchmark's sandbox. */
export interface Place {
  readonly kubeconfig: string;
  readonly charts: string;
}

/** The local profile with only the measured system: the settings of `make sandbox`. */
export function benchEnvironment(count: number, { kubeconfig, charts }: Place): Environment {
  return environment(
    "local",
    {
      "hanok:cluster": { kind: "existing", kubeconfig, identifier: "hanok-bench" },
      "hanok:charts": { kind: "folder", path: charts },
      "hanok:systems": [benchName],
    },
    { [benchName]: benchSystem(count) },
  );
}
