const ownLink = "https://www.pulumi.com/docs/iac/packages-and-automation/crossguard/";

/** Where the same rule is described elsewhere, by the head of its id there. */
const frameworks: readonly (readonly [RegExp, string, string])[] = [
  [
    /^PSS-/,
    "Pod Security Standards",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  ],
  [/^EKS-BPG:/, "EKS best practices", "https://docs.aws.amazon.com/eks/latest/best-practices/"],
  [/^CIS-EKS-/, "CIS Amazon EKS Benchmark", "https://www.cisecurity.org/benchmark/kubernetes"],
  [/^CKV/, "Checkov", "https://www.checkov.io/5.Policy%20Index/all.html"],
  [/^(AwsSolutions|NIST)/, "cdk-nag", "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md"],
  [
    /^guard:/,
    "AWS Guard rules registry",
    "https://github.com/aws-cloudformation/aws-guard-rules-registry",
  ],
  [/^awsguard:/, "Pulumi AWSGuard", "https://github.com/pulumi/pulumi-policy-aws"],
  [/^kube-score:/, "kube-score", "https://github.com/zegl/kube-score/blob/master/README_CHECKS.md"],
  [/^kube-linter:/, "KubeLinter", "https://docs.kubelinter.io/#/generated/checks"],
  [/^polaris:/, "Polaris", "https://polaris.docs.fairwinds.com/checks/"],
  [/^GEP|^gateway-api:/, "Gateway API", "https://gateway-api.sigs.k8s.io/"],
  [/^AVD-/, "Trivy", "https://avd.aquasec.com/misconfig/"],
  [/^own:/, "of this pack", ownLink],
];

/** The framework that an id belongs to. @throws Error for one that is not known */
export function frameworkOf(source: string): { readonly name: string; readonly url: string } {
  for (const [head, name, url] of frameworks) if (head.test(source)) return { name, url };
  throw new Error(`no framework is known for ${source}: see policy/sources.ts`);
}

/** Where to read more: the first source's own page. */
export const linkOf = (sources: readonly string[]): string => {
  const [first] = sources;
  return first === undefined ? ownLink : frameworkOf(first).url;
};
