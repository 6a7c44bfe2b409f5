import { type Json, textAt } from "../../drift/json.ts";
import { skew } from "../data/skew.ts";
import type { Finding } from "../finding.ts";
import type { NodeClass, Survey } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** Finds nodes whose version skew would be too large, and images that do not follow the control plane. */
export function checkNodes(
  { server, nodes, nodeClasses }: Pick<Survey, "server" | "nodes" | "nodeClasses">,
  target: Minor,
): readonly Finding[] {
  const minors = [...new Set(nodes.map(({ kubelet }) => kubelet))].sort((a, b) => a - b);
  return [
    ...minors.flatMap((minor) => {
      const names = nodes.filter(({ kubelet }) => kubelet === minor).map(({ name }) => name);
      return validateKubelet(minor, names, server, target);
    }),
    ...nodeClasses.flatMap((one) => validateImage(one, target)),
  ];
}

/** The first names, and the number of the others. */
function some(names: readonly string[]): string {
  const [first = "", second, ...more] = names;
  if (second === undefined) return `node ${first}`;
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  return `nodes ${first}, ${second}${rest}`;
}

function validateKubelet(
  kubelet: Minor,
  names: readonly string[],
  server: Minor,
  target: Minor,
): readonly Finding[] {
  const remedy =
    "Update the nodes to the control plane's release first: run up, then let Karpenter replace its nodes (kubectl delete nodeclaims --all, one pool at a time).";
  const found = { subject: some(names), remedy };
  if (target - kubelet > skew.kubelet) {
    const problem = `${names.length === 1 ? "has" : "have"} kubelet ${nameOfMinor(kubelet)}, and ${nameOfMinor(target)} requires at least ${nameOfMinor(target - skew.kubelet)}`;
    return [{ severity: "blocks", problem, ...found }];
  }
  if (kubelet >= server) return [];
  const problem = `${names.length === 1 ? "has" : "have"} kubelet ${nameOfMinor(kubelet)}, which is older than the control plane; AWS recommends the same version before an upgrade (https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html)`;
  return [{ severity: "warns", problem, ...found }];
}

function validateImage({ name, terms }: NodeClass, target: Minor): readonly Finding[] {
  return terms.flatMap((term): readonly Finding[] => {
    const alias = textAt(term, "alias");
    if (alias?.endsWith("@latest")) return [];
    return [alias === undefined ? byIdentity(name, term, target) : byAlias(name, alias, target)];
  });
}

/** An alias names a release of the image, which only supports the Kubernetes releases that existed at the time. */
function byAlias(name: string, alias: string, target: Minor): Finding {
  const [family = "", release = ""] = alias.split("@");
  const parameter =
    family === "bottlerocket"
      ? `/aws/service/bottlerocket/aws-k8s-${nameOfMinor(target)}/arm64/${release.replace(/^v/, "")}/image_id`
      : `/aws/service/eks/optimized-ami/${nameOfMinor(target)}/amazon-linux-2023/arm64/standard/amazon-eks-node-al2023-arm64-standard-${nameOfMinor(target)}-${release}/image_id`;
  return {
    severity: "warns",
    subject: `EC2NodeClass ${name}`,
    problem: `is pinned to ${alias}; if that has no image for ${nameOfMinor(target)}, Karpenter cannot create nodes after the upgrade`,
    remedy: `Check with aws ssm get-parameter --name ${parameter}; if it does not exist, pin a newer release and run up.`,
  };
}

function byIdentity(name: string, term: Json, target: Minor): Finding {
  const by = textAt(term, "id") ?? textAt(term, "name") ?? "a selector of its own";
  return {
    severity: "warns",
    subject: `EC2NodeClass ${name}`,
    problem: `selects its image by ${by}, so its kubelet stays at its version`,
    remedy: `Select the image for ${nameOfMinor(target)} after the control plane's upgrade, or use an alias.`,
  };
}
