import { type Html, markup, raw } from "./html.ts";

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** Columns of words. */
export const words = (...titles: readonly string[]): readonly Column[] =>
  titles.map((title) => ({ title }));
/** A column of numbers. */
export const usd = (title: string): Column => ({ title, isNumber: true });

/** A table that scrolls by itself on a small screen. */
export function table(
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | Html)[])[],
  idOf: (index: number) => string | undefined = () => undefined,
): Html {
  const mark = ({ isNumber = false }: Column | undefined = { title: "" }) =>
    isNumber ? raw(' class="number"') : "";
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => markup`<th scope="col" ${mark(column)}>${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, index) => {
          const id = idOf(index);
          const own = id === undefined ? "" : markup` id="${id}"`;
          return markup`<tr${own}>${row.map((cell, at) => markup`<td${mark(columns[at])}>${cell}</td>`)}</tr>
`;
        })}
      </tbody>
    </table>
  </div>`;
}
