import { bucket, holdsLogs, inlineEncryption, isVersioned, part, partsOf } from "../aws/buckets.ts";
import { inProduction, mustNotBeTrue } from "../checks.ts";
import {
  conditionsOf,
  isEveryone,
  isNarrowed,
  namesEveryone,
  type Statement,
  statementsOf,
} from "../aws/policies.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const blocks = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

const blockPublicAccess = stackRule({
  id: "s3-block-public-access",
  theme: "s3",
  title: "Every bucket blocks public access",
  severity: "critical",
  sources: [
    "CKV2_AWS_6",
    "CKV_AWS_53",
    "CKV_AWS_54",
    "CKV_AWS_55",
    "CKV_AWS_56",
    "AwsSolutions-S2",
    "guard:s3_bucket_level_public_access_prohibited",
  ],
  remediation:
    "Create an aws.s3.BucketPublicAccessBlock for the bucket with all four switches true.",
  check: (graph, { fail, each }) =>
    each(graph.of(bucket), (store) => {
      const [block] = partsOf(graph, store, "BucketPublicAccessBlock");
      if (block === undefined) return fail(store.props, "come with a BucketPublicAccessBlock");
      each(blocks, (key) => {
        if (block.props.at(key).flag !== true) fail(block.props.at(key), "be true");
      });
    }),
});

const noPublicAcl = resourceRule({
  id: "s3-no-public-acl",
  theme: "s3",
  title: "No public canned ACL",
  severity: "critical",
  sources: ["CKV_AWS_20", "CKV_AWS_57", "CKV2_AWS_43", "guard:s3_bucket_public_rw_acl"],
  remediation:
    "Remove the ACL: a bucket's owner owns its objects. Public content goes through CloudFront.",
  types: [
    bucket,
    part("BucketAcl"),
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
  ],
  check: ({ props }, { fail, each }) => {
    const acl = props.at("acl");
    each([acl], () => {
      if (acl.is("public-read", "public-read-write", "authenticated-read"))
        fail(acl, "not let the public in");
    });
    // a bucket's own list of grants, and that of a BucketAcl
    const grantees = [
      ...props.at("grants").list,
      ...props.at("accessControlPolicy", "grants").list.map((grant) => grant.at("grantee")),
    ];
    each(grantees, (grantee) => {
      const group = grantee.at("uri");
      if (/\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/.test(group.text ?? ""))
        fail(group, "not be a group of the public");
    });
  },
});

const encryptionKms = stackRule({
  id: "s3-encryption-kms",
  theme: "s3",
  title: "Buckets encrypt with KMS",
  severity: "medium",
  sources: ["CKV_AWS_19", "CKV_AWS_145", "guard:s3_default_encryption_kms"],
  remediation:
    'Create a BucketServerSideEncryptionConfiguration with sseAlgorithm "aws:kms" and bucketKeyEnabled true.',
  check: (graph, { fail, each }) =>
    each(graph.of(bucket), (store) => {
      const [config] = partsOf(graph, store, "BucketServerSideEncryptionConfiguration");
      const rules = config === undefined ? inlineEncryption(store) : config.props.at("rules").list;
      if (rules.length === 0) return fail(store.props, "come with an encryption rule");
      each(rules, (rule) => {
        const single = rule.at("applyServerSideEncryptionByDefault");
        const [listed = single] = rule.at("applyServerSideEncryptionByDefaults").list;
        const algorithm = listed.at("sseAlgorithm");
        if (algorithm.is("AES256") && holdsLogs(graph, store)) return;
        if (!algorithm.is("aws:kms", "aws:kms:dsse")) return fail(algorithm, "be aws:kms");
        const key = rule.at("bucketKeyEnabled");
        if (algorithm.is("aws:kms") && key.flag !== true)
          fail(key, "be true: it saves most calls to KMS");
      });
    }),
});

/** Whether a statement refuses requests without TLS. @throws Undecided */
const refusesPlainHttp = (statement: Statement): boolean =>
  !statement.allows &&
  isEveryone(statement.principals) &&
  some(statement.actions, (action) => action.is("s3:*", "*")) &&
  some(conditionsOf(statement, "aws:SecureTransport"), ({ values }) =>
    some(values.list, (value) => value.flag === false),
  ) &&
  coversBoth(statement.resources);

/** The bucket itself and its objects. An unknown ARN may be either. */
const coversBoth = (resources: readonly Value[]): boolean => {
  const known = resources.filter(({ unknown }) => !unknown).map((value) => value.text ?? "");
  const objects = known.some((arn) => arn === "*" || arn.endsWith("/*"));
  const whole = known.some((arn) => arn === "*" || !arn.endsWith("/*"));
  return resources.length > known.length
    ? resources.length >= 2 || objects || whole
    : objects && whole;
};

