import { expect } from "chai";
import { describe, it } from "mocha";
import { albController, gatewayController } from "../../../sandbox/cluster/gateway-types.ts";
import type { Gateway, HttpRoute, Network } from "../../../sandbox/cluster/gateway-types.ts";
import {
  backendsOf,
  gatewayStatus,
  hostnamesMeet,
  routeStatus,
} from "../../../sandbox/cluster/gateways.ts";

const now = "2026-01-01T00:00:00Z";
const meta = (name: string, namespace?: string) => ({
  name,
  generation: 3,
  ...(namespace === undefined ? {} : { namespace }),
});
const gateway = (from: string, hostname = "*.example.com"): Gateway => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: meta("public", "edge"),
  spec: {
    gatewayClassName: "hanok",
    listeners: [
      {
        name: "http",
        port: 80,
        protocol: "HTTP",
        hostname,
        allowedRoutes: { namespaces: { from } },
      },
      { name: "tcp", port: 5672, protocol: "TCP" },
    ],
  },
});
const route = (spec: Partial<HttpRoute["spec"]> = {}, status?: HttpRoute["status"]): HttpRoute => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: meta("web", "shop"),
  spec: {
    parentRefs: [{ name: "public", namespace: "edge" }],
    hostnames: ["shop.example.com"],
    rules: [{ backendRefs: [{ name: "web", port: 8080 }] }],
    ...spec,
  },
  ...(status ? { status } : {}),
});
const network = (changes: Partial<Network> = {}): Network => ({
  region: "ap-northeast-2",
  controllers: [gatewayController],
  balancers: new Map(),
  classes: [
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: meta("hanok"),
      spec: { controllerName: gatewayController },
    },
  ],
  gateways: [gateway("All")],
  routes: [],
  services: [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: meta("web", "shop"),
      spec: { ports: [{ port: 8080 }] },
    },
  ],
  namespaces: [],
  grants: [],
  ...changes,
});
const reasons = (of: HttpRoute, seen: Network): readonly string[] | undefined =>
  routeStatus(of, seen, now).parents[0]?.conditions.map(
    ({ status, reason }) => `${status} ${reason}`,
  );

describe("gateways", () => {
  it("accepts a valid route, and counts it at its listener", () => {
    const seen = network({ routes: [route(), route({ hostnames: ["other.org"] })] });
    expect(reasons(route(), seen)).to.deep.equal(["True Accepted", "True ResolvedRefs"]);
    const [own] = seen.gateways;
    expect(own && gatewayStatus(own, seen, now)).to.deep.nested.include({
      "listeners[0].attachedRoutes": 1,
      "listeners[1].attachedRoutes": 0,
      "conditions[1].type": "Programmed",
      "conditions[1].observedGeneration": 3,
    });
  });

  const refused: readonly (readonly [
    what: string,
    of: HttpRoute,
    seen: Network,
    reason: string,
  ])[] = [
    [
      "a listener that is not there",
      route({ parentRefs: [{ name: "public", namespace: "edge", sectionName: "https" }] }),
      network(),
      "False NoMatchingParent",
    ],
    [
      "a listener for another host",
      route({ hostnames: ["shop.example.org"] }),
      network(),
      "False NoMatchingListenerHostname",
    ],
    [
      "a gateway of its own namespace only",
      route(),
      network({ gateways: [gateway("Same")] }),
      "False NotAllowedByListeners",
    ],
    [
      "a namespace without the label",
      route(),
      network({
        gateways: [
          {
            ...gateway("All"),
            spec: {
              gatewayClassName: "hanok",
              listeners: [
                {
                  name: "http",
                  port: 80,
                  protocol: "HTTP",
                  allowedRoutes: {
                    namespaces: { from: "Selector", selector: { matchLabels: { public: "yes" } } },
                  },
                },
              ],
            },
          },
        ],
      }),
      "False NotAllowedByListeners",
    ],
    ["a Service that does not exist", route(), network({ services: [] }), "False BackendNotFound"],
    [
      "a port that the Service does not have",
      route({ rules: [{ backendRefs: [{ name: "web", port: 80 }] }] }),
      network(),
      "False BackendNotFound",
    ],
    [
      "a Service elsewhere without a grant",
      route({ rules: [{ backendRefs: [{ name: "web", namespace: "other", port: 80 }] }] }),
      network(),
      "False RefNotPermitted",
    ],
  ];
  for (const [what, of, seen, reason] of refused) {
    it(`refuses a route to ${what}`, () => expect(reasons(of, seen)).to.include(reason));
  }

  it("ignores gateways of other classes, and keeps other controllers' entries", () => {
    expect(routeStatus(route(), network({ classes: [] }), now).parents).to.deep.equal([]);
    const foreign = { controllerName: "other", parentRef: { name: "x" }, conditions: [] };
    const { parents } = routeStatus(route({}, { parents: [foreign] }), network(), now);
    expect(parents.map(({ controllerName }) => controllerName)).to.deep.equal([
      "other",
      gatewayController,
    ]);
  });

  const alb = (changes: Partial<Network> = {}): Network =>
    network({
      classes: network().classes.map((one) => ({
        ...one,
        spec: { controllerName: albController },
      })),
      controllers: [gatewayController, albController],
      ...changes,
    });

  it("gives a gateway of the AWS Load Balancer Controller the address of its load balancer, and no other", () => {
    const seen = alb({ balancers: new Map([["edge/public", { kind: "made", dnsName: "x.elb" }]]) });
    const [own] = seen.gateways;
    expect(own && gatewayStatus(own, seen, now)).to.deep.nested.include({
      "addresses[0].value": "x.elb",
      "conditions[1].status": "True",
    });
    const refused = alb({
      balancers: new Map([["edge/public", { kind: "refused", message: "no subnet" }]]),
    });
    const [other] = refused.gateways;
    expect(other && gatewayStatus(other, refused, now)).to.deep.nested.include({
      addresses: [],
      "conditions[1].status": "False",
      "conditions[1].message": "no subnet",
    });
  });

  it("keeps the entries of an AWS Load Balancer Controller that was removed", () => {
    const first = routeStatus(route(), alb(), now);
    expect(first.parents.map(({ controllerName }) => controllerName)).to.deep.equal([
      albController,
    ]);
    const alone = alb({ controllers: [gatewayController] });
    expect(routeStatus(route({}, first), alone, "2027-01-01T00:00:00Z")).to.deep.equal(first);
  });

  it("lists distinct backends of a gateway's routes", () => {
    const seen = network({ routes: [route(), route(), route({ hostnames: ["other.org"] })] });
    const [own] = seen.gateways;
    expect(own && backendsOf(own, seen)).to.deep.equal([
      { namespace: "shop", name: "web", port: 8080 },
    ]);
  });

  it("keeps the time of an unchanged condition, so that it is not written again", () => {
    const first = routeStatus(route(), network(), now);
    expect(routeStatus(route({}, first), network(), "2027-01-01T00:00:00Z")).to.deep.equal(first);
  });

  it("matches host names with wildcards on either side", () => {
    expect(hostnamesMeet("*.example.com", "a.example.com")).to.equal(true);
    expect(hostnamesMeet("a.b.example.com", "*.example.com")).to.equal(true);
    expect(hostnamesMeet("*.example.com", "example.com")).to.equal(false);
    expect(hostnamesMeet("a.example.com", "b.example.com")).to.equal(false);
  });
});
