import { recordStack, root } from "../../ops/mocks/program.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";
import { stackEnvironment } from "../../stacks/environment.ts";

export { madeUp, recordStack, root } from "../../ops/mocks/program.ts";

let local: Promise<readonly Recorded[]> | undefined;

/** Resources of `pulumi up --stack local`, recorded once for all tests. */
export function localStack(): Promise<readonly Recorded[]> {
  return (local ??= recordStack(stackEnvironment("local", root)));
}

/** The environment of an AWS stack in `make sandbox`, with a managed cluster. */
export function rehearsedStack(stack: string): Promise<readonly Recorded[]> {
  return recordStack(
    stackEnvironment(stack, root, {
      overrides: {
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:secrets": { kind: "generated" },
      },
    }),
  );
}
