import type { ElkEdgeSection, ElkExtendedEdge, ElkNode } from "elkjs";
import Elk from "elkjs/lib/elk.bundled.js";
import type { Architecture, Part } from "./architecture.ts";
import type { Call } from "./calls.ts";
import { type Html, markup, raw } from "./html.ts";

/** Of the monospaced letters of the picture, in pixels. */
const font = { width: 7.9, line: 17 } as const;
const padding = 10;

/** Lines of a part's box. */
const linesOf = ({ label, notes, usd }: Part): readonly string[] => [
  label,
  ...notes,
  ...(usd === undefined ? [] : [`${usd.toFixed(2)} USD`]),
];

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.layered.spacing.nodeNodeBetweenLayers": "56",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.componentComponent": "24",
  "elk.padding": "[top=36,left=14,bottom=14,right=14]",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.aspectRatio": "1.6",
};

function nodeOf(part: Part): ElkNode {
  if (part.parts.length > 0)
    return { id: part.id, layoutOptions: options, children: part.parts.map(nodeOf) };
  const lines = linesOf(part);
  const longest = Math.max(...lines.map((line) => line.length));
  return {
    id: part.id,
    width: Math.max(96, longest * font.width + 2 * padding),
    height: lines.length * font.line + 2 * padding,
  };
}

/** The architecture as SVG. Each part leads to its row in the table of calls. */
export async function pictureOf(
  { parts, calls }: Architecture,
  rowOf: (id: string) => string,
): Promise<Html> {
  // the bundle lays out in this process; the other entry would start a worker
  const elk = new Elk();
  const edges = calls.map(({ from, to }, index): ElkExtendedEdge => ({
    id: `call-${index}`,
    sources: [from],
    targets: [to],
  }));
  const laid: ElkNode = await elk.layout({
    id: "root",
    layoutOptions: options,
    children: parts.map(nodeOf),
    edges,
  });
  const places = new Map<string, Place>();
  place(laid, 0, 0, places);
  const paths = arrows(laid, places, calls);
  const { width = 0, height = 0 } = laid;
  return markup`<svg
    class="picture"
    viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}"
    width="${Math.ceil(width)}"
    height="${Math.ceil(height)}"
    role="group"
    aria-label="Architecture: each part leads to its row in the table below"
  >
    <defs>
      <marker
        id="head"
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path d="M0 0 8 4 0 8z" />
      </marker>
    </defs>
    ${parts.map((part) => drawn(part, places, rowOf))} ${paths}
  </svg>`;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Absolute places: elk gives them relative to the frame. */
function place(node: ElkNode, left: number, top: number, places: Map<string, Place>): void {
  for (const child of node.children ?? []) {
    const { x = 0, y = 0, width = 0, height = 0 } = child;
    places.set(child.id, { x: left + x, y: top + y, width, height });
    place(child, left + x, top + y, places);
  }
}

function drawn(
  part: Part,
  places: ReadonlyMap<string, Place>,
  rowOf: (id: string) => string,
): Html {
  const { x, y, width, height } = places.get(part.id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const box = markup`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" />`;
  if (part.parts.length > 0)
    return markup`<g class="frame ${part.kind}">${box}<text x="${x + padding}" y="${y + 22}">${part.label}</text></g>
      ${part.parts.map((one) => drawn(one, places, rowOf))}`;
  const lines = linesOf(part);
  return markup`<a
    href="#${rowOf(part.id)}"
    class="part ${part.kind}"
    data-id="${part.id}">${box}<text x="${x + padding}" y="${y + padding + 12}">${lines.map(
      (line, index) =>
        markup`<tspan x="${x + padding}" dy="${index === 0 ? 0 : font.line}">${line} </tspan>`,
    )}</text></a>`;
}

/** The lines of the calls. Elk keeps each in the frame that holds both ends, in its coordinates. */
function arrows(
  root: ElkNode,
  places: ReadonlyMap<string, Place>,
  calls: readonly Call[],
): readonly Html[] {
  return (root.edges ?? []).flatMap((edge, index) => {
    const call = calls[index];
    const container: unknown = Reflect.get(edge, "container");
    const from = places.get(String(container)) ?? { x: 0, y: 0 };
    if (call === undefined) return [];
    return (edge.sections ?? []).map(
      (section) =>
        markup`<path
          class="call"
          d="${raw(pathOf(section, from))}"
          data-from="${call.from}"
          data-to="${call.to}"
          marker-end="url(#head)"
        />`,
    );
  });
}

function pathOf(
  { startPoint, bendPoints = [], endPoint }: ElkEdgeSection,
  from: { readonly x: number; readonly y: number },
): string {
  return [startPoint, ...bendPoints, endPoint]
    .map(
      ({ x, y }, index) =>
        `${index === 0 ? "M" : "L"}${(x + from.x).toFixed(1)} ${(y + from.y).toFixed(1)}`,
    )
    .join("");
}
