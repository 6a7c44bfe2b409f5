import type { Order, Properties, Reference, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { flag, isObject, number, objects, text } from "../values.ts";
import { domainOf } from "./common.ts";

const repositoryType = "aws:ecr/repository:Repository";
/** Not a type of the provider: an image is a record that tests write, with `repository` and `digest`. */
export const imageType = "aws:ecr/image:Image";

const ofRepository: Reference = {
  to: [repositoryType],
  error:
    "RepositoryNotFoundException: The repository with name '{value}' does not exist in the registry",
  onDelete: "cascade",
};

/** A policy of a repository, one of each kind. */
function repositoryPolicy(
  name: "lifecyclePolicy" | "repositoryPolicy",
  /** @throws Refusal */
  admit: (document: unknown) => void,
): ResourceRow {
  const made = ({ inputs }: Order): undefined => {
    admit(inputs["policy"]);
  };
  return {
    type: `aws:ecr/${name}:${name.replace(/^./, (letter) => letter.toUpperCase())}`,
    references: { repository: ofRepository },
    behaviour: { create: made, update: made },
  };
}

const invalid = (parameter: string, reason: string): Refusal =>
  new Refusal(
    `InvalidParameterException: Invalid parameter at '${parameter}' failed to satisfy constraint: '${reason}'`,
  );

/** @throws the given error for text other than a JSON object */
function parsed(document: unknown, refusal: Refusal): Properties {
  if (typeof document !== "string") return isObject(document) ? document : {};
  try {
    const value: unknown = JSON.parse(document);
    if (isObject(value)) return value;
  } catch {
    // refused below
  }
  throw refusal;
}

/** Registries that ECR can cache, and whether they need a secret: "Using pull through cache rules". */
const upstreams: readonly (readonly [pattern: RegExp, needsSecret: boolean])[] = [
  [/^(public\.ecr\.aws|registry\.k8s\.io|quay\.io)$/, false],
  [/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/, false],
  [
    /^(registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|registry\.chainguard\.dev|cgr\.dev)$|\.azurecr\.io$/,
    true,
  ],
];

export const ecr: readonly ResourceRow[] = [
  {
    type: repositoryType,
    defaults: { encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: "" }] },
    behaviour: {
      create: ({ id }, cloud) => {
        // CreateRepository: repositoryName, which the provider does not check
        if (!/^(?=.{2,256}$)[a-z0-9]+([._/-][a-z0-9]+|__[a-z0-9]+|-+[a-z0-9]+)*$/.test(id))
          throw invalid("repositoryName", "must be lower-case words with . _ - or / between them");
        return {
          repositoryUrl: `${cloud.account}.dkr.ecr.${cloud.region}.${domainOf(cloud)}/${id}`,
        };
      },
      remove: ({ id, properties }, cloud) => {
        const images = cloud.where(imageType, { repository: id });
        if (images.length > 0 && !flag(properties, "forceDelete"))
          throw new Refusal(
            `RepositoryNotEmptyException: The repository with name '${id}' in registry with id '${cloud.account}' cannot be deleted because it still contains images`,
          );
        for (const image of images) cloud.remove(imageType, image.id);
      },
    },
  },
  repositoryPolicy("lifecyclePolicy", (document) => {
    const failure = "Lifecycle policy validation failure:";
    const refused = invalid("LifecyclePolicyText", `${failure} not valid JSON`);
    const priorities = objects(parsed(document, refused), "rules").map((rule) =>
      number(rule, "rulePriority"),
    );
    // "Lifecycle policy properties": each rule has a unique priority
    if (new Set(priorities).size < priorities.length)
      throw invalid("LifecyclePolicyText", `${failure} rulePriority must be unique`);
  }),
  {
    type: "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    references: {
      credentialArn: {
        to: ["aws:secretsmanager/secret:Secret"],
        by: "arn",
        error:
          "SecretNotFoundException: The ARN of the secret specified in the pull through cache rule was not found: {value}",
        onDelete: "ignore",
      },
    },
    behaviour: {
      create: ({ inputs }) => {
        const url = text(inputs, "upstreamRegistryUrl") ?? "";
        const found = upstreams.find(([pattern]) => pattern.test(url));
        if (found === undefined)
          throw new Refusal(
            `UnsupportedUpstreamRegistryException: The specified upstream registry isn't supported: ${url}`,
          );
        const secret = text(inputs, "credentialArn");
        if (found[1] && secret === undefined)
          throw new Refusal(
            `InvalidParameterException: Invalid parameter at 'credentialArn': a secret is required for the upstream registry ${url}`,
          );
        const isNamed = secret === undefined || /:secret:ecr-pullthroughcache\//.test(secret);
        if (!isNamed)
          throw new Refusal(
            "InvalidParameterException: Invalid parameter at 'credentialArn': the name of the secret must begin with ecr-pullthroughcache/",
          );
      },
    },
  },
  { type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate" },
];
