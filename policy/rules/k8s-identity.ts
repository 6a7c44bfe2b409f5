import { statementsOf } from "../aws/policies.ts";
import type { Graph } from "../graph.ts";
import { nameOf, namespaceOf } from "../kubernetes/object.ts";
import { revealsCredential } from "../credentials.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const theme = "k8s-identity";
const roleArn = "eks.amazonaws.com/role-arn";
const association = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

/** The roles of the stack that an ARN names: by itself, or by their own names where a preview does not know their ARNs. */
function rolesNamed(graph: Graph, arn: Value): readonly Resource[] {
  const role = "aws:iam/role:Role";
  const known = graph.targets(arn, role);
  if (known.length > 0 || arn.unknown) return known;
  const name = /:role\/(?:.*\/)?([^/]+)$/.exec(arn.text ?? "")?.[1];
  return graph.of(role).filter(({ props }) => {
    const own = props.at("name");
    return name !== undefined && !own.unknown && own.is(name);
  });
}

const irsaMatchesTrust = stackRule({
  id: "irsa-annotation-matches-trust",
  theme: "k8s-graph",
  title: "Service-account role annotation matches the role trust",
  severity: "high",
  sources: ["EKS-BPG:security/iam"],
  remediation:
    "Let the role trust system:serviceaccount:<namespace>:<name>, or replace the annotation by a PodIdentityAssociation.",
  check: (graph, { fail, each }) =>
    each(graph.kubernetes.of("ServiceAccount"), (account) => {
      const annotation = account.metadata.at("annotations", roleArn);
      if (annotation.absent) return;
      const subject = `system:serviceaccount:${namespaceOf(account)}:${nameOf(account)}`;
      each(rolesNamed(graph, annotation), ({ props }) => {
        const statements = statementsOf(props.at("assumeRolePolicy"));
        const trusts = some(statements, ({ conditions }) =>
          JSON.stringify(conditions.deep ?? {}).includes(`"${subject}"`),
        );
        if (!trusts) fail(annotation, `be a role that trusts ${subject}`);
      });
    }),
});

const podIdentityAccountExists = stackRule({
  id: "pod-identity-account-exists",
  theme,
  title: "Pod identity associations name an existing service account",
  severity: "high",
  sources: ["own:pod-identity"],
  remediation:
    "Create the ServiceAccount, or correct the association's namespace and serviceAccount.",
  check: (graph, { fail, each, settings }) =>
    each(graph.of(association), ({ props }) => {
      const [namespace, name] = [props.at("namespace"), props.at("serviceAccount")];
      const place = namespace.text ?? "";
      // a chart or a managed add-on brings its own
      if (settings.systemNamespaces.includes(place) || graph.kubernetes.hasChart(place)) return;
      const accounts = graph.kubernetes.of("ServiceAccount");
      // a stack of AWS resources alone leaves the objects to another
      if (accounts.length === 0) return;
      if (
        !some(
          accounts,
          (account) => nameOf(account) === name.text && namespaceOf(account) === place,
        )
      )
        fail(name, `be a ServiceAccount in ${place}`);
    }),
});

const oneIdentity = stackRule({
  id: "pod-identity-not-with-irsa",
  theme,
  title: "No service account has both kinds of AWS identity",
  severity: "medium",
  sources: ["own:pod-identity"],
  remediation: `Remove the annotation ${roleArn}: where both are there, the annotation wins.`,
  check: (graph, { fail, each }) =>
    each(graph.of(association), ({ props }) =>
      each(graph.kubernetes.of("ServiceAccount"), (account) => {
        const annotation = account.metadata.at("annotations", roleArn);
        if (annotation.absent) return;
        const same =
          props.at("serviceAccount").is(nameOf(account)) &&
          props.at("namespace").is(namespaceOf(account));
        if (same) fail(annotation, "be absent beside a PodIdentityAssociation");
      }),
    ),
});

/** Checks every text in a chart's values. */
function validateValues(value: Value, trial: Trial): void {
  if (value.secret)
    return trial.fail(value, "not be in the values: Helm keeps them readable in the cluster");
  if (value.unknown) return;
  const raw = value.plain;
  if (Array.isArray(raw)) return trial.each(value.list, (entry) => validateValues(entry, trial));
  if (typeof raw === "object" && raw !== null) {
    // an environment variable of a list
    const [name, content] = [value.at("name"), value.at("value")];
    if (!name.unknown && typeof name.plain === "string") validateText(name.plain, content, trial);
    return trial.each(value.entries, ([, entry]) => validateValues(entry, trial));
  }
  validateText(value.key, value, trial);
}

function validateText(name: string, value: Value, { fail }: Trial): void {
  if (value.secret || value.unknown || typeof value.plain !== "string") return;
  if (revealsCredential(name, value))
    fail(value.as("a credential"), "not be in the values: Helm keeps them readable in the cluster");
}

const helmNoSecretValues = resourceRule({
  id: "helm-release-no-secret-values",
  theme: "k8s-pod-security",
  title: "Helm releases hold no secret value",
  severity: "critical",
  sources: ["own:helm-secret"],
  remediation:
    "Put the value into a Secret, and give the chart its name (most know `existingSecret`).",
  types: ["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart"],
  check: ({ props }, trial) => validateValues(props.at("values"), trial),
});

/** AWS identities of pods, and what a chart is told. */
export const identities: readonly Rule[] = [
  irsaMatchesTrust,
  podIdentityAccountExists,
  oneIdentity,
  helmNoSecretValues,
];
