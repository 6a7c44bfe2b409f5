import { expect } from "chai";
import { describe, it } from "mocha";
import { settings } from "../../../bootstrap/settings/settings.ts";
import { hidden } from "../../../components/validation.ts";
import { settings as expected } from "../settings-under-test.ts";

const least = {
  account: "123456789012",
  region: "ap-northeast-2",
  repository: "octo-org/shop",
  environments: ["prod"],
  administrators: ["arn:aws:iam::123456789012:role/Admin"],
};

const faultsOf = (changes: Readonly<Record<string, unknown>>): string => {
  try {
    settings({ ...least, ...changes });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
};

describe("The settings of an account", () => {
  it("require five values, and have defaults for the rest", () => {
    expect(settings(least)).to.deep.equal(expected);
  });

  it("accept a repository with its ids", () => {
    expect(settings({ ...least, repository: "octo-org@12/shop@34" }).repository).to.deep.equal({
      owner: "octo-org",
      name: "shop",
      ids: { owner: "12", repository: "34" },
    });
  });

  it("accept role patterns and users", () => {
    const administrators = [
      "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*",
      "arn:aws:iam::123456789012:user/kim",
    ];
    expect(settings({ ...least, administrators }).administrators).to.deep.equal(administrators);
  });

  it("report all issues at once, and that nothing was changed", () => {
    const message = faultsOf({
      project: "Hanok",
      account: "12345678901",
      region: "ap-northeast-2a",
      repository: "shop",
      environments: ["prod*"],
      branches: ["a..b"],
      administrators: ["arn:aws:sts::123456789012:assumed-role/Admin/kim"],
      oidcProvider: "existng",
      regoin: "x",
    });
    expect(message.split("\n")).to.have.length(1 + 9);
    expect(message).to.match(/^9 settings are wrong; nothing was changed:/);
    for (const part of [
      'hanok-bootstrap:project = "Hanok" — is not valid in a bucket\'s name',
      'hanok-bootstrap:account = "12345678901" — is not an AWS account. Write its 12 digits in quotes',
      'hanok-bootstrap:region = "ap-northeast-2a" — is a zone. Its region is ap-northeast-2.',
      'hanok-bootstrap:repository = "shop" — is not a GitHub repository. Write <owner>/<name>',
      'hanok-bootstrap:environments[0] = "prod*" — has a character that a token would change',
      'hanok-bootstrap:branches[0] = "a..b" — is not a branch name',
      "hanok-bootstrap:administrators[0]",
      'hanok-bootstrap:oidcProvider = "existng" — is not known. Did you mean existing?',
      "hanok-bootstrap:regoin",
    ]) {
      expect(message).to.include(part);
    }
  });

  const cases: Readonly<Record<string, readonly [Readonly<Record<string, unknown>>, string]>> = {
    "a missing setting": [{ repository: undefined }, "hanok-bootstrap:repository — is missing"],
    "a project too long for a bucket": [{ project: "p".repeat(30) }, "has 30 characters"],
    "a prefix that AWS reserves": [{ project: "xn--shop" }, "has a prefix that AWS reserves"],
    "another partition": [{ region: "cn-north-1" }, "is not in the aws partition"],
    "an account without deployers": [{ environments: [] }, "no workflow could deploy"],
    "no administrator": [{ administrators: [] }, "hanok-bootstrap:administrators = [] — is empty"],
    "an administrator pattern that matches everyone": [
      { administrators: ["arn:aws:iam::123456789012:role/*"] },
      "would match nearly every role of the account",
    ],
    "an administrator of another account": [
      { administrators: ["arn:aws:iam::210987654321:role/Admin"] },
      "does not belong to 123456789012, which is hanok-bootstrap:account",
    ],
    "an environment twice": [{ environments: ["prod", "prod"] }, "is listed twice"],
    "more subjects than fit into a trust policy": [
      { environments: Array.from({ length: 40 }, (_, index) => `environment-number-${index}`) },
      "need a trust policy of",
    ],
    "a secret setting, without its value": [
      { region: hidden },
      "hanok-bootstrap:region = [secret] — is secret, but settings are public",
    ],
  };
  for (const [what, [changes, part]] of Object.entries(cases)) {
    it(`reject ${what}`, () => {
      expect(faultsOf(changes))
        .to.include(part)
        .and.match(/^1 setting is wrong/);
    });
  }
});
