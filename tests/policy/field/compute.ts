import { type FieldPlan, json, of, ref } from "./declare.ts";

const task = (name: string, containers: readonly object[], more: object = {}) =>
  of("aws:ecs/taskDefinition:TaskDefinition", name, {
    family: name,
    containerDefinitions: JSON.stringify(containers),
    ...more,
  });
const network = (publicly: boolean) => [
  of("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  of("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: ref("vpc") }),
  ...["a", "b"].map((zone, index) =>
    of("aws:ec2/subnet:Subnet", zone, {
      vpcId: ref("vpc"),
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-west-1${zone}`,
      mapPublicIpOnLaunch: publicly,
    }),
  ),
];
const routed = [
  of("aws:ec2/routeTable:RouteTable", "routes", {
    vpcId: ref("vpc"),
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("igw") }],
  }),
  ...["a", "b"].map((zone) =>
    of("aws:ec2/routeTableAssociation:RouteTableAssociation", `routes-${zone}`, {
      subnetId: ref(zone),
      routeTableId: ref("routes"),
    }),
  ),
];

/** Violating plans of functions, tasks, builds and instances. */
export const computePlans: readonly FieldPlan[] = [
  {
    why: "a task with a password and a connection string in its environment",
    resources: [
      task("api", [
        {
          name: "api",
          image: "ghcr.io/shop/api:1.0.0",
          environment: [
            { name: "PORT", value: "8080" },
            { name: "DB_PASSWORD", value: "Hn8kq2" },
          ],
        },
      ]),
      task("worker", [
        {
          name: "worker",
          image: "ghcr.io/shop/worker:1.0.0",
          environment: [{ name: "DATABASE_URL", value: "postgres://shop:Hn8kq2@db:5432/shop" }],
        },
      ]),
    ],
    means: ["environment-no-credentials api", "environment-no-credentials worker"],
  },
  {
    why: "functions with keys of the account and of a payment service",
    resources: [
      of("aws:lambda/function:Function", "upload", {
        runtime: "python3.8",
        environment: {
          variables: {
            AWS_ACCESS_KEY: "AKIAIOSFODNN7EXAMPLE",
            AWS_SECRET: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          },
        },
      }),
      of("aws:lambda/function:Function", "pay", {
        runtime: "nodejs22.x",
        environment: { variables: { STRIPE: "sk_live_4eC39HqLyjWDarjtT1zdp7dc" } },
      }),
    ],
    means: [
      "environment-no-credentials upload",
      "environment-no-credentials pay",
      "lambda-runtime-supported upload",
    ],
  },
  {
    why: "a build with a token as plain text, an App Runner service, and a batch job",
    resources: [
      of("aws:codebuild/project:Project", "build", {
        environment: {
          environmentVariables: [{ name: "NPM_TOKEN", value: "npm_8b1a9953c4611296" }],
        },
        artifacts: { type: "S3", encryptionDisabled: true },
      }),
      of("aws:apprunner/service:Service", "web", {
        sourceConfiguration: {
          imageRepository: {
            imageConfiguration: { runtimeEnvironmentVariables: { SESSION_SECRET: "Hn8kq2" } },
          },
        },
      }),
      of("aws:batch/jobDefinition:JobDefinition", "nightly", {
        type: "container",
        containerProperties: JSON.stringify({
          image: "ghcr.io/shop/job:1",
          environment: [{ name: "SMTP_PASSWORD", value: "Hn8kq2" }],
        }),
      }),
    ],
    means: [
      "environment-no-credentials build",
      "codebuild-artifacts-encrypted build",
      "environment-no-credentials web",
      "environment-no-credentials nightly",
    ],
  },
  {
    why: "keys in the user data of instances, plain and in base64",
    resources: [
      of("aws:ec2/instance:Instance", "vm", {
        userData:
          "#!/bin/bash\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
      }),
      of("aws:ec2/launchConfiguration:LaunchConfiguration", "old", {
        userDataBase64: Buffer.from("#cloud-config\npassword: Hn8kq2\n").toString("base64"),
      }),
    ],
    means: [
      "user-data-no-credentials vm",
      "user-data-no-credentials old",
      "eks-launch-template-imdsv2 old",
    ],
  },
  {
    why: "tasks that own their host, and a file system without TLS",
    resources: [
      task("agent", [{ name: "agent", privileged: true }], {
        pidMode: "host",
        volumes: [{ name: "root", hostPath: "/" }],
      }),
      task("web", [], {
        volumes: [
          {
            name: "files",
            efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "DISABLED" },
          },
        ],
      }),
      of("aws:ecs/service:Service", "web-service", {
        taskDefinition: ref("web", "arn"),
        networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: true },
      }),
    ],
    means: [
      "ecs-task-contained agent",
      "ecs-efs-in-transit web",
      "ecs-service-no-public-ip web-service",
    ],
  },
  {
    why: "a database's subnet group in public subnets, by their routes",
    resources: [
      ...network(false),
      ...routed,
      of("aws:rds/subnetGroup:SubnetGroup", "db", { subnetIds: [ref("a"), ref("b")] }),
    ],
    means: ["data-store-in-private-subnets db"],
  },
  {
    why: "a cache, a warehouse and a broker in subnets that hand out public addresses",
    resources: [
      ...network(true),
      of("aws:elasticache/subnetGroup:SubnetGroup", "cache", { subnetIds: [ref("a")] }),
      of("aws:redshift/subnetGroup:SubnetGroup", "warehouse", { subnetIds: [ref("b")] }),
      of("aws:mq/broker:Broker", "broker", { subnetIds: [ref("a")] }),
    ],
    means: ["cache", "warehouse", "broker"].map((name) => `data-store-in-private-subnets ${name}`),
  },
  {
    why: "documents in a subnet of the default VPC, and in one that uses the main table of its VPC",
    resources: [
      ...network(false),
      of("aws:ec2/defaultVpc:DefaultVpc", "default", {}),
      of("aws:ec2/defaultSubnet:DefaultSubnet", "default-a", { availabilityZone: "eu-west-1a" }),
      of("aws:ec2/route:Route", "out", {
        routeTableId: ref("vpc", "defaultRouteTableId"),
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: ref("igw"),
      }),
      of("aws:docdb/subnetGroup:SubnetGroup", "documents", {
        subnetIds: [ref("default-a")],
      }),
      of("aws:neptune/subnetGroup:SubnetGroup", "graph", { subnetIds: [ref("a")] }),
    ],
    means: [
      "no-default-vpc default",
      "data-store-in-private-subnets documents",
      "data-store-in-private-subnets graph",
    ],
  },
  {
    why: "a task whose command holds a password, written by jsonStringify",
    resources: [
      of("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/ecs/db" }),
      of("aws:ecs/taskDefinition:TaskDefinition", "db", {
        family: "db",
        containerDefinitions: json([
          {
            name: "db",
            command: ["redis-server", "--requirepass", "Hn8kq2"],
            logConfiguration: { options: { "awslogs-group": ref("logs", "name") } },
          },
        ]),
      }),
    ],
    means: ["environment-no-credentials db"],
  },
];
