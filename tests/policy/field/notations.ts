import { type FieldPlan, k8s, of, ref } from "./declare.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const anyone = (condition: object, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::b/*",
      Condition: condition,
      ...more,
    },
  ],
});
const ssh = (name: string, cidrs: object) =>
  of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, {
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    description: "SSH",
    securityGroupId: "sg-0f00ba4",
    ...cidrs,
  });

/** Violating plans that say the same in other words. */
export const notationPlans: readonly FieldPlan[] = [
  {
    why: "the internet as zero of another spelling, as quarters, and as all that IPv6 gives out",
    resources: [
      ssh("short", { cidrIpv6: "0::/0" }),
      ssh("given", { cidrIpv6: "2000::/3" }),
      ssh("quarter", { cidrIpv4: "64.0.0.0/2" }),
      of("aws:eks/cluster:Cluster", "cluster", {
        vpcConfig: {
          endpointPublicAccess: true,
          publicAccessCidrs: ["0.0.0.0/1", "128.0.0.0/1"],
        },
      }),
    ],
    means: [
      "sg-no-world-admin-ports short",
      "sg-no-world-admin-ports given",
      "sg-no-world-admin-ports quarter",
      "eks-api-not-open-to-world cluster",
    ],
  },
  {
    why: "conditions that exclude the few, take a star, or pass where the key is absent",
    resources: [
      ...Object.entries({
        star: { StringLike: { "aws:PrincipalOrgID": "*" } },
        negated: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
        absent: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abc1234567" } },
      }).map(([name, condition]) =>
        of("aws:s3/bucketPolicy:BucketPolicy", name, {
          bucket: name,
          policy: JSON.stringify(anyone(condition)),
        }),
      ),
      of("aws:kms/key:Key", "key", {
        enableKeyRotation: true,
        policy: anyone(
          { StringNotEquals: { "kms:CallerAccount": "999988887777" } },
          { Action: "kms:*", Resource: "*" },
        ),
      }),
      of("aws:iam/policy:Policy", "pass", {
        policy: {
          Statement: {
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: "arn:aws:iam::123456789012:role/*",
          },
        },
      }),
    ],
    means: [
      "s3-no-wildcard-principal star",
      "s3-no-wildcard-principal negated",
      "s3-no-wildcard-principal absent",
      "kms-no-wildcard-principal key",
      "iam-passrole-scoped pass",
    ],
  },
  {
    why: "a private subnet that leads to the internet over IPv6 alone",
    resources: [
      of("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: "vpc-0a1b2c3d" }),
      of("aws:ec2/subnet:Subnet", "private", {
        vpcId: "vpc-0a1b2c3d",
        cidrBlock: "10.0.0.0/24",
        ipv6CidrBlock: "2600:1f16:1::/64",
        tags: { Tier: "private" },
      }),
      of("aws:ec2/routeTable:RouteTable", "table", {
        vpcId: "vpc-0a1b2c3d",
        routes: [{ ipv6CidrBlock: "::/0", gatewayId: ref("igw") }],
      }),
      of("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
        subnetId: ref("private"),
        routeTableId: ref("table"),
      }),
    ],
    means: ["private-route-not-to-igw table"],
  },
  {
    why: "escalation by a star, and a variable with a token in a list of a release's values",
    resources: [
      k8s(rbac, "ClusterRole", "roles", {
        rules: [
          { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["*"] },
        ],
      }),
      k8s(rbac, "ClusterRole", "users", {
        rules: [{ apiGroups: [""], resources: ["users"], verbs: ["*"] }],
      }),
      of("kubernetes:helm.sh/v3:Release", "console", {
        chart: "console",
        values: { extraEnvVars: [{ name: "ADMIN_TOKEN", value: "f3b1c0de" }] },
      }),
    ],
    means: [
      "rbac-no-escalation-verbs ClusterRole/roles",
      "rbac-no-escalation-verbs ClusterRole/users",
      "helm-release-no-secret-values console",
    ],
  },
  {
    why: "a volume of a key that its ConfigMap has not, and a role that is named by a literal ARN",
    resources: [
      k8s("v1", "ConfigMap", "shop/nginx", { data: { "nginx.conf": "events {}" } }),
      k8s("v1", "Pod", "shop/nginx", {
        spec: {
          containers: [{ name: "nginx", image: "docker.io/library/nginx:1.29.1" }],
          volumes: [
            {
              name: "config",
              configMap: { name: "nginx", items: [{ key: "default.conf", path: "a" }] },
            },
          ],
        },
      }),
      of("aws:iam/role:Role", "reader", {
        name: "reader",
        assumeRolePolicy: {
          Statement: {
            Effect: "Allow",
            Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.example/1" },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                "oidc.example/1:sub": "system:serviceaccount:prod:reader",
                "oidc.example/1:aud": "sts.amazonaws.com",
              },
            },
          },
        },
      }),
      k8s("v1", "ServiceAccount", "shop/reader", {
        metadata: {
          annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/reader" },
        },
      }),
    ],
    means: [
      "config-refs-exist Pod/shop/nginx",
      "irsa-annotation-matches-trust ServiceAccount/shop/reader",
    ],
  },
];
