import { expect } from "chai";
import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { lbTypes as t } from "../../../../sandbox/cloud/services/lb/types.ts";
import type { TestCloud } from "../cloud.ts";
import { accepts, existing, type Ground, refuses } from "./table.ts";

const balancer = (cloud: TestCloud, of: Ground, more: Properties = {}): string =>
  cloud.id(t.loadBalancer, {
    name: "edge",
    subnets: [of.a, of.b],
    securityGroups: [of.sg],
    ...more,
  });
const target = (cloud: TestCloud, of: Ground, more: Properties = {}): string =>
  cloud.id(t.targetGroup, {
    name: "web",
    port: 80,
    protocol: "HTTP",
    vpcId: of.vpc,
    targetType: "ip",
    ...more,
  });
const forward = (targetGroupArn: string): Properties => ({ type: "forward", targetGroupArn });

function listener(cloud: TestCloud, of: Ground, more: Properties = {}): string {
  const arn =
    cloud.resources.store.list("ap-northeast-2", t.loadBalancer)[0]?.id ?? balancer(cloud, of);
  return cloud.id(t.listener, {
    loadBalancerArn: arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
    ],
    ...more,
  });
}

refuses("load balancing", [
  ["a name of 33 characters", /name: .*32/, (c, of) => balancer(c, of, { name: "a".repeat(33) })],
  [
    "a name that begins with internal-",
    /name of .* is "internal-a"/,
    (c, of) => balancer(c, of, { name: "internal-a" }),
  ],
  [
    "an application balancer in one zone",
    /ValidationError: At least two subnets in two different Availability Zones must be specified/,
    (c, of) => balancer(c, of, { subnets: [of.a] }),
  ],
  [
    "two subnets of one zone",
    /InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone/,
    (c, of) => balancer(c, of, { subnets: [of.a, of.a2] }),
  ],
  [
    "a security group of another VPC",
    /InvalidConfigurationRequest: One or more security groups are invalid/,
    (c, of) => balancer(c, of, { securityGroups: [of.foreignSg] }),
  ],
  [
    "a subnet that is not there",
    /SubnetNotFound/,
    (c, of) => balancer(c, of, { subnets: [of.a, "subnet-0"] }),
  ],
  [
    "the same name twice",
    /DuplicateLoadBalancerName/,
    (c, of) => [balancer(c, of), balancer(c, of)],
  ],
  [
    "the deletion of a protected balancer",
    /OperationNotPermitted: .*deletion protection/,
    (c, of) => c.delete(t.loadBalancer, balancer(c, of, { enableDeletionProtection: true })),
  ],
  [
    "a target group without a port",
    /ValidationError: A port must be specified/,
    (c, of) => target(c, of, { port: undefined }),
  ],
  [
    "a target group that is in use",
    /ResourceInUse: Target group .* is currently in use/,
    (c, of) => {
      const arn = target(c, of);
      listener(c, of, { defaultActions: [forward(arn)] });
      c.delete(t.targetGroup, arn);
    },
  ],
  [
    "a target group of another protocol",
    /InvalidConfigurationRequest: The protocol TCP/,
    (c, of) => listener(c, of, { defaultActions: [forward(target(c, of, { protocol: "TCP" }))] }),
  ],
  [
    "HTTPS without a certificate",
    /ValidationError: A certificate must be specified for HTTPS listeners/,
    (c, of) => listener(c, of, { protocol: "HTTPS" }),
  ],
  [
    "a certificate that is not there",
    /CertificateNotFound/,
    (c, of) =>
      listener(c, of, {
        protocol: "HTTPS",
        certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/none",
      }),
  ],
  [
    "a certificate that is not validated",
    /UnsupportedCertificate/,
    (c, of) =>
      listener(c, of, { protocol: "HTTPS", certificateArn: certificate(c, "PENDING_VALIDATION") }),
  ],
  ["a listener's port twice", /DuplicateListener/, (c, of) => [listener(c, of), listener(c, of)]],
  [
    "TCP on an application balancer",
    /ValidationError: Protocol 'TCP'/,
    (c, of) => listener(c, of, { protocol: "TCP" }),
  ],
]);

function certificate(cloud: TestCloud, status: string): string {
  const arn = "arn:aws:acm:ap-northeast-2:123456789012:certificate/one";
  return existing(cloud, "aws:acm/certificate:Certificate", arn, { arn, status });
}

accepts("load balancing", [
  [
    "HTTPS with a certificate that is issued",
    (c, of) => {
      expect(
        listener(c, of, { protocol: "HTTPS", port: 443, certificateArn: certificate(c, "ISSUED") }),
      ).to.match(/listener/);
    },
  ],
  [
    "a network balancer in one zone",
    (c, of) => {
      expect(balancer(c, of, { loadBalancerType: "network", subnets: [of.a] })).to.match(
        /loadbalancer\/net\/edge/,
      );
    },
  ],
]);
