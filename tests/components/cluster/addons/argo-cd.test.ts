import { expect } from "chai";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { argoCd } from "../../../../components/cluster/addons/argo-cd.ts";
import { contexts, largest, signIn, smallest } from "./contexts.ts";

describe("add-on argo-cd", () => {
  it("has its administrator exactly where there is no single sign-on, so nobody is locked out", () => {
    for (const context of contexts) {
      const { configs } = argoCd.values(context);
      const hasSso = context.signIn !== undefined;
      expect(configs).to.have.nested.property("cm.admin\\.enabled", !hasSso);
      expect(JSON.stringify(configs).includes("oidc.config")).to.equal(hasSso);
    }
  });

  it("gives roles by groups alone, and no role to everybody else", () => {
    const { configs } = argoCd.values({ ...largest, signIn });
    expect(configs).to.have.nested.property("rbac.policy\\.default", "");
    expect(configs).to.have.nested.property(
      "rbac.policy\\.csv",
      "g, platform, role:admin\ng, developers, role:readonly\ng, support, role:readonly",
    );
    expect(configs).to.have.nested.property("rbac.scopes", "[groups]");
  });

  it("signs in as a public client, without a secret", () => {
    const { configs, global } = argoCd.values({ ...largest, signIn });
    const text: unknown = configs["cm"];
    expect(text).to.have.property("oidc.config");
    const found = /oidc.config":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(configs))?.[1] ?? "";
    expect(parse(JSON.parse(`"${found}"`))).to.deep.equal({
      name: "SSO",
      issuer: signIn.issuer,
      clientID: "hanok",
      enablePKCEAuthentication: true,
      requestedScopes: ["openid", "profile", "email", "groups"],
    });
    // the redirect goes to the page's own address
    expect(global).to.have.property("domain", "argocd.internal.example.com");
  });

  it("is highly available in a zonal environment: two of each, and three caches behind proxies", () => {
    const pods = Object.fromEntries(
      argoCd.footprint(largest).map((one) => [one.name, "replicas" in one ? one.replicas : 0]),
    );
    expect(pods).to.deep.equal({
      "argo-cd-argocd-application-controller": 1,
      "argo-cd-argocd-repo-server": 2,
      "argo-cd-argocd-server": 2,
      "argo-cd-argocd-applicationset-controller": 2,
      "argo-cd-redis-ha-server": 3,
      "argo-cd-redis-ha-haproxy": 3,
    });
    expect(argoCd.footprint(smallest)).to.have.length(5);
  });
});
