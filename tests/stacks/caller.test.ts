import { expect } from "chai";
import { describe, it } from "mocha";
import { awsAnswers, awsOutputs } from "../../ops/mocks/aws.ts";
import { rehearsed } from "../../ops/mocks/program.ts";
import { recordResources } from "../../ops/mocks/recorder.ts";
import { throwIfInvalidLate } from "../../components/validation.ts";
import { deploy } from "../../stacks/platform.ts";

const stranger = "arn:aws:sts::123456789012:assumed-role/somebody-else/run";

describe("an issue that is known only while resources are created", () => {
  it("does not say that nothing was changed", () => {
    const late = () =>
      throwIfInvalidLate([{ key: "hanok:x", value: 1, problem: "is wrong", remedy: "Mend it." }]);
    expect(late).to.throw(
      /^1 setting is wrong; what was created before this stays:\n {2}hanok:x = 1/,
    );
  });
});

describe("stacks: who runs the program", () => {
  it("is checked by an `up` without a preview before the first resource of the account", async () => {
    const environment = rehearsed("dev");
    const created: string[] = [];
    const error = await recordResources(() => deploy(environment), {
      stack: "dev",
      preview: false,
      outputs: (resource) => {
        created.push(resource.type);
        return awsOutputs(resource);
      },
      answers: (call) =>
        call.token === "aws:index/getCallerIdentity:getCallerIdentity"
          ? { accountId: "123456789012", arn: stranger }
          : awsAnswers(call),
    }).then(
      () => "",
      (reason: unknown) => String(reason),
    );
    expect(error).to.match(/nothing was changed/);
    expect(error).to.contain("somebody-else");
    expect(created.filter((type) => !type.startsWith("pulumi:"))).to.deep.equal([]);
  });
});
