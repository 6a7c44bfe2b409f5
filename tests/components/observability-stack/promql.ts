import { parser } from "@prometheus-io/lezer-promql";
import type { SyntaxNode } from "@lezer/common";
import exported from "./exporters.json" with { type: "json" };
import type { Exporter } from "../../../components/observability-stack/alerts/alert.ts";

/** Labels by metric. */
export type Known = ReadonlyMap<string, ReadonlySet<string>>;

interface Source {
  readonly adds: readonly string[];
  readonly honorsLabels: boolean;
  readonly metrics: Readonly<Record<string, readonly string[]>>;
}

const sources: Readonly<Record<Exporter, Source>> = exported;

/**
 * Metrics of exporters as Prometheus stores them: with the target's labels. A label of both keeps the metric's own value if
 * the monitor honours it; otherwise it is renamed to `exported_<label>`.
 */
export function metricsOf(exporters: readonly Exporter[]): Known {
  const known = new Map<string, ReadonlySet<string>>();
  for (const exporter of exporters) {
    const { adds, honorsLabels, metrics } = sources[exporter];
    for (const [metric, labels] of Object.entries(metrics)) {
      const own = labels.map((label) =>
        !honorsLabels && adds.includes(label) ? `exported_${label}` : label,
      );
      known.set(metric, new Set([...adds, ...own]));
    }
  }
  return known;
}

/** The metrics, and labels that are asked of each. */
interface Use {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What is wrong with a PromQL expression: syntax, a metric that is not exported, or a label that the metric lacks. */
export function faultsOf(expr: string, known: Known): readonly string[] {
  const tree = parser.parse(expr);
  const faults: string[] = [];
  const text = ({ from, to }: { from: number; to: number }) => expr.slice(from, to);
  const all = (node: SyntaxNode, name: string): readonly SyntaxNode[] => {
    const found: SyntaxNode[] = [];
    node.cursor().iterate((ref) => {
      if (ref.name === name) found.push(ref.node);
    });
    return found;
  };
  const useOf = (selector: SyntaxNode): Use => ({
    metric: text(selector.getChild("Identifier") ?? selector),
    labels: all(selector, "LabelName").map(text),
  });
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) faults.push(`does not parse at ${node.from}: ${expr}`);
    },
  });
  if (faults.length > 0) return faults;
  const root = tree.topNode;
  for (const selector of all(root, "VectorSelector")) {
    const { metric, labels } = useOf(selector);
    const has = known.get(metric);
    if (has === undefined) faults.push(`${metric} is not exported`);
    else
      for (const label of labels)
        if (!has.has(label)) faults.push(`${metric} has no label ${label}`);
  }
  if (faults.length > 0) return faults;
  for (const aggregate of all(root, "AggregateExpr")) {
    // labels of other functions, such as label_replace, are made by the expression
    if (all(aggregate, "LabelReplace").length > 0) continue;
    const modifier = aggregate.getChild("AggregateModifier");
    if (modifier === null) continue;
    const inside = all(aggregate, "VectorSelector").flatMap((one) => [
      ...(known.get(useOf(one).metric) ?? []),
    ]);
    for (const label of all(modifier, "LabelName").map(text))
      if (!inside.includes(label)) faults.push(`no series has the label ${label}: ${expr}`);
  }
  return faults;
}

/** Labels of the result of an aggregation; undefined for another expression. */
export function labelsOf(expr: string): readonly string[] {
  const labels = new Set<string>();
  const cursor = parser.parse(expr).cursor();
  do {
    if (cursor.name !== "AggregateModifier") continue;
    cursor.node.cursor().iterate((ref) => {
      if (ref.name === "LabelName") labels.add(expr.slice(ref.from, ref.to));
    });
  } while (cursor.next());
  return [...labels];
}
