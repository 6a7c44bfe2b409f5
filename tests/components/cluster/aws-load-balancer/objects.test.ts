import { expect } from "chai";
import { describe, it } from "mocha";
import { logStatements } from "../../../../components/cluster/aws-load-balancer/access-logs.ts";
import {
  albGatewayObject,
  gatewayClass,
  loadBalancerConfiguration,
  type LoadBalancerSettings,
  redirectRoute,
  targetGroupConfiguration,
} from "../../../../components/cluster/aws-load-balancer/objects.ts";
import type { Served } from "../../../../components/cluster/gateway.ts";
import { certificate } from "../../../../ops/mocks/aws.ts";
import { definitionOf } from "../../../support/custom-resource.ts";

const tags = { "hanok:stack": "test" };
const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/x/1";
const settings: LoadBalancerSettings = {
  certificateArn: certificate(7),
  reach: { gateway: "public", webAclArn },
  logBucket: "logs-1a2b3c4",
  idleSeconds: 3600,
  data: "keep",
  redundancy: "zonal",
  tags,
};

const internal: LoadBalancerSettings = {
  ...settings,
  reach: { gateway: "internal", subnetIds: ["subnet-a", "subnet-b"] },
};

const names: Served = {
  domain: "hanok.test",
  hosts: ["shop.hanok.test"],
  kinds: ["HTTPRoute"],
};
const withApex: Served = {
  ...names,
  hosts: ["hanok.test", "www.hanok.test"],
  kinds: ["HTTPRoute", "GRPCRoute"],
};
const internalNames: Served = {
  ...names,
  domain: "internal.hanok.test",
  hosts: ["admin.internal.hanok.test"],
};

const attributes = (of: LoadBalancerSettings) =>
  Object.fromEntries(
    loadBalancerConfiguration(of).spec.loadBalancerAttributes.map(({ key, value }) => [key, value]),
  );

describe("ALB of the public gateway", () => {
  it("writes access logs, drops invalid headers, uses the longest idle time-out of its services, and is protected if data is kept", () => {
    expect(attributes(settings)).to.deep.equal({
      "access_logs.s3.enabled": "true",
      "access_logs.s3.bucket": "logs-1a2b3c4",
      "deletion_protection.enabled": "true",
      "idle_timeout.timeout_seconds": "3600",
      "routing.http.drop_invalid_header_fields.enabled": "true",
      "zonal_shift.config.enabled": "true",
    });
    expect(attributes({ ...settings, redundancy: "none" })).to.include({
      "zonal_shift.config.enabled": "false",
    });
    expect(attributes({ ...settings, data: "discard" })).to.include({
      "deletion_protection.enabled": "false",
    });
  });

  it("supports only TLS 1.3 and 1.2, with the domain's certificate and a web ACL", () => {
    expect(loadBalancerConfiguration(settings).spec).to.deep.include({
      scheme: "internet-facing",
      listenerConfigurations: [
        {
          protocolPort: "HTTPS:443",
          defaultCertificate: certificate(7),
          sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        },
      ],
      wafV2: { webACL: webAclArn },
      defaultTargetGroupConfiguration: { name: "public" },
    });
    const bare = loadBalancerConfiguration({ ...settings, certificateArn: undefined });
    expect(bare.spec.listenerConfigurations).to.be.empty;
  });

  it("sends requests to pod addresses, and accepts any answer as healthy", () => {
    const { defaultConfiguration } = targetGroupConfiguration("public", tags).spec;
    expect(defaultConfiguration.targetType).to.equal("ip");
    expect(defaultConfiguration.healthCheckConfig).to.deep.include({
      healthCheckPath: "/",
      matcher: { httpCode: "200-499" },
    });
    const { healthCheckTimeout, healthCheckInterval } = defaultConfiguration.healthCheckConfig;
    expect(healthCheckTimeout).to.be.below(healthCheckInterval);
  });

  for (const [kind, object] of [
    ["LoadBalancerConfiguration", loadBalancerConfiguration(settings)],
    ["LoadBalancerConfiguration", loadBalancerConfiguration(internal)],
    ["TargetGroupConfiguration", targetGroupConfiguration("public", tags)],
  ] as const)
    it(`has a ${kind} (${object.metadata.name}) that matches the controller's CRD`, function () {
      const check = definitionOf("aws-load-balancer-controller", kind, "v1");
      if (check === undefined) return this.skip();
      expect(check(object)).to.be.empty;
      expect(check({ ...object, spec: { ...object.spec, shceme: "internal" } })).not.to.be.empty;
    });

  for (const [kind, object] of [
    ["Gateway", albGatewayObject("public", names, true)],
    ["Gateway", albGatewayObject("public", names, false)],
    ["Gateway", albGatewayObject("public", withApex, true)],
    ["HTTPRoute", redirectRoute("public", withApex)],
    ["GatewayClass", gatewayClass],
    ["HTTPRoute", redirectRoute("public", names)],
    ["Gateway", albGatewayObject("internal", internalNames, true)],
    ["HTTPRoute", redirectRoute("internal", internalNames)],
  ] as const)
    it(`has a ${kind} (${object.metadata.name}) that matches the Gateway API's CRD`, function () {
      const check = definitionOf("gateway-api", kind, "v1");
      if (check === undefined) return this.skip();
      expect(check(object)).to.be.empty;
    });
});

