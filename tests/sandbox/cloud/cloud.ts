import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FaultInjector } from "../../../sandbox/cloud/fault-injector.ts";
import type { Properties } from "../../../sandbox/cloud/model.ts";
import { typeOf } from "../../../sandbox/cloud/registry.ts";
import { check } from "../../../sandbox/cloud/resource/check.ts";
import type { Result } from "../../../sandbox/cloud/resource/work.ts";
import { Resources } from "../../../sandbox/cloud/resources.ts";

/** A simulated cloud without an engine, in a folder of its own. */
export class TestCloud {
  readonly home: string;
  readonly resources: Resources;
  readonly told: string[] = [];
  died = 0;
  private count = 0;

  constructor(fault?: string, home = mkdtempSync(join(tmpdir(), "hanok-cloud-"))) {
    this.home = home;
    this.resources = new Resources({
      home: this.home,
      account: "123456789012",
      region: "ap-northeast-2",
      faults: new FaultInjector(fault),
      die: () => (this.died += 1),
      report: (line) => this.told.push(line),
    });
  }

  /** Checks and makes; what the provider finds wrong is thrown as well. */
  make(type: string, inputs: Properties, name = `one-${(this.count += 1)}`): Result {
    const target = targetOf(type, name);
    const { faults, inputs: checked } = check(typeOf(type), {
      urn: target.urn,
      olds: undefined,
      news: inputs,
      defaultTags: {},
      seed: new Uint8Array(),
    });
    if (faults.length > 0)
      throw new Error(faults.map(({ property, reason }) => `${property}: ${reason}`).join("; "));
    return this.resources.create(target, checked);
  }

  id(type: string, inputs: Properties): string {
    return this.make(type, inputs).id;
  }

  delete(type: string, id: string): void {
    this.resources.delete(targetOf(type, "gone"), id, {});
  }

  types(): readonly string[] {
    return this.resources.store.all().map(({ type }) => type);
  }

  end(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function targetOf(
  type: string,
  name: string,
): { readonly urn: string; readonly type: string } {
  return { urn: `urn:pulumi:try::cloud::${type}::${name}`, type };
}
