import { expect } from "chai";
import { describe, it } from "mocha";
import { addonsOptions } from "../../components/cluster/addons/options.ts";
import { settings } from "../../stacks/settings/schema.ts";
import { validateAcross } from "../../stacks/settings/across.ts";

const sso = { issuer: "https://login.example.com", clientId: "hanok", adminGroups: ["platform"] };

const issuesOf = (some: Parameters<typeof validateAcross>[1]) =>
  validateAcross("dev", some, {}).map(({ key, problem }) => `${key}: ${problem}`);

describe("hanok:sso and hanok:addons", () => {
  it("refuse a sign-in that locks everybody out: no gateway serves the pages", () => {
    const given = settings.shape.sso.parse(sso);
    expect(issuesOf({ sso: given, internalGateway: false }).join()).to.contain(
      "hanok:sso: locks everybody out",
    );
    expect(issuesOf({ sso: given, internalGateway: true })).to.be.empty;
    expect(issuesOf({ internalGateway: false })).to.be.empty;
  });

  it("refuse a sign-in without an administrator, and one without TLS", () => {
    for (const wrong of [
      { ...sso, adminGroups: [] },
      { ...sso, issuer: "http://login.example.com" },
    ])
      expect(settings.shape.sso.safeParse(wrong).success).to.equal(false);
    expect(settings.shape.sso.safeParse(sso).success).to.equal(true);
  });

  it("refuse OpenCost without the metrics that it reads", () => {
    const addons = addonsOptions.parse({ opencost: true });
    expect(issuesOf({ addons, observability: "none" }).join()).to.contain(
      "hanok:addons.opencost: has no Prometheus to read",
    );
    expect(issuesOf({ addons, observability: "metrics" })).to.be.empty;
  });

  it("name only settings that exist", () => {
    const known = Object.keys(settings.shape);
    const wrong = [
      ...validateAcross(
        "dev",
        {
          sso: settings.shape.sso.parse(sso),
          internalGateway: false,
          addons: addonsOptions.parse({ opencost: true }),
          observability: "none",
        },
        {},
      ),
    ];
    expect(wrong).to.have.length(2);
    for (const { key, remedy } of wrong)
      for (const [, name = ""] of `${key} ${remedy}`.matchAll(/hanok:(\w+)/g))
        expect(known).to.include(name);
  });
});