const tlsOnly = stackRule({
  id: "s3-tls-only-policy",
  theme: "s3",
  title: "Buckets refuse plain HTTP",
  severity: "high",
  sources: [
    "AwsSolutions-S10",
    "CKV_AWS_379",
    "guard:s3_bucket_ssl_requests_only",
    "NIST.800.53.R5-S3BucketSSLRequestsOnly",
  ],
  remediation:
    'Add a BucketPolicy that denies s3:* to Principal "*" on the bucket and its objects while aws:SecureTransport is false.',
  check: (graph, { fail, each }) =>
    each(graph.of(bucket), (store) => {
      const separate = partsOf(graph, store, "BucketPolicy").map(({ props }) => props.at("policy"));
      const inline = store.inputs.at("policy");
      const documents = inline.present ? [...separate, inline] : separate;
      if (!some(documents, (document) => some(statementsOf(document), refusesPlainHttp)))
        fail(separate[0] ?? store.props, "deny requests without TLS");
    }),
});

const narrowing =
  /^aws:(?:SourceArn|SourceAccount|PrincipalOrgID|PrincipalOrgPaths|SourceVpce|SourceVpc|PrincipalArn|PrincipalAccount|SourceOrgID|ResourceOrgID)$/i;

const noWildcardPrincipal = resourceRule({
  id: "s3-no-wildcard-principal",
  theme: "s3",
  title: "Bucket policies do not allow everyone",
  severity: "critical",
  sources: ["CKV_AWS_70", "guard:s3_bucket_policy_no_wildcard_principal"],
  remediation:
    "Name the principals, or condition on aws:SourceArn, aws:SourceVpce or aws:PrincipalOrgID.",
  types: [part("BucketPolicy"), bucket],
  check: ({ props }, { fail, each }) => {
    if (props.at("policy").absent) return;
    each(statementsOf(props.at("policy")), (statement) => {
      const { allows, principals, notPrincipals } = statement;
      if (allows && namesEveryone(statement) && !isNarrowed(statement, narrowing))
        fail(notPrincipals.present ? notPrincipals : principals, "name who is allowed");
    });
  },
});

const versioned = stackRule({
  id: "s3-versioning",
  theme: "s3",
  title: "Buckets are versioned",
  severity: "medium",
  sources: ["CKV_AWS_21", "guard:s3_bucket_versioning_enabled"],
  remediation:
    'Create a BucketVersioning with status "Enabled". A bucket of logs says so by the tag purpose=logs.',
  check: (graph, { fail, each }) =>
    each(graph.of(bucket), (store) => {
      if (!holdsLogs(graph, store) && !isVersioned(graph, store)) fail(store.props, "be versioned");
    }),
});

const lifecycle = stackRule({
  id: "s3-lifecycle",
  theme: "s3",
  title: "Buckets expire what they do not need",
  severity: "low",
  sources: ["CKV2_AWS_61", "CKV_AWS_300"],
  remediation:
    "Create a BucketLifecycleConfiguration that aborts incomplete uploads within 7 days and expires noncurrent versions.",
  check: (graph, { fail, each }) =>
    each(graph.of(bucket), (store) => {
      const separate = partsOf(graph, store, "BucketLifecycleConfiguration").flatMap(
        ({ props }) => props.at("rules").list,
      );
      const inline = store.inputs.at("lifecycleRules").list;
      const rules = [...separate, ...inline].filter(
        (rule) => rule.at("status").is("Enabled") || rule.at("enabled").flag === true,
      );
      const aborts = some(rules, (rule) => {
        const days = rule.at("abortIncompleteMultipartUpload", "daysAfterInitiation");
        const said = days.absent ? rule.at("abortIncompleteMultipartUploadDays") : days;
        return said.present && (said.number ?? 0) <= 7;
      });
      if (!aborts) fail(store.props, "abort incomplete uploads within 7 days");
      const expires = some(rules, (rule) =>
        ["noncurrentVersionExpiration", "noncurrentVersionExpirations"].some(
          (key) => rule.at(key).present,
        ),
      );
      if (!expires && isVersioned(graph, store)) fail(store.props, "expire noncurrent versions");
    }),
});

const noForceDestroy = resourceRule({
  id: "s3-no-force-destroy",
  theme: "s3",
  title: "Production buckets are not force-destroyable",
  severity: "high",
  sources: ["own:s3-force-destroy"],
  remediation: "Remove `forceDestroy`.",
  types: [bucket],
  check: inProduction(mustNotBeTrue("forceDestroy")),
});

const accessLogging = stackRule({
  id: "s3-access-logging",
  theme: "s3",
  title: "Buckets log access",
  severity: "low",
  sources: ["CKV_AWS_18", "AwsSolutions-S1", "awsguard:s3-bucket-logging-enabled"],
  remediation: "Create a BucketLogging whose targetBucket is the bucket of logs.",
  check: (graph, { fail, each }) =>
    each(graph.of(bucket), (store) => {
      if (holdsLogs(graph, store)) return;
      const logging = [
        ...partsOf(graph, store, "BucketLogging").map(({ props }) => props),
        ...store.inputs.at("logging").list,
        ...store.inputs.at("loggings").list,
      ];
      if (logging.length === 0) return fail(store.props, "come with a BucketLogging");
      each(logging, (to) => {
        const target = to.at("targetBucket");
        if (graph.targets(target, bucket).includes(store)) fail(target, "be another bucket");
      });
    }),
});

export const s3: readonly Rule[] = [
  blockPublicAccess,
  noPublicAcl,
  encryptionKms,
  tlsOnly,
  noWildcardPrincipal,
  versioned,
  lifecycle,
  noForceDestroy,
  accessLogging,
];
