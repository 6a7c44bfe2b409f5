import { ValidationError } from "../../components/validation.ts";
import { natImage, pins } from "../../ops/mocks/aws.ts";

/** Credential of a cache of Docker Hub. */
export const dockerHub =
  "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

/** EKS settings that pin everything, with which two principals reach the cluster, and nodes reach Docker Hub. */
export const reachable = {
  pullThrough: { "docker.io": dockerHub },
  publicAccess: ["203.0.113.0/24"],
  admins: ["arn:aws:iam::123456789012:role/deploy", "arn:aws:iam::123456789012:role/people"],
  ...pins,
};

/** A complete configuration of the profile dev, which runs the system `shop`. */
export const devSettings = {
  "hanok:profile": "dev",
  "hanok:region": "ap-northeast-2",
  "hanok:zones": ["ap-northeast-2a", "ap-northeast-2b"],
  "hanok:domain": "example.com",
  "hanok:network": { cidr: "10.17.0.0/16", natImage },
  "hanok:cluster": reachable,
  "hanok:registry": "registry.example.com",
  "hanok:systems": ["shop"],
  "hanok:versions": "1.0.0",
};

/** The error with which settings are refused; undefined if they are accepted. Any other error is thrown. */
export function refusalOf(load: () => unknown): ValidationError | undefined {
  try {
    load();
    return undefined;
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
}

/** The same for settings that must be refused. @throws Error if they are accepted */
export function demandRefusal(load: () => unknown): ValidationError {
  const error = refusalOf(load);
  if (error === undefined) throw new Error("the settings were accepted");
  return error;
}
