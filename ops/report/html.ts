/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | Html | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function shown(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(shown).join("");
  return String(content).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** A template of HTML: what is put in is escaped, but for HTML. */
export const markup = (parts: TemplateStringsArray, ...contents: readonly Content[]): Html =>
  new Html(parts.map((part, index) => part + shown(contents[index])).join(""));

/** Text of the program's own, which is not escaped. */
export const raw = (text: string): Html => new Html(text);
