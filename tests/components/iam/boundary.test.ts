import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { boundary as boundaryStatements } from "../../../bootstrap/documents/boundary.ts";
import { validateBoundary } from "../../../components/iam/boundary.ts";
import { issueLine } from "../../../components/validation.ts";
import { key, names } from "../../bootstrap/settings-under-test.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";

const session = "arn:aws:sts::123456789012:assumed-role/hanok-deploy/GitHubActions";
const demanding = JSON.stringify({
  Version: "2012-10-17",
  Statement: boundaryStatements(names, key),
});

/** Issues of a caller whose role has a boundary, in an account with some policies. */
async function issuesOf({
  caller = session,
  own = "",
  policies = {},
  boundary,
}: {
  readonly caller?: string;
  readonly own?: string;
  readonly policies?: Readonly<Record<string, string>>;
  readonly boundary?: string;
}): Promise<readonly string[]> {
  let lines: readonly string[] = [];
  const answers = ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
    if (token !== "aws:iam/getPolicy:getPolicy") return { permissionsBoundary: own };
    const policy = policies[String(inputs["arn"])];
    // gRPC's form: the monitor's answer is its details
    if (policy === undefined)
      throw Object.assign(new Error(), { details: "no IAM policy found matching criteria" });
    return { policy };
  };
  await recordResources(
    async () => (lines = (await validateBoundary(caller, boundary, {})).map(issueLine)),
    { answers },
  );
  return lines;
}

const { arn } = names.boundary;
const account = { own: arn, policies: { [arn]: demanding } };

describe("The permissions boundary of a stack", () => {
  it("is demanded of a deploy role that may create no role without it, with the line to write", async () => {
    expect(await issuesOf(account)).to.deep.equal([
      `hanok:permissionsBoundary — is missing, and hanok-deploy may create a role only with the one that its own boundary demands. Write this line below config: "hanok:permissionsBoundary: ${arn}".`,
    ]);
    const [line] = await issuesOf({ ...account, boundary: `${arn}-2` });
    expect(line)
      .to.contain("is another boundary")
      .and.to.contain(`"hanok:permissionsBoundary: ${arn}"`);
  });

  it("is taken where it is the one demanded, and not asked of anybody else", async () => {
    expect(await issuesOf({ ...account, boundary: arn })).to.deep.equal([]);
    expect(await issuesOf({})).to.deep.equal([]);
    expect(await issuesOf({ caller: "arn:aws:iam::123456789012:user/dev/ann" })).to.deep.equal([]);
    expect(await issuesOf({ caller: "arn:aws:iam::123456789012:root", own: arn })).to.deep.equal(
      [],
    );
    const open = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    expect(await issuesOf({ own: arn, policies: { [arn]: open } })).to.deep.equal([]);
  });

  it("is also demanded by a condition of what is allowed, and of a user", async () => {
    const Condition = { StringEquals: { "iam:PermissionsBoundary": [`${arn}-a`, `${arn}-b`] } };
    const allow = { Effect: "Allow", Action: "iam:*", Resource: "*", Condition };
    const policies = { [arn]: JSON.stringify({ Statement: [allow] }), [`${arn}-b`]: "{}" };
    const caller = "arn:aws:iam::123456789012:user/dev/ann";
    expect(await issuesOf({ caller, own: arn, policies, boundary: `${arn}-b` })).to.deep.equal([]);
    const [line] = await issuesOf({ caller, own: arn, policies, boundary: arn });
    expect(line).to.contain(`ann may create`).and.to.contain(`: ${arn}-a"`);
  });

  it("exists, or is refused whoever deploys", async () => {
    expect(await issuesOf({ boundary: arn })).to.deep.equal([
      `hanok:permissionsBoundary = "${arn}" — is not a policy of the account. Run bootstrap/ in this account first, and write the ARN that it prints.`,
    ]);
    expect(await issuesOf({ boundary: arn, policies: { [arn]: demanding } })).to.deep.equal([]);
  });
});
