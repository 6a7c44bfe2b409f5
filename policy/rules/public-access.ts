import { isOpen, statementsOf } from "../aws/policies.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";

const theme = "public-access";

/** Resources with a policy about their callers, and the property that holds it. Buckets and keys have rules of their own. */
const policyOf: Readonly<Record<string, string>> = {
  "aws:acmpca/policy:Policy": "policy",
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:elasticsearch/domain:Domain": "accessPolicies",
  "aws:elasticsearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:glue/resourcePolicy:ResourcePolicy": "policy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:mediastore/containerPolicy:ContainerPolicy": "policy",
  "aws:msk/clusterPolicy:ClusterPolicy": "policy",
  "aws:opensearch/domain:Domain": "accessPolicies",
  "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:s3/accessPoint:AccessPoint": "policy",
  "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:ses/identityPolicy:IdentityPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
};

const policyNotOpen = resourceRule({
  id: "resource-policy-not-open",
  theme,
  title: "Policies of queues, topics, secrets, file systems and repositories do not allow everyone",
  severity: "critical",
  sources: [
    "own:resource-policy",
    "CKV_AWS_32",
    "CKV_AWS_168",
    "CKV_AWS_169",
    "CKV_AWS_283",
    "AVD-AWS-0032",
  ],
  remediation:
    "Name the principals, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
  types: Object.keys(policyOf),
  check: ({ props, type }, { fail, each }) => {
    // the security groups of a domain in a VPC decide who reaches it
    if (type.endsWith("/domain:Domain") && props.at("vpcOptions").present) return;
    if (type.endsWith(":AccessPoint") && props.at("vpcConfiguration").present) return;
    const policy = props.at(policyOf[type] ?? "policy");
    if (policy.absent) return;
    each(statementsOf(policy), (statement) => {
      const { notPrincipals, principals } = statement;
      if (isOpen(statement))
        fail(notPrincipals.present ? notPrincipals : principals, "name who is allowed");
    });
  },
});

const lambdaNotPublic = resourceRule({
  id: "lambda-not-public",
  theme,
  title: "Functions and layers do not allow everyone",
  severity: "critical",
  sources: ["own:lambda-public", "CKV_AWS_301", "CKV_AWS_364"],
  remediation:
    "Name the calling service or account as `principal`, with `sourceArn` or `principalOrgId` (a layer: `organizationId`).",
  types: [
    "aws:lambda/permission:Permission",
    "aws:lambda/layerVersionPermission:LayerVersionPermission",
  ],
  check: ({ props }, { fail }) => {
    const principal = props.at("principal");
    const narrowing = ["sourceArn", "sourceAccount", "principalOrgId", "organizationId"];
    // lambda-url-authenticated is about function URLs
    if (props.at("functionUrlAuthType").present) return;
    if (principal.is("*") && narrowing.every((key) => props.at(key).absent))
      fail(principal, "name who may use it");
  },
});

const urlAuthenticated = resourceRule({
  id: "lambda-url-authenticated",
  theme,
  title: "Function URLs authenticate their callers",
  severity: "medium",
  sources: ["own:lambda-url", "CKV_AWS_258"],
  remediation:
    'Set `authorizationType: "AWS_IAM"`, or serve the function through an API with an authorizer.',
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: ({ props }, { fail }) => {
    const kind = props.at("authorizationType");
    if (kind.is("NONE")) fail(kind, "be AWS_IAM");
  },
});

/** The properties that share a snapshot, an image or a document, and the value that means everyone. */
const sharing: Readonly<Record<string, readonly (readonly [path: string, everyone: string])[]>> = {
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": [["accountId", "all"]],
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": [["group", "all"]],
  "aws:rds/snapshot:Snapshot": [["sharedAccounts", "all"]],
  "aws:rds/snapshotCopy:SnapshotCopy": [["sharedAccounts", "all"]],
  "aws:rds/clusterSnapshot:ClusterSnapshot": [["sharedAccounts", "all"]],
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": [["sharedAccounts", "all"]],
  "aws:ssm/document:Document": [
    ["permissions.accountIds", "all"],
    ["permissions.account_ids", "all"],
  ],
};

const notShared = resourceRule({
  id: "snapshot-not-public",
  theme,
  title: "Snapshots, images and documents are not shared with everyone",
  severity: "critical",
  sources: ["own:snapshot-public", "CKV_AWS_205", "CKV_AWS_303"],
  remediation: "Name the accounts to share with, and share encrypted snapshots only.",
  types: Object.keys(sharing),
  check: ({ props, type }, { fail, each }) =>
    each(sharing[type] ?? [], ([path, everyone]) => {
      const shared = props.at(...path.split("."));
      const isEveryone = some(shared.list, (entry) =>
        (entry.text ?? "").split(",").some((part) => part.trim().toLowerCase() === everyone),
      );
      if (isEveryone) fail(shared, "name the accounts to share with");
    }),
});

/** Switches of a whole account or an access point that keep data from the public, and their open values. */
const closedByDefault: Readonly<
  Record<string, readonly (readonly [path: string, open: readonly unknown[]])[]>
> = {
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": [["state", ["unblocked"]]],
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": [["state", ["unblocked"]]],
  "aws:ebs/encryptionByDefault:EncryptionByDefault": [["enabled", [false, "false"]]],
  "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration": [
    ["blockPublicSecurityGroupRules", [false, "false"]],
  ],
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": [
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
  ].map((key) => [key, [false, "false", undefined]] as const),
  "aws:s3/accessPoint:AccessPoint": [
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
  ].map((key) => [`publicAccessBlockConfiguration.${key}`, [false, "false"]] as const),
};

const accountClosed = resourceRule({
  id: "account-blocks-public-access",
  theme,
  title: "The account and its access points block public access",
  severity: "high",
  sources: ["own:account-public-access", "CKV_AWS_106", "CKV_AWS_392"],
  remediation: "Turn the block on: it holds for each bucket, snapshot and image of the account.",
  types: Object.keys(closedByDefault),
  check: ({ props, type }, { fail, each }) =>
    each(closedByDefault[type] ?? [], ([path, open]) => {
      const at = props.at(...path.split("."));
      if (at.is(...open)) fail(at, "block public access");
    }),
});

/** Resources that everyone can read or call. */
export const publicAccess: readonly Rule[] = [
  policyNotOpen,
  lambdaNotPublic,
  urlAuthenticated,
  notShared,
  accountClosed,
];
