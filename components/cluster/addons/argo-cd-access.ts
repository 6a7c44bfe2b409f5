import { stringify } from "yaml";
import type { AddonContext, HelmValues } from "./addon.ts";

/** Host of ArgoCD below the private domain. */
const host = "argocd";

/** Roles by group. A person without one of these groups sees no application. */
const policy = ({ adminGroups, viewerGroups }: NonNullable<AddonContext["signIn"]>): string =>
  [
    ...adminGroups.map((group) => `g, ${group}, role:admin`),
    ...viewerGroups.map((group) => `g, ${group}, role:readonly`),
  ].join("\n");

/**
 * Who signs in to ArgoCD. With OIDC the built-in administrator is off: by groups, as a public client with PKCE, so that there is no
 * client secret. Without OIDC the administrator has the generated password of the Secret `argocd-initial-admin-secret`.
 */
export const argocdAccess = {
  domain: ({ signIn }: AddonContext): HelmValues =>
    signIn === undefined ? {} : { domain: `${host}.${signIn.domain}` },

  configs: ({ signIn }: AddonContext): HelmValues => ({
    // TLS ends at the gateway, and a NetworkPolicy closes the rest
    params: { "server.insecure": true },
    rbac: {
      "policy.default": "",
      "policy.csv": signIn === undefined ? "" : policy(signIn),
      scopes: "[groups]",
    },
    cm:
      signIn === undefined
        ? { "admin.enabled": true }
        : {
            "admin.enabled": false,
            "oidc.config": stringify({
              name: "SSO",
              issuer: signIn.issuer,
              clientID: signIn.clientId,
              enablePKCEAuthentication: true,
              requestedScopes: ["openid", "profile", "email", "groups"],
            }),
          },
  }),
};
