import { principalIn } from "../principal.ts";
import { partitionOf } from "../resource/account.ts";
import { eksTypes } from "../services/eks/types.ts";
import type { Store } from "../store/store.ts";
import { type Options, optionsIn } from "./options.ts";

/** What a command prints, and how it ends. */
export interface Answer {
  readonly code: number;
  readonly output?: string;
  readonly error?: string;
}

/** What the stand-in needs beside its arguments. */
export interface Surroundings {
  readonly account: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly store: Store;
  /** Certificate and key by which the sandbox's API server knows its administrator, PEM; undefined where none runs. */
  readonly credential: () => { readonly certificate: string; readonly key: string } | undefined;
  readonly now: Date;
}

/** As the AWS CLI has it: 252 for what it does not understand, 253 for a setting that is missing. */
const codes = { notUnderstood: 252, notConfigured: 253 } as const;

/** The AWS CLI in the sandbox. It can do one thing: `aws eks get-token`. */
export function answer(args: readonly string[], surroundings: Surroundings): Answer {
  if (args.includes("--version")) return { code: 0, output: "aws-cli/2.34.0 Hanok/sandbox" };
  const { words, options, unknown } = optionsIn(args);
  if (words.join(" ") !== "eks get-token" || unknown !== undefined)
    return {
      code: codes.notUnderstood,
      error:
        `aws: ${unknown ?? `"aws ${words.join(" ")}"`} is not simulated; ` +
        "the sandbox's AWS CLI knows `aws eks get-token` alone",
    };
  return token(options, surroundings);
}

function token(options: Options, surroundings: Surroundings): Answer {
  const { environment } = surroundings;
  const cluster = options["cluster-name"] ?? options["cluster-id"];
  if (cluster === undefined)
    return {
      code: codes.notUnderstood,
      error: "Either parameter --cluster-name or --cluster-id must be specified.",
    };
  const region =
    options["region"] ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  if (region === undefined)
    return {
      code: codes.notConfigured,
      error:
        'You must specify a region. You can also configure your region by running "aws configure".',
    };
  const status = isAdmitted(region, cluster, options, surroundings)
    ? known(surroundings)
    : undefined;
  const expirationTimestamp = new Date(surroundings.now.getTime() + validMinutes * 60_000)
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
  const credential = {
    kind: "ExecCredential",
    apiVersion: apiVersionIn(environment["KUBERNETES_EXEC_INFO"]),
    spec: {},
    status: { expirationTimestamp, ...(status ?? stranger(region, cluster)) },
  };
  return { code: 0, output: JSON.stringify(credential) };
}

/** aws-cli, awscli/customizations/eks/get_token.py: TOKEN_EXPIRATION_MINS. */
const validMinutes = 14;

/** The principal must have an access entry, of whatever rights. */
function isAdmitted(
  region: string,
  cluster: string,
  options: Options,
  { account, store }: Surroundings,
): boolean {
  const principal =
    options["role-arn"] ?? principalIn(store.home, { account, partition: partitionOf(region) });
  return (
    store.read(region, eksTypes.cluster, cluster) !== undefined &&
    store.read(region, eksTypes.accessEntry, `${cluster}:${principal}`) !== undefined
  );
}

function known({ credential }: Surroundings): Readonly<Record<string, string>> | undefined {
  const found = credential();
  return found && { clientCertificateData: found.certificate, clientKeyData: found.key };
}

/**
 * As with AWS, a token is made for any name and for anybody, since nobody is asked for it: the API server then answers that it does not
 * know its bearer (401).
 */
function stranger(region: string, cluster: string): Readonly<Record<string, string>> {
  const url = `https://sts.${region}.amazonaws.com/?Action=GetCallerIdentity&x-k8s-aws-id=${cluster}`;
  return { token: `k8s-aws-v1.${Buffer.from(url).toString("base64url")}` };
}

function apiVersionIn(info: string | undefined): string {
  const fallback = "client.authentication.k8s.io/v1beta1";
  try {
    const { apiVersion }: { apiVersion?: string } = JSON.parse(info ?? "{}");
    return apiVersion === "client.authentication.k8s.io/v1" ? apiVersion : fallback;
  } catch {
    return fallback;
  }
}
