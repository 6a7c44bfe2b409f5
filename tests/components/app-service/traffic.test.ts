import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ResolvedService,
  resolveService,
} from "../../../components/app-service/resolve-service.ts";
import { privateNetworks, traffic } from "../../../components/app-service/traffic.ts";
import type { ServicePlatform } from "../../../components/platform.ts";
import { at, inside } from "./orders.ts";
import { binding, leastService, platform, shop, withInternal } from "../../support/fixtures.ts";

const workload = { name: "web", namespace: "shop", labels: {}, selector: { s: "1" } };
const pods = (name: string) => ({
  podSelector: {
    matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "shop" },
  },
});
const tcp = (...ports: readonly (number | string)[]) =>
  ports.map((port) => ({ port, protocol: "TCP" }));
/** A service's port, by the name that pods of both revisions have, and by its number. */
const own = tcp("http", 8080);

describe("traffic", () => {
  it("Z10: allows traffic from the gateway, and to stores and called services", () => {
    const bindings = [binding("web", "books", "mariadb", 3306)];
    const { spec } = traffic(workload, resolveService(shop, "web"), bindings, platform);
    expect(spec?.policyTypes).to.deep.equal(["Ingress", "Egress"]);
    expect(spec?.ingress).to.deep.equal([{ from: platform.gateway.peers, ports: own }]);
    expect(spec?.egress).to.deep.equal([
      {
        to: platform.dns.peers,
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
      {
        to: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "books" } } }],
        ports: tcp(3306),
      },
      { to: [pods("files")], ports: own },
      { to: [pods("orders")], ports: own },
      { to: [pods("settings")], ports: own },
    ]);
  });

  it("allows the internal gateway where it has a route, without duplicate peers", () => {
    const orders = resolveService(shop, "orders");
    const from = (more: Partial<ResolvedService>, on: ServicePlatform = withInternal) =>
      traffic(workload, { ...orders, callers: [], ...more }, [], on).spec?.ingress;
    const shared = [{ from: platform.gateway.peers, ports: own }];
    expect(from({ internalRoutes: inside("/") })).to.deep.equal(shared);
    expect(from({ internalRoutes: inside("/"), routes: at("/") })).to.deep.equal(shared);
    const peers = [{ ipBlock: { cidr: "10.16.0.0/24" } }];
    const { internalGateway } = withInternal;
    const apart = {
      ...withInternal,
      internalGateway: internalGateway && { ...internalGateway, peers },
    };
    expect(from({ internalRoutes: inside("/"), routes: at("/") }, apart)).to.deep.equal([
      { from: [...platform.gateway.peers, ...peers], ports: own },
    ]);
    expect(from({ internalRoutes: inside("/") }, apart)).to.deep.equal([
      { from: peers, ports: own },
    ]);
    expect(from({ internalRoutes: inside("/") }, platform)).to.deep.equal([]);
    expect(from({}, apart)).to.deep.equal([]);
  });

  it("Z10: allows only callers into a service without a route", () => {
    const { spec } = traffic(workload, resolveService(shop, "orders"), [], platform);
    expect(spec?.ingress).to.deep.equal([{ from: [pods("web")], ports: own }]);
  });

  it("denies all ingress to a service without callers", () => {
    const { spec } = traffic(workload, resolveService(shop, "mailer"), [], platform);
    expect(spec?.ingress).to.deep.equal([]);
  });

  it("allows the internet except private networks and the nodes' metadata service", () => {
    const { spec } = traffic(workload, resolveService(shop, "mailer"), [], platform);
    expect(spec?.egress?.at(-1)).to.deep.equal({
      to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [...privateNetworks] } }],
      ports: tcp(443),
    });
    expect(privateNetworks).to.include("169.254.0.0/16");
  });

  it("B13: names its port to both sides, so that pods with the old number stay reachable", () => {
    const changed = (port: number) => {
      const { orders } = shop.services;
      if (orders.port === undefined) throw new Error("orders has a port");
      const services = { ...shop.services, orders: { ...orders, port } };
      return (name: string) =>
        traffic(workload, resolveService({ ...shop, services }, name), [], platform).spec;
    };
    const [before, after] = [changed(8080), changed(9090)];
    for (const spec of [before("orders"), after("orders")])
      expect(spec?.ingress?.[0]?.ports).to.deep.include({ port: "http", protocol: "TCP" });
    for (const spec of [before("web"), after("web")]) {
      const toOrders = spec?.egress?.find(({ to = [] }) =>
        to.some((peer) => JSON.stringify(peer) === JSON.stringify(pods("orders"))),
      );
      expect(toOrders?.ports).to.deep.include({ port: "http", protocol: "TCP" });
    }
  });

  it("opens calls between systems on both sides, and to that service only", () => {
    const club = {
      name: "club",
      host: "club",
      routes: {},
      services: { site: { ...leastService, callsTo: ["shop/orders"] } },
    } as const;
    const all = [shop, club];
    const inSystem = (system: string, name: string) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": system } },
      podSelector: {
        matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": system },
      },
    });
    const there = { ...platform, system: "club", namespace: "club" };
    const caller = traffic(workload, resolveService(club, "site", all), [], there);
    expect(caller.spec?.egress?.at(-1)).to.deep.equal({
      to: [inSystem("shop", "orders")],
      ports: own,
    });
    const callee = traffic(workload, resolveService(shop, "orders", all), [], platform);
    expect(callee.spec?.ingress).to.deep.equal([
      { from: [pods("web"), inSystem("club", "site")], ports: own },
    ]);
    const other = traffic(workload, resolveService(shop, "files", all), [], platform);
    expect(JSON.stringify(other.spec?.ingress)).not.to.contain("club");
  });

  it("opens the networks that a service reaches, each on its own ports", () => {
    const { mailer } = shop.services;
    const reaches = [
      { cidr: "10.20.0.5/32", ports: [3306], because: "the members are on the premises" },
      { cidr: "203.0.113.0/28", ports: [443, 8443], because: "the bank" },
    ];
    const system = { ...shop, services: { ...shop.services, mailer: { ...mailer, reaches } } };
    const { spec } = traffic(workload, resolveService(system, "mailer"), [], platform);
    expect(spec?.egress?.slice(1)).to.deep.equal([
      { to: [{ ipBlock: { cidr: "10.20.0.5/32" } }], ports: tcp(3306) },
      { to: [{ ipBlock: { cidr: "203.0.113.0/28" } }], ports: tcp(443, 8443) },
      {
        to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [...privateNetworks] } }],
        ports: tcp(443),
      },
    ]);
  });

  it("Z12: opens the metrics port to monitoring only", () => {
    const orders = resolveService(shop, "orders");
    const spec = { ...leastService, metrics: { path: "/metrics", port: 9090 } };
    const policy = traffic(workload, { ...orders, spec }, [], platform);
    expect(policy.spec?.ingress?.at(-1)).to.deep.equal({
      from: platform.monitoring.peers,
      ports: tcp("metrics", 9090),
    });
  });
});
