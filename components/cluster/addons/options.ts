import { z } from "zod";
import { type Infer, list, text } from "../../check/schema.ts";
import type { AddonName } from "./chart.ts";

const observability = z
  .enum(["none", "metrics", "full"])
  .meta({
    description:
      "`metrics` has Prometheus, dashboards and alerts; `full` has logs and traces as well.",
    remedy: "Write none, metrics or full.",
  })
  .default("none");

const groups = (whatFor: string) =>
  list(text().meta({ remedy: "Write the name of a group." })).meta({
    description: `Groups of the identity provider whose members ${whatFor}.`,
    remedy: "Write a list of groups: [platform-admins].",
  });

/** Sign-in of people to the platform's pages. */
const sso = z
  .strictObject({
    issuer: z.url({ protocol: /^https$/ }).meta({
      description: "URL of the OIDC identity provider, as in its tokens.",
      remedy: "Write the URL of the issuer, like https://login.example.com.",
    }),
    clientId: text().meta({
      description: "ID of a public client with PKCE, which has no secret.",
      remedy: "Write the ID of the client.",
    }),
    adminGroups: groups("administrate").min(1),
    viewerGroups: groups("may read").default([]),
  })
  .meta({
    description:
      "Sign-in to the platform's pages by OIDC. Pages with it have no built-in administrator.",
    remedy: "Write {issuer: <URL>, clientId: <ID>, adminGroups: [<group>]}.",
  })
  .optional()
  .meta({ otherwise: "each page has an administrator with a generated password" });

const option = (description: string) =>
  z.boolean().meta({ description, remedy: "Write true or false." }).default(false);

/** Add-ons that an environment has beside those of its systems and of its observability. */
export const addonsOptions = z
  .strictObject({
    argocd: option("Delivery tool for repositories of the team, by ArgoCD."),
    "cert-manager": option("Certificates inside the cluster, by an authority of its own."),
    "external-secrets": option("Secrets from AWS Secrets Manager and Vault."),
    istio: option("A mesh in ambient mode, without sidecars, by Istio."),
    jenkins: option("A build server whose agents are pods on Spot nodes, by Jenkins."),
    keda: option("Scaling by queues, schedules and metrics."),
    opencost: option("Costs by namespace and workload, by OpenCost. Needs metrics."),
  })
  .meta({
    description:
      "Single add-ons of the cluster. What systems and observability need comes by itself.",
    remedy: "Write {keda: true}.",
  });

/** The settings that decide on add-ons. */
export const addonSettings = {
  observability,
  sso,
  addons: addonsOptions.default(addonsOptions.parse({})),
};

export type AddonsOptions = Infer<typeof addonsOptions>;

/** The add-ons of each option. */
const ofOption: Readonly<Record<keyof AddonsOptions, readonly AddonName[]>> = {
  argocd: ["argo-cd"],
  "cert-manager": ["cert-manager"],
  "external-secrets": ["external-secrets"],
  istio: ["istio-ztunnel"],
  jenkins: ["jenkins"],
  keda: ["keda"],
  opencost: ["opencost"],
};

/** The add-ons of the options that are on. */
export const optionalAddons = (options: AddonsOptions): readonly AddonName[] =>
  addonsOptions.keyof().options.flatMap((key) => (options[key] ? ofOption[key] : []));
