import { aws, type Cases, secret, three, unknown } from "../support/case.ts";

const trail = (more: object) => aws("cloudtrail", "Trail", "audit", { s3BucketName: "t", ...more });
const parameter = (more: object, name = "/shop/db/password") =>
  aws("ssm", "Parameter", "param", { name, ...more });
const method = (more: object) =>
  aws("apigateway", "Method", "method", { httpMethod: "GET", authorization: "NONE", ...more });
const notebook = (more: object) => aws("sagemaker", "NotebookInstance", "lab", { ...more });
const workgroup = (configuration: object) => aws("athena", "Workgroup", "bi", { configuration });
const encryptionConfiguration = { encryptionOption: "SSE_S3" };
const withProvider = (props: object) =>
  aws("s3", "Bucket", "data", {}, { provider: { name: "aws", props: { ...props } } });

export const accountCases: Cases = {
  "cloudtrail-validated": three({
    passes: trail({ enableLogFileValidation: true }),
    fails: trail({}),
    violates: ["audit enableLogFileValidation"],
    edge: trail({ enableLogFileValidation: unknown }),
    why: "a setting of the run",
    open: ["audit enableLogFileValidation"],
  }),
  "cloudtrail-all-regions": three({
    passes: trail({ isMultiRegionTrail: true }),
    fails: trail({}),
    violates: ["audit isMultiRegionTrail"],
    edge: trail({ isMultiRegionTrail: true, enableLogging: false }),
    why: "a trail that is off records nothing",
    finds: ["audit enableLogging"],
  }),
  "cloudtrail-customer-key": three({
    passes: trail({ kmsKeyId: unknown }),
    fails: trail({}),
    violates: ["audit kmsKeyId"],
    edge: trail({ kmsKeyId: "" }),
    why: "an empty text is no key",
    finds: ["audit kmsKeyId"],
  }),
  "detectors-on": three({
    passes: aws("guardduty", "Detector", "guard", {}),
    fails: aws("guardduty", "Detector", "guard", { enable: false }),
    violates: ["guard enable"],
    edge: aws("cfg", "RecorderStatus", "config", { isEnabled: false }),
    why: "the recorder of AWS Config is another resource",
    finds: ["config isEnabled"],
  }),
  "iam-password-policy": three({
    passes: aws("iam", "AccountPasswordPolicy", "people", {
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
    }),
    fails: aws("iam", "AccountPasswordPolicy", "people", {
      minimumPasswordLength: 8,
      passwordReusePrevention: 24,
    }),
    violates: ["people minimumPasswordLength"],
    edge: aws("iam", "AccountPasswordPolicy", "people", {}),
    why: "6 is the default, and old passwords are taken",
    finds: ["people minimumPasswordLength", "people passwordReusePrevention"],
  }),
  "ssm-parameter-secure": three({
    passes: [
      parameter({ type: "SecureString", value: secret("Hn8kq2") }),
      aws("ssm", "Parameter", "size", { name: "/shop/size", type: "String", value: "3" }),
    ],
    fails: parameter({ type: "String", value: "Hn8kq2" }),
    violates: ["param type"],
    edge: [
      parameter({ type: "SecureString", value: "Hn8kq2" }),
      aws("ssm", "Parameter", "arn", {
        name: "/shop/db/password-arn",
        type: "String",
        value: "arn:aws:secretsmanager:x",
      }),
    ],
    why: "a secure string whose value stands in the program, and the ARN of a secret",
    finds: ["param value"],
  }),
  "api-method-authorized": three({
    passes: method({ authorization: "AWS_IAM" }),
    fails: method({}),
    violates: ["method authorization"],
    edge: [method({ httpMethod: "OPTIONS" })],
    why: "a browser asks before it authorizes",
  }),
  "cognito-no-guests": three({
    passes: aws("cognito", "IdentityPool", "app", { allowUnauthenticatedIdentities: false }),
    fails: aws("cognito", "IdentityPool", "app", { allowUnauthenticatedIdentities: true }),
    violates: ["app allowUnauthenticatedIdentities"],
    edge: aws("cognito", "IdentityPool", "app", {}),
    why: "false is the default",
  }),
  "sagemaker-notebook-private": three({
    passes: notebook({ directInternetAccess: "Disabled", rootAccess: "Disabled" }),
    fails: notebook({ directInternetAccess: "Enabled", rootAccess: "Disabled" }),
    violates: ["lab directInternetAccess"],
    edge: notebook({ rootAccess: "Disabled" }),
    why: "Enabled is the default",
    finds: ["lab directInternetAccess"],
  }),
  "no-default-vpc": three({
    passes: aws("ec2", "Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
    fails: aws("ec2", "DefaultVpc", "vpc", {}),
    violates: ["vpc"],
    edge: aws("ec2", "DefaultSecurityGroup", "closed", {}),
    why: "closing a default of a VPC is no use of the default VPC",
  }),
  "vpc-endpoint-service-accepts": three({
    passes: aws("ec2", "VpcEndpointService", "api", { acceptanceRequired: true }),
    fails: aws("ec2", "VpcEndpointService", "api", { acceptanceRequired: false }),
    violates: ["api acceptanceRequired"],
    edge: aws("ec2", "VpcEndpointService", "api", { acceptanceRequired: unknown }),
    why: "a setting of the run",
    open: ["api acceptanceRequired"],
  }),
  "athena-results-encrypted": three({
    passes: workgroup({ resultConfiguration: { encryptionConfiguration } }),
    fails: workgroup({ resultConfiguration: { outputLocation: "s3://bi/" } }),
    violates: ["bi configuration.resultConfiguration.encryptionConfiguration"],
    edge: [
      workgroup({
        enforceWorkgroupConfiguration: false,
        resultConfiguration: { encryptionConfiguration },
      }),
      aws("athena", "Database", "events", { encryptionConfiguration }),
    ],
    why: "clients may leave out what is not enforced",
    finds: ["bi configuration.enforceWorkgroupConfiguration"],
  }),
  "provider-no-static-keys": three({
    passes: withProvider({ region: "eu-west-1", secretKey: secret("x") }),
    fails: withProvider({ accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI" }),
    violates: ["data provider.accessKey", "data provider.secretKey"],
    edge: withProvider({ accessKey: "", profile: "dev" }),
    why: "an empty text is no key",
  }),
};
