import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { bootstrap } from "../../bootstrap/bootstrap.ts";
import { Rehearsal, stepsIn } from "../sandbox/cloud/engine.ts";
import { settings } from "./settings-under-test.ts";

describe("the bootstrap on the simulated AWS", function () {
  this.timeout(180_000);
  const rehearsal = new Rehearsal();
  after(() => rehearsal.end());

  const program = () => Promise.resolve({ ...bootstrap(settings) });
  const made = async (stack: Stack): Promise<readonly string[]> => {
    const { deployment } = await stack.exportStack();
    const { resources } = deployment as { resources: { type: string }[] };
    return resources.map(({ type }) => type).filter((type) => type.startsWith("aws:"));
  };

  it("continues after an interrupted run, and is then a no-op", async () => {
    const broken = await rehearsal.stack(
      program,
      "aws:s3/bucketVersioning:BucketVersioning create 1",
    );
    const first = await broken.up().catch((error: unknown) => String(error));
    expect(first).to.match(/InternalError/);
    const had = await made(broken);

    const stack = await rehearsal.stack(program);
    const events: EngineEvent[] = [];
    await stack.up({ onEvent: (event) => events.push(event) });
    const steps = stepsIn(events);
    expect(steps.filter((step) => !step.startsWith("create "))).to.deep.equal([]);
    expect(steps.length).to.equal((await made(stack)).length - had.length);

    const again = await stack.up({ expectNoChanges: true });
    expect(again.outputs["deployRoleArn"]?.value).to.equal(
      "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy",
    );
    expect(again.outputs["backendUrl"]?.value).to.equal(
      "s3://hanok-state-123456789012-ap-northeast-2?region=ap-northeast-2",
    );
  });

  it("finds no drift", async () => {
    const stack = await rehearsal.stack(program);
    await stack.refresh({ expectNoChanges: true });
  });

  it("cannot be destroyed, because the state is protected", async () => {
    const stack = await rehearsal.stack(program);
    const before = await made(stack);
    const answer = await stack.destroy().catch((error: unknown) => String(error));
    expect(answer).to.match(/cannot be deleted.*protected|protect/s);
    const kept = (types: readonly string[]) => types.filter((type) => /:(s3|kms)\//.test(type));
    expect(kept(await made(stack))).to.deep.equal(kept(before));
  });
});
