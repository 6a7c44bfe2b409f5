/** A provider that takes everything: of plans, the policies are the question. Run by the engine. */
import { randomUUID } from "node:crypto";
import * as provider from "@pulumi/pulumi/provider/index.js";

class Permissive implements provider.Provider {
  readonly version = "1.0.0";

  check(_urn: string, _olds: unknown, news: unknown): Promise<provider.CheckResult> {
    return Promise.resolve({ inputs: news });
  }

  create(_urn: string, inputs: unknown): Promise<provider.CreateResult> {
    return Promise.resolve({ id: randomUUID(), outs: inputs });
  }

  diff(): Promise<provider.DiffResult> {
    return Promise.resolve({ changes: false });
  }
}

await provider.main(new Permissive(), process.argv.slice(2));
