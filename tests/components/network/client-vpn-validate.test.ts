import { expect } from "chai";
import { describe, it } from "mocha";
import { validateClientVpn } from "../../../components/network/client-vpn/validate.ts";
import {
  type ClientVpnOptions,
  clientVpnOptions,
} from "../../../components/network/client-vpn/options.ts";
import { certificate, validateSchema, told } from "./record.ts";

const plain: ClientVpnOptions = {
  authentication: { kind: "certificate", rootCertificateArn: certificate(2) },
  serverCertificateArn: certificate(1),
  clientCidr: "172.20.0.0/20",
};
const samlProviderArn = "arn:aws:iam::123456789012:saml-provider/vpn";
const sso = { ...plain, authentication: { kind: "sso", samlProviderArn } } as const;

const surroundings = {
  region: "ap-northeast-2",
  vpcCidr: "10.20.0.0/16",
  networks: { "the company network": ["192.168.0.0/16"] },
  inboundResolver: false,
};
const across = (options: ClientVpnOptions, around: Partial<typeof surroundings> = {}) =>
  told(validateClientVpn(options, { ...surroundings, ...around }, "vpn"));
const alone = (raw: unknown) => told(validateSchema(clientVpnOptions, raw, "vpn"));

describe("settings of Client VPN, one by one", () => {
  it("accept the documented forms", () => {
    expect(alone(plain)).to.deep.equal([]);
    expect(
      alone({
        ...sso,
        redundancy: "zonal",
        tunnel: "full",
        transport: "tcp",
        port: 1194,
        sessionHours: 24,
        banner: "Hello",
        dns: ["10.20.0.53"],
        authorizations: [{ cidr: "0.0.0.0/0", group: "dba" }],
        routes: ["192.168.0.0/16"],
        logRetentionDays: 30,
      }),
    ).to.deep.equal([]);
  });

  it("report missing keys by name", () => {
    expect(alone({})).to.deep.equal([
      "vpn.authentication is missing",
      "vpn.serverCertificateArn is missing",
      "vpn.clientCidr is missing",
    ]);
  });

  for (const [wrong, expected] of [
    [{ clientCidr: "172.20.0.0/23" }, "clientCidr is smaller than a /22"],
    [{ clientCidr: "10.0.0.0/11" }, "clientCidr is larger than a /12"],
    [{ clientCidr: "172.20.0.1/20" }, "clientCidr has bits set beyond its prefix"],
    [{ serverCertificateArn: "server" }, "serverCertificateArn is not an ARN"],
    [
      { serverCertificateArn: samlProviderArn },
      "serverCertificateArn is not an ARN of an ACM certificate",
    ],
    [{ serverCertificateArn: certificate(1, "") }, "serverCertificateArn has no region"],
    [{ authentication: { kind: "sso" } }, "authentication.samlProviderArn is missing"],
    [
      {
        authentication: {
          kind: "sso",
          samlProviderArn: "arn:aws:iam:us-east-1:123456789012:saml-provider/x",
        },
      },
      "authentication.samlProviderArn has a region, and IAM has none",
    ],
    [{ port: 8443 }, "port is not known to Client VPN"],
    [{ sessionHours: 9 }, "sessionHours is not known to Client VPN"],
    [{ banner: "x".repeat(1401) }, "banner has 1401 letters"],
    [{ dns: ["10.0.0.2", "10.0.0.3", "10.0.0.4"] }, "dns has 3 entries"],
    [{ dns: ["resolver"] }, "dns[0] is not an IPv4 address"],
    [{ dns: "office" }, "dns is not known"],
    [{ authorizations: [] }, "authorizations is empty"],
    [{ authorizations: [{ cidr: "10.20.0.0" }] }, "authorizations[0].cidr has no prefix length"],
    [{ routes: ["192.168.0.0/16", "192.168.0.0/16"] }, "routes[1] is listed twice"],
    [{ logRetentionDays: 31 }, "logRetentionDays is not a retention period of CloudWatch Logs"],
    [{ splitTunnel: true }, "splitTunnel is not known here"],
  ] as const) {
    it(`reject: ${expected}`, () => {
      expect(alone({ ...plain, ...wrong })).to.deep.equal([`vpn.${expected}`]);
    });
  }
});

