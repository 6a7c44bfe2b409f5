import {
  conditionsOf,
  covers,
  isEveryone,
  isStar,
  permissionsOf,
  permissionTypes,
  type Statement,
  statementsOf,
} from "../aws/policies.ts";
import { matchesAny } from "../glob.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import { every, some } from "../unknown.ts";

const role = "aws:iam/role:Role";

/** A check of each statement that allows something. */
const eachAllow =
  (judge: (statement: Statement, trial: Trial) => void) =>
  (resource: Resource, trial: Trial): void =>
    trial.each(permissionsOf(resource), (document) =>
      trial.each(statementsOf(document), (statement) => {
        if (statement.allows) judge(statement, trial);
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
  remediation: "List what is allowed: what AWS adds tomorrow would be allowed too.",
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
      some(resources, isStar) &&
      conditionsOf(statement, "iam:PassedToService").length === 0
    )
      fail(at, "limit iam:PassRole to a role or a service");
  }),
});

const accountOf = (arn: string): string | undefined =>
  /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1] ?? /^\d{12}$/.exec(arn)?.[0];

const trustNotWorld = resourceRule({
  id: "iam-trust-not-world",
  theme: "iam",
  title: "Trust policies name who may assume",
  severity: "critical",
  sources: ["CKV_AWS_60", "CKV_AWS_61", "guard:iam_role_no_full_access_on_trust_policy"],
  remediation:
    "Name the service, role or account; one of another account needs a condition on sts:ExternalId or aws:PrincipalOrgID.",
  types: [role],
  check: ({ props, providerProps }, { fail, each }) =>
    each(statementsOf(props.at("assumeRolePolicy")), (statement) => {
      const { allows, principals } = statement;
      if (!allows) return;
      const conditioned = (key: string) =>
        conditionsOf(statement, key).some(
          ({ operator, values }) =>
            /^(?:ForAnyValue:)?(?:String|Arn)(?:Equals|Like)/.test(operator) &&
            !some(values.list, isStar),
        );
      // an external id says nothing of who knows it
      const identified = ["aws:PrincipalOrgID", "aws:PrincipalArn"].some(conditioned);
      const guarded = identified || ["sts:ExternalId", "aws:SourceAccount"].some(conditioned);
      if (isEveryone(principals) && !identified)
        return fail(principals, "name who may assume the role");
      const own = providerProps.at("allowedAccountIds").list.map((id) => id.plain);
      each(principals.list, (entry) => {
        for (const kind of ["Service", "Federated"])
          if (some(entry.at(kind).list, isStar))
            fail(entry.at(kind), "name who may assume the role");
        const named = entry.at("identifiers").present ? entry.at("identifiers") : entry.at("AWS");
        each(named.list, (principal) => {
          const account = accountOf(principal.text ?? "");
          // which account is one's own is known only where the provider is bound to it
          const foreign = account !== undefined && own.length > 0 && !own.includes(account);
          if (foreign && !guarded)
            fail(principal, "be guarded by sts:ExternalId or aws:PrincipalOrgID");
        });
      });
    }),
});

const irsaTrustScoped = resourceRule({
  id: "irsa-trust-scoped",
  theme: "iam",
  title: "Web-identity roles name one service account",
  severity: "critical",
  sources: ["EKS-BPG:security/iam", "CIS-EKS-5.2.1", "CKV_AWS_393"],
  remediation:
    "Condition with StringEquals on <issuer>:sub = system:serviceaccount:<namespace>:<name> and <issuer>:aud = sts.amazonaws.com, or use EKS Pod Identity.",
  types: [role],
  check: ({ props }, { fail, each }) =>
    each(statementsOf(props.at("assumeRolePolicy")), (statement) => {
      const { allows, actions, at } = statement;
      if (!allows || !covers(actions, "sts:AssumeRoleWithWebIdentity")) return;
      const sub = conditionsOf(statement, /:sub$/);
      const account = /^system:serviceaccount:[^:*?]+:[^:*?]+$/;
      // an identity provider other than a cluster's has subjects of its own form
      const scoped = sub.some(
        ({ operator, values }) =>
          operator.startsWith("StringEquals") &&
          every(values.list, (value) => account.test(value.text ?? "")),
      );
      const other = sub.some(({ values }) =>
        every(values.list, (value) =>
          /^(?:repo|project_path|organization):[^*]/.test(value.text ?? ""),
        ),
      );
      if (!scoped && !other)
        fail(at, "name one service account by StringEquals on the issuer's sub");
      const aud = conditionsOf(statement, /:aud$/);
      if (!some(aud, ({ values }) => some(values.list, (value) => value.is("sts.amazonaws.com"))))
        fail(at, "demand sts.amazonaws.com by the issuer's aud");
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
    "Keep to attachments as resources of their own: what the role lists inline undoes them at each update.",
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
  trustNotWorld,
  irsaTrustScoped,
  noAdministratorManaged,
  noUsers,
  oneAttachmentStyle,
];
