import {
  conditionsOf,
  covers,
  isEveryone,
  isNarrowed,
  isStar,
  type Statement,
  statementsOf,
} from "../aws/policies.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import type { Graph } from "../graph.ts";
import { every, some, Undecided } from "../unknown.ts";
import type { Value } from "../value.ts";

const role = "aws:iam/role:Role";

/** Condition keys that identify the caller. An external id does not: others may know it. */
const identifying = ["aws:PrincipalOrgID", "aws:PrincipalArn"];
const guarding = [...identifying, "sts:ExternalId", "aws:SourceAccount"];

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
      if (isEveryone(principals) && !isNarrowed(statement, ...identifying))
        return fail(principals, "name who may assume the role");
      each(["Service", "Federated"], (kind) =>
        each(principals.list, (entry) => {
          if (some(entry.at(kind).list, isStar))
            fail(entry.at(kind), "name who may assume the role");
        }),
      );
      const own = providerProps.at("allowedAccountIds").list.map((id) => id.plain);
      if (own.length > 0) validateForeign(statement, () => own, { fail, each });
    }),
});

const isBareAccount = (text: string): boolean => /^\d{12}$/.test(text);

const accountIn = (arn: string): string | undefined =>
  /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(arn)?.[1] ?? (isBareAccount(arn) ? arn : undefined);

/** A principal as text. A program may write an account as a number. @throws Undecided */
const textOf = (principal: Value): string => {
  const raw = principal.plain;
  return typeof raw === "number" ? String(raw).padStart(12, "0") : (principal.text ?? "");
};

/** Checks the principals of foreign accounts. A preview may not know which account is our own. */
function validateForeign(
  statement: Statement,
  own: (account: string) => readonly unknown[],
  { fail, each }: Pick<Trial, "fail" | "each">,
): void {
  each(statement.principals.list, (entry) => {
    const named = entry.at("identifiers").present ? entry.at("identifiers") : entry.at("AWS");
    each(named.list, (principal) => {
      const account = accountIn(textOf(principal));
      if (account === undefined || isNarrowed(statement, ...guarding)) return;
      if (!own(account).includes(account))
        fail(principal, "be guarded by sts:ExternalId or aws:PrincipalOrgID");
    });
  });
}

const trustForeignAccount = stackRule({
  id: "iam-trust-foreign-account",
  theme: "iam",
  title: "Other accounts assume roles with a condition",
  severity: "high",
  sources: ["own:iam-trust-foreign-account"],
  remediation:
    "Condition on sts:ExternalId or aws:PrincipalOrgID. An account of your own is known as such by `allowedAccountIds` of the provider.",
  check: (graph, { fail, each }) =>
    each(graph.of(role), ({ props, providerProps }) => {
      // iam-trust-not-world checks these before the role is created
      if (!providerProps.at("allowedAccountIds").empty) return;
      each(statementsOf(props.at("assumeRolePolicy")), (statement) => {
        if (!statement.allows) return;
        const own = (account: string) => ownAccounts(graph, props, providerProps, account);
        validateForeign(statement, own, { fail, each });
      });
    }),
});

/**
 * The accounts that a role may be in. A preview knows that by the role that the provider assumes, or by the ARNs of other resources:
 * an account that the program names by its bare number, and nowhere else, is another one.
 * @throws Undecided
 */
function ownAccounts(
  graph: Graph,
  props: Value,
  providerProps: Value,
  account: string,
): readonly unknown[] {
  const assumed = [providerProps.at("assumeRole"), ...providerProps.at("assumeRoles").list]
    .map((entry) => entry.at("roleArn"))
    .filter(({ unknown, present }) => present && !unknown)
    .flatMap((arn) => accountIn(arn.text ?? "") ?? []);
  if (assumed.length > 0) return assumed;
  const arn = props.at("arn");
  if (!arn.unknown) return [accountIn(arn.text ?? "")];
  const texts = graph.resources.map(({ props: all }) => all.json);
  const isNamed = texts.some((text) => text.includes(`:${account}:`));
  const isBare = texts.some((text) => new RegExp(`(?<![:\\d])${account}(?![:\\d])`).test(text));
  if (isBare && !isNamed) return [];
  throw new Undecided(arn.owner.urn, arn.path);
}

/** Identity providers that AWS knows without a resource. Their subjects are users of an application, which `aud` names. */
const publicProvider =
  /^(?:cognito-identity\.amazonaws\.com|www\.amazon\.com|graph\.facebook\.com|accounts\.google\.com)$/;

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
      const { allows, actions, at, principals } = statement;
      if (!allows || !covers(actions, "sts:AssumeRoleWithWebIdentity")) return;
      const federated = principals.list.flatMap((entry) => entry.at("Federated").list);
      if (some(federated, (name) => publicProvider.test(name.text ?? ""))) {
        if (!isNarrowed(statement, /:(?:aud|app_id)$/)) fail(at, "name the application by its aud");
        return;
      }
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

/** Trust policies of roles. */
export const iamTrust: readonly Rule[] = [trustNotWorld, trustForeignAccount, irsaTrustScoped];
