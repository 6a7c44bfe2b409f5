import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { startCluster, stopCluster } from "../../sandbox/cluster/index.ts";
import { createEngine, type Engine } from "../../sandbox/engine/index.ts";
import { pathsOf } from "../../sandbox/engine/paths.ts";
import { ensureTools } from "../../tools/ensure.ts";
import { root } from "../support/local-stack.ts";
import { sandboxHome } from "./sandbox-home.ts";

const silent = () => undefined;

interface SmallStackOptions {
  readonly stack: string;
  /** Path of the program, relative to the repository. */
  readonly program: string;
  /** Nodes of the only zone. @default one m7i.large */
  readonly nodes?: { readonly instanceType: string; readonly perZone: number };
  /** @default 1/60 */
  readonly timeFactor?: number;
  /** Settings in addition to the profile. @default none */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A test program as a stack with the local profile, in a separate cluster. */
export function smallStack({
  stack,
  program,
  nodes = { instanceType: "m7i.large", perZone: 1 },
  timeFactor = 1 / 60,
  config = {},
}: SmallStackOptions) {
  const sandbox = sandboxHome();
  const { home, texts } = sandbox;
  const source = mkdtempSync(join(tmpdir(), `hanok-${stack}-`));
  return {
    home,
    texts,
    paths: pathsOf(home),
    /** Folder of its settings, to which a test may add files. */
    source,
    start: async (): Promise<Engine> => {
      const found = await ensureTools({ home, groups: ["sandbox"], report: silent });
      const tools = Object.fromEntries(
        Object.entries(found).map(([name, { path }]) => [name, path]),
      );
      await startCluster({
        home,
        tools,
        zones: ["ap-northeast-2a"],
        nodes: [nodes],
        timeFactor,
        gatewayCrds: tools["gateway-api"] ?? "",
        report: silent,
      });
      const files = {
        "Pulumi.yaml": { name: stack, runtime: "nodejs" },
        [`Pulumi.${stack}.yaml`]: { config: { "hanok:profile": "local", ...config } },
      };
      for (const [name, content] of Object.entries(files))
        writeFileSync(join(source, name), stringify(content));
      const path = join(root, program);
      return createEngine({ home, stack, tools, report: silent, program: path, source });
    },
    end: async (): Promise<void> => {
      await stopCluster(home, silent);
      sandbox.remove();
      rmSync(source, { recursive: true, force: true });
    },
  };
}
