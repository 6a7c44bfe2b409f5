/** A rehearsed alert: series in, messages out. Values are promtool's: `0x30` is thirty-one zeros, `0+1x30` counts up. */
export interface Case {
  readonly alert: string;
  /** Exporter of the alert, where several alerts share the name. */
  readonly source: string;
  /** What the case is about. */
  readonly title: string;
  /** Values by series, one a minute. */
  readonly series: Readonly<Record<string, string>>;
  /** Minutes after the start at which the alert is asked for. */
  readonly minute: number;
  /** Labels and summary of each message; none for a quiet case. */
  readonly messages: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly summary: string;
  }[];
}

type Firing = Pick<Case, "title" | "series" | "minute"> & Case["messages"][number];
type Quiet = Pick<Case, "title" | "series" | "minute">;

/** One case in which the alert fires, and one in which it must not. */
export function pair(
  alert: string,
  source: string,
  { labels, summary, ...fires }: Firing,
  quiet: Quiet,
): readonly Case[] {
  return [
    { alert, source, ...fires, messages: [{ labels, summary }] },
    { alert, source, ...quiet, messages: [] },
  ];
}
