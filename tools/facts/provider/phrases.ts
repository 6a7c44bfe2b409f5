/** What a further condition of the provider, which its facts quote in its own words, means for a value. */
export interface Meaning {
  readonly patterns?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly min?: number;
  readonly max?: number;
  readonly multipleOf?: number;
  readonly format?: string;
}

type Phrase = readonly [says: RegExp, means: Meaning | ((...found: string[]) => Meaning)];

const one = (pattern: string): Meaning => ({ patterns: [pattern] });
const number = (text: string): number => Number(text);

/** The first that fits counts. A condition that fits none is left to the API. */
const phrases: readonly Phrase[] = [
  [/^(?:list|set) must contain at most (\d+)/, (most) => ({ maxItems: number(most) })],
  [
    /^(?:list|set) must contain at least (\d+) elements? and at most (\d+)/,
    (least, most) => ({ minItems: number(least), maxItems: number(most) }),
  ],
  [/^(?:list|set) must contain at least (\d+)/, (least) => ({ minItems: number(least) })],
  [/^value must be at least (\d+)/, (least) => ({ min: number(least) })],
  [
    /^expected to be at between \((\d+)\) and \((\d+)\)/,
    (least, most) => ({ min: number(least), max: number(most) }),
  ],
  [/value \[.*must be between 0 and 100/, { min: 0, max: 100 }],
  [/expected to be greater than \(0\.0+\)/, { min: Number.MIN_VALUE }],
  [/must have a configuration value/, { minItems: 1 }],
  [/sequence of decimal numbers/, one("^-?(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h))+$|^0$")],
  [/cannot be parsed as a? ?duration/, one("^-?(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h))+$|^0$")],
  [/AWS Account ID \(exactly 12 digits\)|valid AWS account ID/, one("^\\d{12}$")],
  [/\* or a 12 digit AWS account ID/, one("^(\\*|\\d{12})$")],
  [/look like AWS Region|valid AWS Region/, one("^[a-z]{2}(-[a-z]+)+-\\d{1,2}$")],
  [/^must be between 1 and 64 char|^cannot be greater than 64 char/, { maxLength: 64 }],
  [/(?:cannot|can not) be greater than (\d+) char/, (most) => ({ maxLength: number(most) })],
  [/cannot be less than 3 char/, { minLength: 3 }],
  [
    /(?:length must|^must|must must) be between (\d+)(?:-| and )(\d+) characters: /,
    (least, most) => ({ minLength: number(least), maxLength: number(most) }),
  ],
  [/restrictions \("(.*)"\): /, (pattern) => one(JSON.parse(`"${pattern}"`) as string)],
  [/match regular expression '(.*)'/, (pattern) => one(pattern)],
  [/^first character of .*must be a letter/, one("^[A-Za-z]")],
  [/must begin with a lowercase letter$|\(must begin with a lowercase letter\)/, one("^[a-z]")],
  [/must begin with (?:a letter|alphabetic)/, one("^[A-Za-z]")],
  [/must begin with lowercase letter or number/, one("^[a-z0-9]")],
  [/must end with lowercase letter or number/, one("[a-z0-9]$")],
  [/cannot end with a hyphen/, one("[^-]$")],
  [/two consecutive hyphens/, one("^(?!.*--)")],
  [/cannot begin with a hyphen/, one("^(?!-)")],
  [/lowercase alphanumeric characters, periods, and hyphens allowed/, one("^[0-9a-z.-]+$")],
  [/only lowercase alphanumeric characters and hyphens/, one("^[0-9a-z-]+$")],
  [/only lowercase letters, numbers, periods, and hyphens/, one("^[0-9a-z.-]+$")],
  [/only lowercase alphanumeric characters, underscores, and hyphens/, one("^[0-9a-z_-]+$")],
  [
    /of lowercase letters, numbers, and hyphens|of letters, numbers, and hyphens/,
    one("^[0-9A-Za-z_-]*$"),
  ],
  [
    /alphanumeric characters and hyphens allowed|alphanumeric characters and hyphens\)|alphanumeric and hyphen|alphanumeric, and hyphen/,
    one("^[0-9A-Za-z-]*$"),
  ],
  [
    /alphanumeric,? (?:characters, )?(?:underscores?|hyphens?),?(?: and)? (?:hyphens?|underscores?)(?: characters| allowed|\))/,
    one("^[0-9A-Za-z_-]*$"),
  ],
  [
    /alphanumeric hyphen and underscore|alphanumerics, hyphens, and underscores/,
    one("^[0-9A-Za-z_-]*$"),
  ],
  [/only alphanumeric characters, underscores and hyphens allowed/, one("^[0-9A-Za-z_-]*$")],
  [
    /alphanumeric, (?:underscore, hyphen, and colon|hyphen, underscore and colon)|underscores, hyphens, and colons/,
    one("^[0-9A-Za-z_:-]*$"),
  ],
  [/alphanumeric, hyphen, underscore, dot and \$/, one("^[0-9A-Za-z_$.-]+$")],
  [/alphanumeric, hyphen, dot, underscore and forward-slash/, one("^[\\w./-]+$")],
  [
    /alphanumeric, (?:underscore, hyphen, or|hyphen, underscore, and) period|hyphens, underscores, and periods|periods, underscores, or hyphens|hyphens, dots & underscores/,
    one("^[0-9A-Za-z_.-]*$"),
  ],
  [/hyphens, underscores, periods, and spaces allowed/, one("^[0-9a-z ._-]+$")],
  [/any of the following: \/ , \. \+ @ = _ -/, one("^[\\w/,.+@=-]+$")],
  [/alphanumeric, underscore, period, or hyphen characters/, one("^[\\w.-]+$")],
  [/must be a valid JSON pointer/, one("^(/(([^~])|(~[01]))+)+$")],
  [/valid port number or 0/, { min: 0, max: 65_535 }],
  [/expected to be a valid number, got: 0/, { min: 1, max: 65_535 }],
  [/expected to be a valid number, got/, {}],
  [/expected to have a host|expected url to not be empty/, one("^[A-Za-z][\\w+.-]*://[^/]+")],
  [/must not be empty, got|expected to not be empty/, { minLength: 1 }],
  [/\(must match \[\\w\+=,\.@-\]\)/, one("^[\\w+=,.@-]*$")],
  [/\(must match \[0-9A-ZaZ_-\]\)/, one("^[0-9A-Za-z_-]*$")],
  [/hyphens, underscores, commas, periods, @ symbols/, one("^[0-9A-Za-z=,.@_+-]+$")],
  [/\/_\+=\.@- special characters/, one("^[0-9A-Za-z/_+=.@-]+$")],
  [/alphanumeric characters and \.\/_- symbols/, one("^[0-9A-Za-z.()/_-]+$")],
  [/lt-' and only contain/, one("^lt-[0-9a-z]+$")],
  [/alphanumeric characters, '-', '_' and ' '/, one("^[0-9A-Za-z_ -]*$")],
  [/cannot be a single digit/, one("^(?!\\d$)")],
  [/as int: strconv|must be a (?:32|64)-bit integer|must be in the range 0 to/, one("^-?\\d+$")],
  [/7224, 9059, 10124 or 17493/, one("^(7224|9059|10124|17493|6[45]\\d{3}|4[2-9]\\d{8})$")],
  [
    /must be base64-encoded/,
    one("^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$"),
  ],
  [/between 0 and 100 or 'off'/, one("^(off|\\d{1,2}|100)$")],
  [/must be an integer or 'off'/, one("^(off|\\d+)$")],
  [/2006-01-02_15:04/, one("^\\d{4}-\\d\\d-\\d\\d_\\d\\d:\\d\\d$")],
  [/iso8601 Timestamp/, { format: "rfc3339" }],
  [/RFC 3339 duration/, one("^(P|-?\\d)")],
  [/YYYY-MM-DD/, one("^\\d{4}-\\d\\d-\\d\\d$")],
  [
    /not match EC2 automation ARN/,
    one(
      "^(arn:[\\w-]+:automate:[\\w-]+:ec2:(reboot|recover|stop|terminate)$|arn:[\\w-]+:[\\w-]+:)",
    ),
  ],
  [/must begin with custom-/, one("^custom-")],
  [/expected to have prefix \/, got/, one("^(/|$)")],
  [/valid number \(1-65536\) or "traffic-/, one("^(traffic-port|[1-9]\\d{0,4})$")],
  [/range 1-50000 for normal rule/, { min: 1, max: 99_999 }],
  [/must be a multiple of 0\.5/, { multipleOf: 0.5 }],
  [/alphanumeric, period and underscore/, one("^[A-Za-z0-9._]*$")],
  [/ROOT/, one("^((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/?|ROOT)$")],
  [/letters, numbers, and special characters \(\._\*-\)/, one("^[0-9A-Za-z._*-]+$")],
  [
    /starting with a letter, and consisting of letters, numbers, and underscores/,
    one("^[A-Za-z]\\w{0,255}$"),
  ],
  [/characters, and underscores$/, one("^\\w+$")],
  [
    /semantic version format/,
    one("^v(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[\\w.-]+)?(\\+[\\w.-]+)?$"),
  ],
  [/For Redis v6 or higher/, one("^(\\d+\\.x|[1-5](\\.\\d+){2}|\\d+\\.\\d+)$")],
  [/alias\/' and only contain/, one("^alias/[0-9A-Za-z_/-]+$")],
  [/it must begin with a letter/, one("^[A-Za-z][0-9A-Za-z-]*$")],
  [/begin with AWSRDSCustom/, one("^AWSRDSCustom.*$")],
  [/special characters except "-", "_", and "\/"/, one("^[A-Za-z0-9\\-_/]+$")],
  [
    /symbols \(excluding @, ", and \/\)$/,
    { patterns: ['^[^@"/]*$'], minLength: 16, maxLength: 128 },
  ],
  [/1-4 digits/, one("^\\d{1,4}$")],
  [/must begin and end with a slash/, one("^/(.*/)?$")],
  [/name not its ARN/, one("^(?!arn:)")],
  [/full service hostname/, one("\\.")],
  [/must only contain \[0-9A-Za-z_:\/-\]/, one("^[0-9A-Za-z_:/-]*$")],
  [
    /(\d+) to (\d+) characters long\. provided/,
    (least, most) => ({ minLength: number(least), maxLength: number(most) }),
  ],
  [/valid log group/, one("^[0-9A-Za-z_./#-]+$")],
  [/valid log metric trans/, one("^[^:*$]*$")],
  [/must not contain colon nor asterisk/, one("^[^:*]+$")],
  [/colon characters\)/, one("[^:]")],
  [/colons not allowed/, one("^[^:]*$")],
  [
    /invalid (?:stat)?istic/,
    one(
      "^((p|tm|wm|tc|ts)(\\d{1,2}(\\.\\d{1,2})?|100)|IQM|(TM|WM|PR|TC|TS)\\((\\d+(\\.\\d+)?%?)?:(\\d+(\\.\\d+)?%?)?\\))$",
    ),
  ],
  [
    /cannot contain a colon or asterisk and cannot start or end with a slash/,
    one("^(?!/)[^:*]+(?<!/)$"),
  ],
  [/valid email address|valid address/, one("^\\S+@\\S+$")],
  [/is not a valid IP address/, { format: "ip" }],
  [/The ':' and/, one("^[^:\\\\]+$")],
  [/must be '@message'/, one("^@message$")],
  [/Invalid format of/, { format: "json" }],
  [/version number\)/, one("^(\\$LATEST|\\$DEFAULT|[1-9]\\d*)$")],
  [/5 or 60 \(minutes\)/, { min: 5, max: 60 }],
  [/begin with '\/ssm\/'/, one("^/ssm/")],
  [/17 hexadecimal/, one("^(pb-[0-9a-f]{17}|arn:.*)$")],
  [/non-whitespace/, one("\\S")],
  [/^An Amazon Resource Name/, { format: "arn" }],
  [/^events:|must be: events:/, one("^events:[A-Za-z]+$")],
];

/** What all conditions of one attribute mean together. */
export function meaningOf(conditions: readonly string[]): Meaning {
  const patterns = new Set<string>();
  const rest = conditions.flatMap((text) => {
    for (const [says, means] of phrases) {
      const found = says.exec(text);
      if (found === null) continue;
      const meaning = typeof means === "function" ? means(...found.slice(1)) : means;
      for (const pattern of meaning.patterns ?? []) patterns.add(pattern);
      return [{ ...meaning, patterns: [] }];
    }
    return [];
  });
  const { patterns: _, ...values } = rest.reduce<Meaning>((sum, one) => ({ ...sum, ...one }), {});
  return { ...values, ...(patterns.size > 0 && { patterns: [...patterns] }) };
}

/** Conditions that no phrase explains, for whoever adds one. */
export function unexplained(conditions: readonly string[]): string[] {
  return conditions.filter((text) => !phrases.some(([says]) => says.test(text)));
}
