import { expect } from "chai";
import { bootstrap } from "../../../bootstrap/bootstrap.ts";
import { typeOf } from "../../../sandbox/cloud/registry.ts";
import { check } from "../../../sandbox/cloud/resource/check.ts";
import { diff } from "../../../sandbox/cloud/resource/diff.ts";
import { previewCreate } from "../../../sandbox/cloud/resource/preview.ts";
import { settings } from "../../bootstrap/settings-under-test.ts";
import { rehearsedStack } from "../../support/local-stack.ts";
import { type Recorded, recordResources } from "../../../ops/mocks/recorder.ts";

const key = "arn:aws:kms:ap-northeast-2:123456789012:key/1";
const stacks: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  dev: () => rehearsedStack("dev"),
  prod: () => rehearsedStack("prod"),
  bootstrap: () => recordResources(() => bootstrap(settings), { outputs: () => ({ arn: key }) }),
};

/** About an output of a mock, which the program passes on as an input. */
const isMocked = (reason: string): boolean =>
  /launchTemplate\.id of .*-id": it must match|(aliases\.zoneId|targetKeyId) of .* is required/.test(
    reason,
  );

for (const [name, record] of Object.entries(stacks))
  describe(`the provider's schema, and the AWS resources of ${name}`, () => {
    let resources: readonly Recorded[];
    before(async () => {
      resources = (await record()).filter(({ type }) => type.startsWith("aws:"));
      expect(resources.length).to.be.above(8);
    });
    const checked = ({ type, name: resource, inputs, secretInputs }: Recorded) =>
      check(typeOf(type), {
        urn: `urn:pulumi:test::hanok::${type}::${resource}`,
        olds: undefined,
        news: inputs,
        defaultTags: { "hanok:stack": name },
        seed: new Uint8Array([1]),
        secrets: new Set(secretInputs),
      });

    it("accepts all inputs", () => {
      const faults = resources.flatMap((one) =>
        checked(one)
          .faults.filter(({ reason }) => !isMocked(reason))
          .map(({ reason }) => `${one.name}: ${reason}`),
      );
      expect(faults).to.deep.equal([]);
    });

    it("plans no change of what was created with the same inputs", () => {
      const changed = resources.flatMap((one) => {
        const type = typeOf(one.type);
        const { inputs } = checked(one);
        const state = previewCreate(type, inputs);
        const { changes } = diff(type, { state, oldInputs: inputs, news: inputs, ignore: [] });
        return changes.map(({ path }) => `${one.name}: ${path}`);
      });
      expect(changed).to.deep.equal([]);
    });
  });
