import { expect } from "chai";
import { describe, it } from "mocha";
import { validateAudiences } from "../../bootstrap/identity-provider.ts";

describe("An OIDC provider that is there", () => {
  it("is right where it knows the audience of AWS, whatever else it knows", () => {
    expect(validateAudiences(["https://github.com/octo-org", "sts.amazonaws.com"])).to.deep.equal(
      [],
    );
  });

  it("is refused where it does not, with the command that mends it", () => {
    const [issue] = validateAudiences(["https://github.com/octo-org"]);
    expect(issue).to.deep.include({ key: "hanok-bootstrap:oidcProvider", value: "existing" });
    expect(issue?.remedy).to.include("aws iam add-client-id-to-open-id-connect-provider");
  });
});
