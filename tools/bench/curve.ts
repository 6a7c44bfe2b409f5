/** One line of a chart, with its points from left to right. */
export interface Line {
  readonly name: string;
  /** Number of services, and milliseconds for each. */
  readonly points: readonly (readonly [number, number])[];
}

const width = 720;
const height = 360;
const margin = { left: 64, right: 150, top: 36, bottom: 44 };
const colours = ["#0b6e99", "#d9730d", "#4d6461", "#ad1a72", "#6940a5", "#0f7b6c"];

/** An SVG chart over the number of services. Both axes start at 0, so that a constant is a horizontal line. */
export function curve(title: string, unit: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const most = (values: readonly number[]) => Math.max(1, ...values);
  const right = most(all.map(([x]) => x));
  const top = niceTop(most(all.map(([, y]) => y)));
  const x = (value: number) =>
    round(margin.left + (value / right) * (width - margin.left - margin.right));
  const y = (value: number) =>
    round(height - margin.bottom - (value / top) * (height - margin.top - margin.bottom));
  const ticksX = [...new Set(all.map(([value]) => value))].toSorted((a, b) => a - b);
  const ticksY = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(margin.left, 20, title, "start"),
    ...ticksY.flatMap((value) => [
      `<line x1="${margin.left}" y1="${y(value)}" x2="${x(right)}" y2="${y(value)}" stroke="#ddd"/>`,
      text(margin.left - 6, y(value) + 4, `${round(value)}${unit}`, "end"),
    ]),
    ...ticksX.map((value) => text(x(value), height - margin.bottom + 18, `${value}`, "middle")),
    text(x(right / 2), height - 8, "services", "middle"),
    ...lines.flatMap(({ name, points }, index) => {
      const colour = colours[index % colours.length] ?? "#000";
      const path = points.map(([px, py]) => `${x(px)},${y(py)}`).join(" ");
      const last = points.at(-1);
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...points.map(([px, py]) => `<circle cx="${x(px)}" cy="${y(py)}" r="3" fill="${colour}"/>`),
        ...(last === undefined
          ? []
          : [text(x(last[0]) + 8, y(last[1]) + 4, name, "start", colour)]),
      ];
    }),
    "</svg>",
    "",
  ].join("\n");
}

/** The next number of the form 1, 2 or 5 times a power of ten. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * power >= value) ?? 10) * power;
}

function text(x: number, y: number, content: string, anchor: string, fill = "#333"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${fill}">${content}</text>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
