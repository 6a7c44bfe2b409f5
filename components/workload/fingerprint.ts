import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Annotation of a pod with the fingerprint of the secret values that it reads. A changed value restarts the pods. */
export const secretsAnnotation = "hanok.dev/secrets";

/**
 * Fingerprint of secret values, 16 hexadecimal digits. It changes with any of them, and it is not a secret itself:
 * without the key, a value with few possibilities cannot be guessed from it.
 * @param key secret and random
 */
export function fingerprint(
  key: pulumi.Input<string>,
  values: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string> {
  return pulumi.unsecret(
    pulumi.all([key, pulumi.output(values)]).apply(([secret, all]) => fingerprintOf(secret, all)),
  );
}

/** The same of plain values, in any order. */
export function fingerprintOf(key: string, values: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHmac("sha256", key).update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}
