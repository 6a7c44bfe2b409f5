import { container, object, podSpec, workload } from "../support/kubernetes.ts";
import { given, type Plan } from "./plan.ts";

const namespace = object("v1", "Namespace", "shop", {
  metadata: {
    namespace: undefined,
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  },
});
const account = object("v1", "ServiceAccount", "api", { automountServiceAccountToken: false });
const denied = object("networking.k8s.io/v1", "NetworkPolicy", "deny", {
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
});
const serving = podSpec({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: "api" } },
    },
  ],
  terminationGracePeriodSeconds: 30,
  containers: [
    container({
      ports: [{ name: "http", containerPort: 8080 }],
      readinessProbe: { httpGet: { path: "/ready", port: "http" } },
      livenessProbe: { httpGet: { path: "/live", port: "http" } },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
    }),
  ],
});

/** Plans in which nothing critical or high is wrong. */
export const cleanPlans: readonly Plan[] = [
  {
    why: "a web group closed but for HTTPS, with rules of their own",
    resources: [
      given("aws:ec2/securityGroup:SecurityGroup", "web", {
        description: "The public load balancer",
        vpcId: "vpc-1",
      }),
      given("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", {
        securityGroupId: "sg-1",
        description: "HTTPS from everywhere",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "0.0.0.0/0",
      }),
    ],
    violates: [],
  },
  {
    why: "roles: a service's, a cross-account one with an external id, an organisation's",
    resources: [
      given("aws:iam/role:Role", "task", {
        assumeRolePolicy: {
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: ["pods.eks.amazonaws.com"] },
            Action: ["sts:AssumeRole", "sts:TagSession"],
          },
        },
      }),
      given("aws:iam/role:Role", "vendor", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::464622532012:root" },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": "7f3a" } },
            },
          ],
        }),
      }),
      given("aws:iam/role:Role", "org", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "*" },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc123" } },
            },
          ],
        }),
      }),
      given("aws:iam/rolePolicy:RolePolicy", "task-reads", {
        role: "task",
        policy: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "ec2:Describe*", Resource: "*" },
            { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::shop/*" },
            { Effect: "Deny", Action: "*", Resource: "*" },
          ],
        },
      }),
    ],
    violates: [],
  },
  {
    why: "a Deployment with everything around it, behind the Gateway API",
    resources: [
      namespace,
      account,
      denied,
      workload("api", serving, { spec: { strategy: { type: "RollingUpdate" } } }),
      object("v1", "Service", "api-svc", {
        spec: { selector: { app: "api" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
      }),
      object("autoscaling/v2", "HorizontalPodAutoscaler", "api-hpa", {
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
          minReplicas: 2,
          maxReplicas: 6,
        },
      }),
      object("policy/v1", "PodDisruptionBudget", "api-pdb", {
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: "api" } } },
      }),
      object("networking.k8s.io/v1", "NetworkPolicy", "api-open", {
        spec: {
          podSelector: { matchLabels: { app: "api" } },
          policyTypes: ["Ingress"],
          ingress: [{ ports: [{ port: 8080 }] }],
        },
      }),
    ],
    violates: [],
  },
  {
    why: "pods and Secrets that operators and charts make",
    resources: [
      namespace,
      account,
      denied,
      object("postgresql.cnpg.io/v1", "Cluster", "orders", { spec: { instances: 3 } }),
      object("v1", "Service", "orders-pool", {
        spec: { selector: { "cnpg.io/cluster": "orders" }, ports: [{ port: 5432 }] },
      }),
      object("external-secrets.io/v1", "ExternalSecret", "mail", { spec: {} }),
      workload(
        "api",
        podSpec({
          containers: [
            container({
              readinessProbe: { tcpSocket: { port: 8080 } },
              ports: [{ containerPort: 8080 }],
              envFrom: [{ secretRef: { name: "orders-app" } }, { secretRef: { name: "mail" } }],
            }),
          ],
        }),
      ),
    ],
    violates: [],
  },
  {
    why: "a CronJob and a Job whose pods end",
    resources: [
      namespace,
      account,
      denied,
      object("batch/v1", "CronJob", "report", {
        spec: {
          schedule: "0 4 * * *",
          concurrencyPolicy: "Forbid",
          jobTemplate: {
            spec: {
              backoffLimit: 2,
              activeDeadlineSeconds: 600,
              template: { spec: podSpec({ restartPolicy: "Never" }) },
            },
          },
        },
      }),
    ],
    violates: [],
  },
  {
    why: "a distribution with its certificate in us-east-1, and a bucket that only it reads",
    resources: [
      given("aws:s3/bucketV2:BucketV2", "site", { bucket: "shop-site" }),
      given("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "site-block", {
        bucket: "shop-site",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      given("aws:s3/bucketPolicy:BucketPolicy", "site-policy", {
        bucket: "shop-site",
        policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "cloudfront.amazonaws.com" },
              Action: "s3:GetObject",
              Resource: "arn:aws:s3:::shop-site/*",
              Condition: {
                StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::1:distribution/A" },
              },
            },
            {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: ["arn:aws:s3:::shop-site", "arn:aws:s3:::shop-site/*"],
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      }),
    ],
    violates: [],
  },
];
