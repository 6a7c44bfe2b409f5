import { all, isLiteral, mustBeSet, mustBeTrue, mustNotBeFalse } from "../checks.ts";
import { isCredentialName, revealsCredential } from "../credentials.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";

const theme = "account";
const trail = ["aws:cloudtrail/trail:Trail"];

const trailValidated = resourceRule({
  id: "cloudtrail-validated",
  theme,
  title: "Trails detect changed log files",
  severity: "high",
  sources: ["own:cloudtrail", "CKV_AWS_36", "AVD-AWS-0016"],
  remediation: "Set `enableLogFileValidation: true`.",
  types: trail,
  check: mustBeTrue("enableLogFileValidation"),
});

const trailEverywhere = resourceRule({
  id: "cloudtrail-all-regions",
  theme,
  title: "Trails record every region",
  severity: "medium",
  sources: ["own:cloudtrail", "CKV_AWS_67", "AVD-AWS-0014"],
  remediation:
    "Set `isMultiRegionTrail: true`, and leave enableLogging and includeGlobalServiceEvents on.",
  types: trail,
  check: all(
    mustBeTrue("isMultiRegionTrail"),
    mustNotBeFalse("enableLogging"),
    mustNotBeFalse("includeGlobalServiceEvents"),
  ),
});

const trailKey = resourceRule({
  id: "cloudtrail-customer-key",
  theme,
  title: "Trails use a customer key",
  severity: "medium",
  sources: ["own:cloudtrail", "CKV_AWS_35", "AVD-AWS-0015"],
  remediation: "Set `kmsKeyId` to a key whose policy lets CloudTrail encrypt with it.",
  types: trail,
  check: mustBeSet("kmsKeyId"),
});

/** Switches that turn a detector off. */
const detectors: Readonly<Record<string, string>> = {
  "aws:guardduty/detector:Detector": "enable",
  "aws:cfg/recorderStatus:RecorderStatus": "isEnabled",
};

const detectorsOn = resourceRule({
  id: "detectors-on",
  theme,
  title: "GuardDuty and AWS Config are not turned off",
  severity: "medium",
  sources: ["own:detectors", "CKV_AWS_238", "CKV2_AWS_45"],
  remediation: "Set the switch to true, or leave it out.",
  types: Object.keys(detectors),
  check: (resource, trial) => mustNotBeFalse(detectors[resource.type] ?? "")(resource, trial),
});

const passwordPolicy = resourceRule({
  id: "iam-password-policy",
  theme,
  title: "The account demands long passwords that are new",
  severity: "medium",
  sources: ["own:password-policy", "CKV_AWS_10", "AVD-AWS-0063"],
  remediation: "Set `minimumPasswordLength` to 14 or more, and passwordReusePrevention to 24.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  check: ({ props }, { fail }) => {
    const length = props.at("minimumPasswordLength");
    if ((length.number ?? 6) < 14) fail(length, "be at least 14");
    const reuse = props.at("passwordReusePrevention");
    if ((reuse.number ?? 0) < 5) fail(reuse, "be at least 5");
  },
});

const parameterSecure = resourceRule({
  id: "ssm-parameter-secure",
  theme,
  title: "Credentials in Parameter Store are secure strings",
  severity: "high",
  sources: ["own:ssm-parameter", "CKV2_AWS_34", "CKV_AWS_337"],
  remediation: 'Set `type: "SecureString"`, and pass the value as a Pulumi secret.',
  types: ["aws:ssm/parameter:Parameter"],
  check: ({ props, name }, { fail }) => {
    const [type, value] = [props.at("type"), props.at("value")];
    const called = props.at("name").unknown ? name : (props.at("name").text ?? name);
    const last = called.split("/").at(-1) ?? called;
    const named = isCredentialName(last);
    const isSecret = (named && value.secret) || revealsCredential(named ? last : "value", value);
    if (!type.is("SecureString")) {
      if (isSecret) fail(type, "be SecureString for a credential");
      return;
    }
    // a program may make the parameter with a placeholder that people replace
    const isPlaceholder =
      /^(?:change|placeholder|todo|dummy|initial|replace|tbd|unset|none|-|x+$)/i;
    if (isLiteral(value) && isSecret && !isPlaceholder.test(value.text ?? ""))
      fail(value.as("plain text"), "be a secret");
  },
});

const methodAuthorized = resourceRule({
  id: "api-method-authorized",
  theme,
  title: "API methods authorize their callers",
  severity: "medium",
  sources: ["own:api-method", "CKV_AWS_59", "CKV2_AWS_70", "AVD-AWS-0004"],
  remediation: "Set `authorization` to AWS_IAM, COGNITO_USER_POOLS or CUSTOM, or apiKeyRequired.",
  types: ["aws:apigateway/method:Method"],
  check: ({ props }, { fail }) => {
    const kind = props.at("authorization");
    // a browser asks by OPTIONS before it authorizes
    if (props.at("httpMethod").is("OPTIONS") || props.at("apiKeyRequired").flag === true) return;
    if (kind.is("NONE", undefined)) fail(kind, "be another kind than NONE");
  },
});

