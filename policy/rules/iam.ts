import {
  conditionsOf,
  covers,
  isStar,
  permissionsOf,
  permissionTypes,
  type Statement,
  statementsOf,
} from "../aws/policies.ts";
import { matchesAny } from "../glob.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import { some } from "../unknown.ts";

const role = "aws:iam/role:Role";

/** A check of each statement that allows something. */
const eachAllow =
  (check: (statement: Statement, trial: Trial) => void) =>
  (resource: Resource, trial: Trial): void =>
    trial.each(permissionsOf(resource), (document) =>
      trial.each(statementsOf(document), (statement) => {
        if (statement.allows) check(statement, trial);
      }),
    );

const noAdminStar = resourceRule({
  id: "iam-no-admin-star",
  theme: "iam",
  title: "No policy grants everything",
  severity: "critical",
  sources: [
    "CKV_AWS_62",
    "CKV_AWS_63",
    "CKV2_AWS_40",
    "guard:iam_policy_no_statements_with_admin_access",
  ],
  remediation: "Name the actions and the ARNs that the role needs.",
  types: permissionTypes,
  check: eachAllow(({ at, actions, resources }, { fail }) => {
    if (some(actions, (action) => action.is("*", "*:*")) && some(resources, isStar))
      fail(at, "not allow every action on every resource");
  }),
});

const wideServices = ["iam", "sts", "kms", "s3", "ec2", "secretsmanager", "eks", "rds"];

const noServiceStarOnAll = resourceRule({
  id: "iam-no-service-star-on-all",
  theme: "iam",
  title: "No full-service wildcard on all resources",
  severity: "high",
  sources: [
    "AwsSolutions-IAM5",
    "CKV_AWS_355",
    "CKV_AWS_290",
    "guard:iam_policy_no_statements_with_full_access",
  ],
  remediation: "Name the service's actions that are needed, or the ARNs that they may touch.",
  types: permissionTypes,
  check: eachAllow(({ at, actions, resources }, { fail }) => {
    const wide = wideServices.map((service) => `${service}:*`);
    if (
      some(actions, (action) => wide.includes((action.text ?? "").toLowerCase())) &&
      some(resources, isStar)
    )
      fail(at, "not allow a whole service on every resource");
  }),
});

const noAllowNotAction = resourceRule({
  id: "iam-no-allow-notaction",
  theme: "iam",
  title: "Allow does not use NotAction/NotResource/NotPrincipal",
  severity: "high",
  sources: [
    "guard:iam_role_or_policy_no_allow_plus_not_action",
    "guard:iam_role_no_allow_plus_not_principal",
  ],
  remediation:
    "List the allowed actions and resources: an exclusion also allows each action that AWS adds later.",
  types: permissionTypes,
  check: (resource, trial) => {
    eachAllow(({ notActions, notResources }, { fail }) => {
      if (notActions.present) fail(notActions, "be absent where the effect is Allow");
      if (notResources.present) fail(notResources, "be absent where the effect is Allow");
    })(resource, trial);
    if (resource.type !== role) return;
    trial.each(statementsOf(resource.props.at("assumeRolePolicy")), ({ allows, notPrincipals }) => {
      if (allows && notPrincipals.present)
        trial.fail(notPrincipals, "be absent where the effect is Allow");
    });
  },
});

/** Every role, of one's account or of all. */
const everyRole = /^(?:\*|arn:[\w-]+:iam::(?:\*|\d*):(?:\*|role\/\*))$/;

const passRoleScoped = resourceRule({
  id: "iam-passrole-scoped",
  theme: "iam",
  title: "PassRole is scoped",
  severity: "high",
  sources: ["guard:iam_policy_no_wildcard_resource_on_passrole", "CKV_AWS_286"],
  remediation: "Name the role's ARN as Resource, or condition on iam:PassedToService.",
  types: permissionTypes,
  check: eachAllow((statement, { fail }) => {
    const { at, actions, resources } = statement;
    if (
      covers(actions, "iam:PassRole") &&
      some(resources, (resource) => everyRole.test(resource.text ?? "")) &&
      conditionsOf(statement, "iam:PassedToService").length === 0
    )
      fail(at, "limit iam:PassRole to a role or a service");
  }),
});

const wideManaged = /\/(?:AdministratorAccess|IAMFullAccess|PowerUserAccess)$/;

const noAdministratorManaged = resourceRule({
  id: "iam-no-administrator-managed",
  theme: "iam",
  title: "AdministratorAccess is not attached",
  severity: "high",
  sources: [
    "CKV_AWS_274",
    "CKV2_AWS_56",
    "AwsSolutions-IAM4",
    "guard:iam_role_administrator_access_policy_rule",
  ],
  remediation: "Attach a policy of your own with the actions that are needed.",
  types: [
    role,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  ],
  check: ({ props }, { fail, each }) =>
    each(["policyArn", "managedPolicyArns", "policyArns"], (key) =>
      each(props.at(key).list, (arn) => {
        if (wideManaged.test(arn.text ?? "")) fail(arn, "be a narrower policy");
      }),
    ),
});

const noUsers = resourceRule({
  id: "iam-no-users",
  theme: "iam",
  title: "No long-lived IAM users or keys",
  severity: "high",
  sources: ["CKV_AWS_40", "guard:iam_no_policy_on_user", "awsguard:access-keys-rotated"],
  remediation:
    "Use a role: IAM Identity Center for people, OIDC for CI, Pod Identity for pods. An exception is named in the setting `allowIamUsers`.",
  types: [
    "aws:iam/user:User",
    "aws:iam/accessKey:AccessKey",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/userLoginProfile:UserLoginProfile",
  ],
  check: ({ props, name, type }, { fail, settings }) => {
    const user = type === "aws:iam/user:User" ? props.at("name") : props.at("user");
    const called = user.unknown ? name : (user.text ?? name);
    if (!matchesAny(settings.allowIamUsers, called))
      fail(user, "be a role instead of a user with keys");
  },
});

const oneAttachmentStyle = stackRule({
  id: "iam-one-attachment-style",
  theme: "iam",
  title: "Role policy management styles are not mixed",
  severity: "medium",
  sources: ["awsguard:iam-role-no-policy-management-conflicts"],
  remediation:
    "Attach policies by separate resources only: the role's inline list removes them at each update.",
  check: (graph, { fail, each }) =>
    each(graph.of(role), (resource) => {
      const inline = ["managedPolicyArns", "inlinePolicies"]
        .map((key) => resource.inputs.at(key))
        .filter((list) => !list.empty);
      const [first] = inline;
      if (first === undefined) return;
      const attached = graph.referrers(
        resource,
        ({ props, type }) => props.at(type.endsWith(":PolicyAttachment") ? "roles" : "role"),
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/policyAttachment:PolicyAttachment",
      );
      if (attached.length > 0)
        fail(
          first,
          `be absent while ${attached.map(({ name }) => name).join(", ")} attach policies`,
        );
    }),
});

export const iam: readonly Rule[] = [
  noAdminStar,
  noServiceStarOnAll,
  noAllowNotAction,
  passRoleScoped,
  noAdministratorManaged,
  noUsers,
  oneAttachmentStyle,
];