describe("listeners of the public gateway on AWS", () => {
  const listeners = (tls: boolean) => albGatewayObject("public", names, tls).spec.listeners;

  it("accept systems' routes over HTTPS only, and redirect HTTP", () => {
    const [http, https, ...more] = listeners(true);
    expect(more).to.be.empty;
    expect(http).to.deep.include({ name: "http", protocol: "HTTP", port: 80 });
    expect(http?.allowedRoutes?.namespaces).to.deep.equal({ from: "Same" });
    expect(https).to.deep.include({ name: "https", protocol: "HTTPS", port: 443 });
    expect(https?.allowedRoutes?.namespaces).to.deep.equal({
      from: "Selector",
      selector: { matchLabels: { "hanok.dev/gateway": "public" } },
    });
    const { metadata, spec } = redirectRoute("public", names);
    expect(metadata.namespace).to.equal(albGatewayObject("public", names, true).metadata.namespace);
    expect(spec.parentRefs).to.deep.equal([
      { name: "public", namespace: "gateway", sectionName: "http" },
    ]);
    expect(spec.rules).to.deep.equal([
      {
        filters: [
          {
            type: "RequestRedirect",
            requestRedirect: { scheme: "https", port: 443, statusCode: 301 },
          },
        ],
      },
    ]);
  });

  it("accept routes over HTTP while there is no certificate", () => {
    const [http, ...more] = listeners(false);
    expect(more).to.be.empty;
    expect(http?.allowedRoutes?.namespaces?.from).to.equal("Selector");
  });

  it("serve the domain itself by listeners of their own, because a wildcard does not cover it", () => {
    const { listeners: all } = albGatewayObject("public", withApex, true).spec;
    expect(all.map(({ name, hostname, port }) => [name, hostname, port])).to.deep.equal([
      ["http", "*.hanok.test", 80],
      ["https", "*.hanok.test", 443],
      ["http-apex", "hanok.test", 80],
      ["https-apex", "hanok.test", 443],
    ]);
    expect(all[0]).to.deep.equal(listeners(true)[0]);
    expect(all[1]?.allowedRoutes?.kinds).to.deep.equal([
      { kind: "HTTPRoute" },
      { kind: "GRPCRoute" },
    ]);
    const { spec } = redirectRoute("public", withApex);
    expect(spec.hostnames).to.deep.equal(["*.hanok.test", "hanok.test"]);
    expect(spec.parentRefs?.map(({ sectionName }) => sectionName)).to.deep.equal([
      "http",
      "http-apex",
    ]);
  });

  it("serve every host of the domain, and wait for a load balancer with an address", () => {
    for (const { hostname } of [...listeners(true), ...listeners(false)])
      expect(hostname).to.equal("*.hanok.test");
    const wait = albGatewayObject("public", names, true).metadata.annotations?.[
      "pulumi.com/waitFor"
    ];
    expect(JSON.parse(wait ?? "")).to.deep.equal([
      "condition=Programmed",
      "jsonpath={.status.addresses[0].value}",
    ]);
  });
});

describe("ALB of the internal gateway", () => {
  it("has private addresses in the public subnets, which contain no pods, and admits private networks only", () => {
    const { spec, metadata } = loadBalancerConfiguration(internal);
    expect(metadata).to.include({ name: "internal", namespace: "gateway" });
    expect(spec).to.deep.include({
      scheme: "internal",
      loadBalancerSubnets: [{ identifier: "subnet-a" }, { identifier: "subnet-b" }],
      sourceRanges: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"],
      defaultTargetGroupConfiguration: { name: "internal" },
    });
    expect(spec).not.to.have.property("wafV2");
    expect(targetGroupConfiguration("internal", tags).metadata).to.deep.equal(metadata);
  });

  it("otherwise equals the public one: TLS, logs, idle time-out and protection", () => {
    const one = loadBalancerConfiguration(internal).spec;
    const other = loadBalancerConfiguration(settings).spec;
    const common = [
      "listenerConfigurations",
      "loadBalancerAttributes",
      "ipAddressType",
      "tags",
    ] as const;
    for (const key of common) expect(one[key], key).to.deep.equal(other[key]);
  });

  it("accepts routes from namespaces with its own label, and redirects HTTP", () => {
    const { spec, metadata } = albGatewayObject("internal", internalNames, true);
    expect(metadata.name).to.equal("internal");
    expect(spec.infrastructure.parametersRef.name).to.equal("internal");
    const [http, https] = spec.listeners;
    expect(http?.allowedRoutes?.namespaces).to.deep.equal({ from: "Same" });
    expect(https?.hostname).to.equal("*.internal.hanok.test");
    expect(https?.allowedRoutes?.namespaces).to.deep.equal({
      from: "Selector",
      selector: { matchLabels: { "hanok.dev/internal-gateway": "routes" } },
    });
    const redirect = redirectRoute("internal", internalNames);
    expect(redirect.metadata.name).to.equal("redirect-internal");
    expect(redirect.spec.parentRefs).to.deep.equal([
      { name: "internal", namespace: "gateway", sectionName: "http" },
    ]);
  });
});

describe("access logs", () => {
  it("are written by ELB's service principal, or by ELB's account in an older region", () => {
    const bucket = "arn:aws:s3:::logs";
    const writers = (region: string) =>
      logStatements(bucket, "123456789012", region)
        .filter(({ Effect }) => Effect === "Allow")
        .map(({ Principal, Action, Resource }) => ({ Principal, Action, Resource }));
    const place = { Action: "s3:PutObject", Resource: `${bucket}/AWSLogs/123456789012/*` };
    const service = {
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      ...place,
    };
    expect(writers("ap-northeast-2")).to.deep.equal([
      service,
      { Principal: { AWS: "arn:aws:iam::600734575887:root" }, ...place },
    ]);
    expect(writers("ap-southeast-5")).to.deep.equal([service]);
  });
});
