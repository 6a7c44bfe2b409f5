import { expect } from "chai";
import { describe, it } from "mocha";
import { validateAudiences } from "../../bootstrap/identity-provider.ts";

describe("An existing OIDC provider", () => {
  it("is valid if it has the audience of AWS, with or without others", () => {
    expect(validateAudiences(["https://github.com/octo-org", "sts.amazonaws.com"])).to.deep.equal(
      [],
    );
  });

  it("is rejected otherwise, with the command that fixes it", () => {
    const [issue] = validateAudiences(["https://github.com/octo-org"]);
    expect(issue).to.deep.include({ key: "hanok-bootstrap:oidcProvider", value: "existing" });
    expect(issue?.remedy).to.include("aws iam add-client-id-to-open-id-connect-provider");
  });
});
