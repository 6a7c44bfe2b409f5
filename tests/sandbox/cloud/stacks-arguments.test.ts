import { expect } from "chai";
import { bootstrap } from "../../../bootstrap/bootstrap.ts";
import { typeOf } from "../../../sandbox/cloud/registry.ts";
import { check } from "../../../sandbox/cloud/resource/check.ts";
import { settings } from "../../bootstrap/settings-under-test.ts";
import { rehearsedStack } from "../../support/local-stack.ts";
import { type Recorded, recordResources } from "../../support/recorder.ts";

const stacks: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  dev: () => rehearsedStack("dev"),
  prod: () => rehearsedStack("prod"),
  bootstrap: () => recordResources(() => bootstrap(settings), { outputs: () => ({ arn: key }) }),
};
/** An output of a mock, which the program passes on as an input. */
const isMocked = (reason: string): boolean =>
  /launchTemplate\.id of .*-id": it must match|aliases\.zoneId of .* is required|targetKeyId .* is required/.test(
    reason,
  );

const key = "arn:aws:kms:ap-northeast-2:123456789012:key/1";

describe("the provider's schema accepts every AWS resource of", () => {
  for (const [name, record] of Object.entries(stacks)) {
    it(name, async () => {
      const resources = (await record()).filter(({ type }) => type.startsWith("aws:"));
      const faults = resources.flatMap(({ type, name: resource, inputs, secretInputs }) =>
        check(typeOf(type), {
          urn: `urn:pulumi:test::hanok::${type}::${resource}`,
          olds: undefined,
          news: inputs,
          defaultTags: {},
          seed: new Uint8Array([1]),
          secrets: new Set(secretInputs),
        })
          .faults.filter(({ reason }) => !isMocked(reason))
          .map(({ reason }) => `${resource}: ${reason}`),
      );
      expect(faults).to.deep.equal([]);
      expect(resources.length).to.be.above(8);
    });
  }
});
