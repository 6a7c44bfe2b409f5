import { z } from "zod";
import type { Infer } from "../../check/schema.ts";
import type { AddonName } from "./chart.ts";

export const observabilityOptions = z
  .enum(["none", "metrics", "full"])
  .meta({
    description:
      "`metrics` has Prometheus, dashboards and alerts; `full` has logs and traces as well.",
    remedy: "Write none, metrics or full.",
  })
  .default("none");

const option = (description: string) =>
  z.boolean().meta({ description, remedy: "Write true or false." }).default(false);

/** Add-ons that an environment has beside those of its systems and of its observability. */
export const addonsOptions = z
  .strictObject({
    "cert-manager": option("Certificates inside the cluster, by an authority of its own."),
    "external-secrets": option("Secrets from AWS Secrets Manager and Vault."),
    keda: option("Scaling by queues, schedules and metrics."),
  })
  .meta({
    description:
      "Single add-ons of the cluster. What systems and observability need comes by itself.",
    remedy: "Write {keda: true}.",
  });

export type AddonsOptions = Infer<typeof addonsOptions>;

/** The add-ons of each option. */
const ofOption: Readonly<Record<keyof AddonsOptions, readonly AddonName[]>> = {
  "cert-manager": ["cert-manager"],
  "external-secrets": ["external-secrets"],
  keda: ["keda"],
};

/** The add-ons of the options that are on. */
export const optionalAddons = (options: AddonsOptions): readonly AddonName[] =>
  addonsOptions.keyof().options.flatMap((key) => (options[key] ? ofOption[key] : []));
