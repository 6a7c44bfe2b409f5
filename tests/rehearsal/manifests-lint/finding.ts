/** Any Kubernetes object, parsed from YAML. */
export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** A finding of a linter. */
export interface Finding {
  readonly linter: "kubeconform" | "kube-score" | "polaris";
  /** Kind, namespace and name. */
  readonly object: string;
  readonly problem: string;
}

export function nameOf({ kind, metadata }: AnyObject): string {
  return `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
}

/** One line for each finding, for an assertion's message. */
export function findingLines(findings: readonly Finding[]): string {
  return findings
    .map(({ linter, object, problem }) => `${linter}: ${object}: ${problem}`)
    .join("\n");
}
