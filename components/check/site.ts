/** Methods that a route may ask for, as the Gateway API knows them. */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof methods)[number];

/** A service behind a path, with what else a request must have. The more a target asks for, the earlier it is tried. */
export interface Target<S extends string = string> {
  readonly service: S;
  /** One of its `ports`. @default its own port */
  readonly port?: string;
  /** @default all */
  readonly methods?: readonly Method[];
  /** Values by header: `{ "X-Beta": "1" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest time of a request in seconds. An ALB has none. @default none */
  readonly timeoutSeconds?: number;
}

/** Services by path prefix. The path of a `grpc` port is `/package.Service`, or `/` for all. */
export type Routes<S extends string = string> = Readonly<
  Record<`/${string}`, S | Target<S> | readonly (S | Target<S>)[]>
>;

/** The hosts of a system at one gateway, and what each path leads to. */
export interface Site<S extends string = string> {
  /** First label of the host: `backend` becomes `backend.<domain>`, `@` the domain itself. Several share the routes. */
  readonly host: string | readonly [string, ...string[]];
  readonly routes: Routes<S>;
  /** Further hosts with routes of their own, by their first label. @default none */
  readonly hosts?: Readonly<Record<string, Routes<S>>>;
  /** `{ www: "@" }` leads from one host to another for good, `{ "/old": "/new" }` from one path to another for now. @default none */
  readonly redirects?: Readonly<Record<string, string>>;
}

/** A target of a site, with its path and its hosts. */
export interface SiteRoute extends Omit<Target, "service"> {
  readonly path: string;
  /** First labels of the hosts. */
  readonly labels: readonly string[];
  /** The label of a further host. Undefined for the site's own. */
  readonly further?: string;
}

/** The domain itself, as in a zone file. */
export const apex = "@";

/** The full name of a host by its first label. */
export function hostnameOf(label: string, domain: string): string {
  return label === apex ? domain : `${label}.${domain}`;
}

/** Every target of a site by its service, with the key of its path below the site. */
export function routesOf({ host, routes, hosts = {} }: Omit<Site, "redirects">): readonly {
  readonly service: string;
  readonly route: SiteRoute;
  readonly key: readonly (string | number)[];
}[] {
  const tables = [
    { key: ["routes"], routes, place: { labels: [host].flat() } },
    ...Object.entries(hosts).map(([further, own]) => ({
      key: ["hosts", further],
      routes: own,
      place: { labels: [further], further },
    })),
  ];
  return tables.flatMap(({ key, routes: table, place }) =>
    Object.entries(table).flatMap(([path, targets]) =>
      [targets].flat().map((target, index) => {
        const { service, ...asked } = typeof target === "string" ? { service: target } : target;
        const own = [...key, path, ...(Array.isArray(targets) ? [index] : [])];
        return { service, route: { path, ...place, ...asked }, key: own };
      }),
    ),
  );
}

const isPath = (key: string): boolean => key.startsWith("/");

/** The redirects of a site, between hosts and between paths. */
export function redirectsOf({ redirects = {} }: Pick<Site, "redirects">) {
  const all = Object.entries(redirects).map(([from, to]) => ({ from, to }));
  return {
    hosts: all.filter(({ from }) => !isPath(from)),
    paths: all.filter(({ from }) => isPath(from)),
  };
}

/** First labels of all hosts of a site, also of those that redirect. */
export function labelsOf(site: Pick<Site, "host" | "hosts" | "redirects">): readonly string[] {
  const further = Object.keys(site.hosts ?? {});
  return [...[site.host].flat(), ...further, ...redirectsOf(site).hosts.map(({ from }) => from)];
}

/** Most rules of one HTTPRoute or GRPCRoute, by their CRDs. */
export const mostRules = 16;

/** Names of the redirects of a site at one gateway. */
export function redirectNames(site: Pick<Site, "redirects">, prefix = ""): string[] {
  const { hosts, paths } = redirectsOf(site);
  return [
    ...hosts.map(({ from }) => `${prefix}redirect-${from === apex ? "apex" : from}`),
    ...chunks(paths, mostRules).map((_, index) =>
      index === 0 ? `${prefix}redirect` : `${prefix}redirect-${index + 1}`,
    ),
  ];
}

/** Parts of a list, each of at most `size` members. */
export function chunks<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
