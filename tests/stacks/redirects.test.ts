import { expect } from "chai";
import { describe, it } from "mocha";
import { redirectNames, type Site } from "../../components/check/site.ts";
import { namesOf } from "../../stacks/gateways.ts";
import { redirectRoutes } from "../../stacks/redirects.ts";
import { definitionOf } from "../support/custom-resource.ts";
import { leastService, platform } from "../support/fixtures.ts";

const site: Site = {
  host: ["@", "store"],
  routes: { "/": "web" },
  redirects: { www: "@", "/old": "/new" },
};
const made = redirectRoutes("shop", site, platform.gateway);
const labels = { "app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "hanok" };
const parentRefs = [{ name: "public", namespace: "gateway-system" }];

describe("redirects of a system", () => {
  it("lead from host to host for good, and from path to path for now", () => {
    expect(made).to.deep.equal([
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "redirect-www", namespace: "shop", labels },
        spec: {
          parentRefs,
          hostnames: ["www.example.com"],
          rules: [
            {
              filters: [
                {
                  type: "RequestRedirect",
                  requestRedirect: { hostname: "example.com", statusCode: 301 },
                },
              ],
            },
          ],
        },
      },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "redirect", namespace: "shop", labels },
        spec: {
          parentRefs,
          hostnames: ["example.com", "store.example.com"],
          rules: [
            {
              matches: [{ path: { type: "Exact", value: "/old" } }],
              filters: [
                {
                  type: "RequestRedirect",
                  requestRedirect: {
                    path: { type: "ReplaceFullPath", replaceFullPath: "/new" },
                    statusCode: 302,
                  },
                },
              ],
            },
          ],
        },
      },
    ]);
  });

  it("have names that apps/check knows, also for more paths than one route takes", () => {
    const paths = Array.from({ length: 20 }, (_, index) => [`/a${index}`, `/b${index}`]);
    const many = { ...site, redirects: { "@": "store", ...Object.fromEntries(paths) } };
    const routes = redirectRoutes("shop", many, platform.gateway, "internal-");
    expect(routes.map(({ metadata }) => metadata.name)).to.deep.equal(
      redirectNames(many, "internal-"),
    );
    expect(routes.map(({ spec }) => spec.rules?.length)).to.deep.equal([1, 16, 4]);
  });

  it("match the CRD of the Gateway API", function () {
    const check = definitionOf("gateway-api", "HTTPRoute", "v1");
    if (check === undefined) return this.skip();
    for (const route of made) expect(check(route)).to.be.empty;
  });
});

describe("names of a gateway", () => {
  const services = { web: leastService, rpc: { ...leastService, protocol: "grpc" } } as const;

  it("are the hosts of all systems, with those that redirect", () => {
    const club = { services, host: "club", routes: {}, hosts: { rpc: { "/": "web" } } };
    expect(namesOf("example.com", [{ services, ...site }, club])).to.deep.equal({
      hosts: [
        "example.com",
        "store.example.com",
        "www.example.com",
        "club.example.com",
        "rpc.example.com",
      ],
      kinds: ["HTTPRoute"],
    });
  });

  it("admit routes of gRPC where a port with a route speaks it", () => {
    const rpc = { services, host: "club", routes: {}, hosts: { rpc: { "/": "rpc" } } };
    expect(namesOf("example.com", [rpc]).kinds).to.deep.equal(["HTTPRoute", "GRPCRoute"]);
  });
});