const noGuests = resourceRule({
  id: "cognito-no-guests",
  theme,
  title: "Identity pools take no guests",
  severity: "medium",
  sources: ["own:cognito", "CKV_AWS_366"],
  remediation: "Set `allowUnauthenticatedIdentities: false`.",
  types: ["aws:cognito/identityPool:IdentityPool"],
  check: ({ props }, { fail }) => {
    const guests = props.at("allowUnauthenticatedIdentities");
    if (guests.flag === true) fail(guests, "not be true");
  },
});

const notebookPrivate = resourceRule({
  id: "sagemaker-notebook-private",
  theme,
  title: "Notebooks stay in the VPC, without root",
  severity: "medium",
  sources: ["own:notebook", "CKV_AWS_122", "CKV_AWS_307", "AwsSolutions-SM3"],
  remediation:
    'Set `directInternetAccess: "Disabled"` with a subnet, and `rootAccess: "Disabled"`.',
  types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
  check: ({ props }, { fail, each }) =>
    each(["directInternetAccess", "rootAccess"], (key) => {
      if (!props.at(key).is("Disabled")) fail(props.at(key), "be Disabled");
    }),
});

const noDefaultVpc = resourceRule({
  id: "no-default-vpc",
  theme,
  title: "The program does not build on the default VPC",
  severity: "medium",
  sources: ["own:default-vpc", "CKV_AWS_148", "AVD-AWS-0101"],
  remediation: "Create a Vpc with private subnets: each subnet of the default one is public.",
  types: ["aws:ec2/defaultVpc:DefaultVpc"],
  check: ({ props }, { fail }) => fail(props, "be a Vpc of the program's own"),
});

const endpointAccepts = resourceRule({
  id: "vpc-endpoint-service-accepts",
  theme,
  title: "Endpoint services accept each connection by hand",
  severity: "medium",
  sources: ["own:endpoint-service", "CKV_AWS_123"],
  remediation: "Set `acceptanceRequired: true`.",
  types: ["aws:ec2/vpcEndpointService:VpcEndpointService"],
  check: mustBeTrue("acceptanceRequired"),
});

const resultsEncrypted = resourceRule({
  id: "athena-results-encrypted",
  theme,
  title: "Athena encrypts its results",
  severity: "medium",
  sources: ["own:athena", "CKV_AWS_82", "CKV_AWS_159", "AVD-AWS-0006"],
  remediation:
    "Set an encryption configuration for the results, and enforceWorkgroupConfiguration true.",
  types: ["aws:athena/workgroup:Workgroup", "aws:athena/database:Database"],
  check: ({ props, type }, { fail }) => {
    if (type.endsWith(":Database")) {
      if (props.at("encryptionConfiguration").absent)
        fail(props.at("encryptionConfiguration"), "be set");
      return;
    }
    const config = props.at("configuration");
    const encryption = config.at("resultConfiguration", "encryptionConfiguration");
    if (encryption.absent) fail(encryption, "be set");
    const enforced = config.at("enforceWorkgroupConfiguration");
    if (enforced.flag === false) fail(enforced, "not be false");
  },
});

const providerKeys = stackRule({
  id: "provider-no-static-keys",
  theme,
  title: "Providers hold no static keys",
  severity: "critical",
  sources: ["own:provider-keys", "CKV_AWS_41"],
  remediation:
    "Remove accessKey and secretKey: the provider takes a role from the environment, a profile or OIDC.",
  check: (graph, { fail, each }) => {
    const told = new Set<string>();
    each(graph.resources, ({ provider, providerProps, type }) => {
      if (!type.startsWith("aws:") || told.has(provider)) return;
      told.add(provider);
      // an emulator takes any key
      if (providerProps.at("skipCredentialsValidation").flag === true) return;
      each(["accessKey", "secretKey", "token"], (key) => {
        const value = providerProps.at(key);
        if (isLiteral(value)) fail(value.as("plain text"), "be absent");
      });
    });
  },
});

/** Records of an account, and its ways in for people and programs. */
export const account: readonly Rule[] = [
  trailValidated,
  trailEverywhere,
  trailKey,
  detectorsOn,
  passwordPolicy,
  parameterSecure,
  methodAuthorized,
  noGuests,
  notebookPrivate,
  noDefaultVpc,
  endpointAccepts,
  resultsEncrypted,
  providerKeys,
];