describe("settings of Client VPN and their surroundings", () => {
  it("accept the documented forms", () => {
    expect(across(plain)).to.deep.equal([]);
    const company = [{ cidr: "10.20.0.0/16" }, { cidr: "192.168.4.0/24" }];
    expect(across({ ...plain, authorizations: company, routes: ["192.168.0.0/16"] })).to.deep.equal(
      [],
    );
    expect(across({ ...plain, tunnel: "full", authorizations: [{ cidr: "0.0.0.0/0" }] })).to.be
      .empty;
    expect(across({ ...plain, dns: "inbound" }, { inboundResolver: true })).to.deep.equal([]);
  });

  it("reject certificates of another region, which the endpoint cannot use", () => {
    const options = {
      ...plain,
      authentication: { kind: "certificate", rootCertificateArn: certificate(2, "us-east-1") },
    } as const;
    expect(validateClientVpn(options, surroundings, "vpn")).to.deep.equal([
      {
        key: "vpn.authentication.rootCertificateArn",
        value: certificate(2, "us-east-1"),
        problem: "is of another region than ap-northeast-2",
        remedy: "Import the certificate into ACM in ap-northeast-2: the endpoint takes no other.",
      },
    ]);
  });

  it("keep client addresses apart from the VPC, the company's networks and the routes", () => {
    expect(across({ ...plain, clientCidr: "10.16.0.0/12" })).to.deep.equal([
      "vpn.clientCidr overlaps the VPC, 10.20.0.0/16",
    ]);
    expect(across({ ...plain, clientCidr: "192.168.16.0/20" })).to.deep.equal([
      "vpn.clientCidr overlaps the company network, 192.168.0.0/16",
    ]);
    const routed = { ...plain, routes: ["172.16.0.0/12"] };
    expect(across({ ...routed, authorizations: [{ cidr: "0.0.0.0/0" }] })).to.deep.equal([
      "vpn.clientCidr overlaps a route, 172.16.0.0/12",
    ]);
  });

  it("authorise networks with a route, and route networks with an authorisation", () => {
    const authorizations = [{ cidr: "10.20.0.0/16" }, { cidr: "192.168.4.0/24" }];
    expect(across({ ...plain, authorizations })).to.deep.equal([
      "vpn.authorizations[1].cidr is neither in the VPC nor behind a route",
    ]);
    expect(
      across({ ...plain, routes: ["192.168.0.0/16", "10.20.8.0/24", "0.0.0.0/0"] }),
    ).to.deep.equal([
      "vpn.clientCidr overlaps a route, 0.0.0.0/0",
      "vpn.routes[0] leads to where no client may go",
      "vpn.routes[1] overlaps the VPC, 10.20.0.0/16",
      "vpn.routes[2] is everything",
    ]);
    expect(across({ ...plain, tunnel: "full" })).to.deep.equal([
      "vpn.tunnel takes the whole internet from its clients, and no authorization gives it back",
    ]);
  });

  it("reject groups with certificates, which have none", () => {
    const authorizations = [{ cidr: "10.20.0.0/16", group: "dba" }];
    expect(across({ ...sso, authorizations })).to.deep.equal([]);
    expect(across({ ...plain, authorizations })).to.deep.equal([
      "vpn.authorizations[0].group names a group, and a certificate has none",
    ]);
  });

  it("reject a name server that clients may not reach", () => {
    const everyone = [{ cidr: "10.20.8.0/24" }];
    expect(across({ ...plain, authorizations: everyone })).to.deep.equal([
      "vpn.dns sends clients to 10.20.0.2, which not all of them may reach",
    ]);
    expect(across({ ...plain, dns: "device", authorizations: everyone })).to.deep.equal([]);
    const groups = [
      { cidr: "10.20.0.0/16", group: "dba" },
      { cidr: "10.20.8.0/24", group: "web" },
    ];
    expect(across({ ...sso, authorizations: groups })).to.have.length(1);
    expect(across({ ...sso, authorizations: [...groups, { cidr: "10.20.0.2/32" }] })).to.deep.equal(
      [],
    );
    expect(across({ ...plain, dns: "inbound" })).to.deep.equal([
      "vpn.dns needs a resolver endpoint that listens, and there is none",
    ]);
  });
});
