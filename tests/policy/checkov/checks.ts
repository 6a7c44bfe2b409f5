/** What Checkov finds and no rule names as its source: the rule that reports the same. */
export const sameAs: Readonly<Record<string, string>> = {
  CKV_AWS_229: "nacl-no-world-admin-ports",
  CKV_AWS_230: "nacl-no-world-admin-ports",
  CKV_AWS_273: "iam-no-users",
  CKV_AWS_8: "eks-node-volumes-encrypted-gp3",
};

const limitedElsewhere =
  "What a policy may do with a named resource is its author's decision; whole services and stars are reported";
const withTags = "Only what a tag sends to the backup must be in it: a store of a test needs none";
const needsDecision = "Costs money or needs a decision that no rule can take for a team";

/** What Checkov finds and the pack leaves alone on purpose, each with its reason. */
export const leftAlone: Readonly<Record<string, string>> = {
  CKV2_AWS_10: "A trail in S3 is enough for the record; alarms on it are a further product",
  CKV2_AWS_18: withTags,
  CKV2_AWS_19:
    "Checkov does not see the NAT gateway or the network interface that an address is for",
  CKV2_AWS_27:
    "Which statements are logged is decided in the parameter group, for what is looked for",
  CKV2_AWS_30:
    "Which statements are logged is decided in the parameter group, for what is looked for",
  CKV2_AWS_28:
    "A firewall belongs to what is public; an ALB's scheme and its association may be another stack's",
  CKV2_AWS_32: "Checkov does not follow a managed policy's id in a behavior",
  CKV2_AWS_38:
    "Signing a zone needs a record at the registrar first: the setting `dnssec` asks for it",
  CKV2_AWS_41: "A bastion or a NAT instance needs no permissions",
  CKV2_AWS_42:
    "A distribution without host names of its own can only have CloudFront's certificate",
  CKV2_AWS_47: "KnownBadInputs is one of two managed groups of which one is demanded",
  CKV2_AWS_5: "A group may serve what a controller makes; an unused one lets nobody in",
  CKV2_AWS_62: needsDecision,
  CKV2_AWS_64:
    "Without a policy, KMS gives the account's own identities what IAM says: the default is closed",
  CKV2_AWS_71: "A wildcard certificate serves the hosts of one zone; each environment has its own",
  CKV2_AWS_76: "KnownBadInputs is one of two managed groups of which one is demanded",
  CKV2_AWS_8: withTags,
  CKV2_AWS_9: withTags,
  CKV_AWS_115: needsDecision,
  CKV_AWS_116: "A function behind a queue fails into the queue's own dead-letter queue",
  CKV_AWS_117: "A function that reaches nothing private is safer outside the VPC",
  CKV_AWS_126: needsDecision,
  CKV_AWS_130: "A subnet that is tagged as the public tier may hand out addresses",
  CKV_AWS_135: "Each instance type of the last ten years is optimised by itself",
  CKV_AWS_139: "Demanded in production only: a stack of a test must go",
  CKV_AWS_144: needsDecision,
  CKV_AWS_18: "A bucket of logs has no log of its own; any other is judged by s3-access-logging",
  CKV_AWS_21: "Logs are written once; a bucket of anything else is judged by s3-versioning",
  CKV2_AWS_23: "The load balancer behind the name is made by its controller, so no plan has it",
  CKV_AWS_145: "Buckets of access logs may use AES256: S3 and ALB cannot write with a customer key",
  CKV_AWS_157: "Demanded in production only, and of no replica",
  CKV_AWS_174:
    "A distribution without host names of its own can only have CloudFront's certificate",
  CKV_AWS_184: "EFS has no rule in the catalogue; what is tagged for a backup is in its plan",
  CKV_AWS_175:
    "Checkov reads no rules in JSON; a web ACL without rules breaks waf-has-managed-rules",
  CKV_AWS_189:
    "A volume may be encrypted with the key of EBS: encryption is demanded, the key is not",
  CKV_AWS_191: "At rest, ElastiCache encrypts with a key of AWS; data of a cache has a short life",
  CKV_AWS_192: "KnownBadInputs is one of two managed groups of which one is demanded",
  CKV_AWS_207: "Amazon MQ raises the minor of ActiveMQ in its window anyway; RabbitMQ's is judged",
  CKV_AWS_209: "Demanded in production, and of ActiveMQ alone, as the catalogue has it",
  CKV_AWS_226: "Absent is true: AWS upgrades minors unless it is told not to",
  CKV_AWS_252: needsDecision,
  CKV_AWS_260:
    "Port 80 may be open where a listener sends it on to HTTPS: lb-https-only judges that",
  CKV_AWS_261: "A target group has a health check by default",
  CKV_AWS_27: "SQS encrypts a new queue with a key of its own by default",
  CKV_AWS_272: needsDecision,
  CKV_AWS_287: limitedElsewhere,
  CKV_AWS_288: limitedElsewhere,
  CKV_AWS_289: limitedElsewhere,
  CKV_AWS_290: limitedElsewhere,
  CKV_AWS_293: "Demanded in production only: a stack of a test must go",
  CKV_AWS_310: needsDecision,
  CKV_AWS_326:
    "Backtracking is another way to have backups, for MySQL alone; point-in-time recovery is there",
  CKV_AWS_327: "Demanded in production only: elsewhere the key of RDS encrypts",
  CKV_AWS_338: "A year for audit logs; how long the rest is kept is the setting `logRetentionDays`",
  CKV_AWS_354: "Performance Insights holds statements' texts, encrypted with the key of RDS",
  CKV_AWS_355: limitedElsewhere,
  CKV_AWS_37: "All five log types are demanded by the setting `strict`",
  CKV_AWS_374: "A site for everyone has no country to refuse",
  CKV_AWS_39:
    "A public endpoint may be open to addresses that are named: eks-api-not-open-to-world",
  CKV_AWS_50: needsDecision,
  CKV_AWS_61: "Another account's root may be trusted with sts:ExternalId",
};
