/** Option values by name. */
export type Options = Readonly<Record<string, string | undefined>>;

/** Options of `aws` and of `aws eks get-token`. Each has a value. */
const known = [
  "cluster-id",
  "cluster-name",
  "color",
  "output",
  "profile",
  "query",
  "region",
  "role-arn",
];
const flags = ["no-cli-pager", "no-paginate"];

/** A parsed command line. Unambiguous abbreviations are allowed, because pulumi-eks writes `--role`. */
export function optionsIn(args: readonly string[]): {
  readonly words: readonly string[];
  readonly options: Options;
  /** The first unknown option. */
  readonly unknown: string | undefined;
} {
  const words: string[] = [];
  const options: Record<string, string> = {};
  for (let at = 0; at < args.length; at += 1) {
    const [argument = "", given] = splitOnce(args[at] ?? "");
    if (!argument.startsWith("--")) {
      words.push(argument);
      continue;
    }
    if (flags.includes(argument.slice(2))) continue;
    const meant = known.filter((name) => name.startsWith(argument.slice(2)));
    const [name] = known.includes(argument.slice(2)) ? [argument.slice(2)] : meant;
    if (name === undefined || (meant.length > 1 && name !== argument.slice(2)))
      return { words, options, unknown: argument };
    if (given === undefined) at += 1;
    options[name] = given ?? args[at] ?? "";
  }
  return { words, options, unknown: undefined };
}

/** `--region=x`, or a word. */
function splitOnce(argument: string): readonly [string, string?] {
  const at = argument.startsWith("--") ? argument.indexOf("=") : -1;
  return at < 0 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}
