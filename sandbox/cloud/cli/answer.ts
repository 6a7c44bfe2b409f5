import { principalIn } from "../principal.ts";
import { partitionOf } from "../resource/account.ts";
import { eksTypes } from "../services/eks/types.ts";
import type { Store } from "../store/store.ts";
import { type Options, optionsIn } from "./options.ts";

/** Output and exit status of a command. */
export interface Answer {
  readonly code: number;
  readonly output?: string;
  readonly error?: string;
}

/** Context of the command. */
export interface Surroundings {
  readonly account: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly store: Store;
  /** Administrator's client certificate and key of the sandbox's API server, PEM; undefined if none runs. */
  readonly credential: () => { readonly certificate: string; readonly key: string } | undefined;
  readonly now: Date;
}

/** Exit status of the AWS CLI: 252 for unknown arguments, 253 for a missing setting. */
const codes = { notUnderstood: 252, notConfigured: 253 } as const;

/** The AWS CLI of the sandbox. It knows one command: `aws eks get-token`. */
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

/** The principal needs an access entry, with any permissions. */
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

/** Like AWS, it creates a token for any cluster and caller. The API server answers 401 to unknown principals. */
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
