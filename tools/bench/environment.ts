import { type Environment, environment } from "../../stacks/environment.ts";
import { benchName, benchSystem } from "./system.ts";

/** Where the sandbox of the benchmark is. */
export interface Place {
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Folder of the stand-in charts. */
  readonly charts: string;
}

/** The local profile with nothing but the measured system: the settings that `make sandbox` uses. */
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
