import { aws, type Cases, secret, three, unknown } from "../support/case.ts";

const lambda = (variables: unknown) =>
  aws("lambda", "Function", "api", { environment: { variables } });
const task = (containers: unknown, more: object = {}) =>
  aws("ecs", "TaskDefinition", "task", {
    family: "api",
    containerDefinitions: JSON.stringify(containers),
    ...more,
  });
const environment = [{ name: "DB_PASSWORD", value: "Hn8kq2" }];
const efs = (efsVolumeConfiguration: object) =>
  task([], { volumes: [{ name: "files", efsVolumeConfiguration }] });
const service = (assignPublicIp: unknown) =>
  aws("ecs", "Service", "api", { networkConfiguration: { subnets: [], assignPublicIp } });
const runtime = (name: string) => aws("lambda", "Function", "api", { runtime: name });
const vpc = aws(
  "ec2",
  "Vpc",
  "vpc",
  {},
  { outputs: { id: "vpc-1", defaultRouteTableId: "rtb-main" } },
);
const subnet = (name: string, more: object = {}) =>
  aws("ec2", "Subnet", name, { vpcId: "vpc-1", ...more }, { outputs: { id: `subnet-${name}` } });
const group = (...names: readonly string[]) =>
  aws("rds", "SubnetGroup", "group", { subnetIds: names.map((name) => `subnet-${name}`) });

export const computeCases: Cases = {
  "environment-no-credentials": three({
    passes: [
      lambda({ DB_SECRET_ARN: "arn:aws:secretsmanager:x", MAX_TOKENS: "4096" }),
      task([{ name: "api", secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:x" }] }]),
    ],
    fails: [lambda({ API_KEY: "8b1a9953c4611296" }), task([{ name: "api", environment }])],
    violates: [
      "api environment.variables.API_KEY",
      "task containerDefinitions[0].environment[0].value",
    ],
    edge: [
      aws("codebuild", "Project", "build", {
        environment: {
          environmentVariables: [
            { name: "NPM_TOKEN", value: "shop/npm:token", type: "SECRETS_MANAGER" },
          ],
        },
      }),
      task([{ name: "db", command: ["--password", "Hn8kq2"] }]),
      aws("lambda", "Function", "later", { environment: { variables: { DB_PASSWORD: unknown } } }),
    ],
    why: "the name of a secret, a command, and a value that the run makes",
    finds: ["task containerDefinitions[0].command[0]"],
    open: ["later environment.variables.DB_PASSWORD"],
  }),
  "user-data-no-credentials": three({
    passes: aws("ec2", "Instance", "vm", { userData: "#!/bin/sh\nexport DB_PASSWORD=$(get db)\n" }),
    fails: aws("ec2", "Instance", "vm", { userData: "#!/bin/sh\nexport DB_PASSWORD=Hn8kq2\n" }),
    violates: ["vm userData"],
    edge: aws("ec2", "LaunchTemplate", "nodes", {
      userData: Buffer.from("#!/bin/sh\naws configure set x AKIAIOSFODNN7EXAMPLE\n").toString(
        "base64",
      ),
    }),
    why: "base64 hides nothing",
    finds: ["nodes userData"],
  }),
  "ecs-task-contained": three({
    passes: task([{ name: "api", linuxParameters: { initProcessEnabled: true } }]),
    fails: task([{ name: "api", privileged: true }], { pidMode: "host" }),
    violates: ["task pidMode", "task containerDefinitions[0].privileged"],
    edge: task([{ name: "agent", linuxParameters: { capabilities: { add: ["SYS_PTRACE"] } } }], {
      volumes: [{ name: "docker", hostPath: "/var/run/docker.sock" }, { name: "own" }],
    }),
    why: "a capability and a socket lead out as well",
    finds: [
      "task volumes[0].hostPath",
      "task containerDefinitions[0].linuxParameters.capabilities.add[0]",
    ],
  }),
  "ecs-efs-in-transit": three({
    passes: efs({ fileSystemId: "fs-1", transitEncryption: "ENABLED" }),
    fails: efs({ fileSystemId: "fs-1" }),
    violates: ["task volumes[0].efsVolumeConfiguration.transitEncryption"],
    edge: task([], { volumes: [{ name: "scratch" }] }),
    why: "a volume of the host",
  }),
  "ecs-service-no-public-ip": three({
    passes: service(false),
    fails: service(true),
    violates: ["api networkConfiguration.assignPublicIp"],
    edge: aws("ecs", "Service", "api", {}),
    why: "a service in the network of its instances",
  }),
  "lambda-runtime-supported": three({
    passes: runtime("nodejs22.x"),
    fails: runtime("nodejs14.x"),
    violates: ["api runtime"],
    edge: aws("lambda", "Function", "api", { packageType: "Image" }),
    why: "an image brings its own runtime",
  }),
  "data-store-in-private-subnets": three({
    passes: [vpc, subnet("a"), group("a")],
    fails: [vpc, subnet("a", { mapPublicIpOnLaunch: true }), group("a")],
    violates: ["group subnetIds"],
    edge: [
      vpc,
      subnet("a"),
      aws("ec2", "InternetGateway", "igw", {}, { outputs: { id: "igw-1" } }),
      aws("ec2", "DefaultRouteTable", "main", {
        defaultRouteTableId: "rtb-main",
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }],
      }),
      aws("mq", "Broker", "broker", { subnetIds: ["subnet-a"] }),
    ],
    why: "a subnet without a table of its own uses the main one",
    finds: ["broker subnetIds"],
  }),
  "codebuild-artifacts-encrypted": three({
    passes: aws("codebuild", "Project", "build", { artifacts: { type: "NO_ARTIFACTS" } }),
    fails: aws("codebuild", "Project", "build", {
      artifacts: { type: "S3", encryptionDisabled: true },
    }),
    violates: ["build artifacts.encryptionDisabled"],
    edge: aws("codebuild", "Project", "build", {
      secondaryArtifacts: [{ encryptionDisabled: unknown }, { encryptionDisabled: secret(true) }],
    }),
    why: "one of two is unknown",
    finds: ["build secondaryArtifacts[1].encryptionDisabled"],
    open: ["build secondaryArtifacts[0].encryptionDisabled"],
  }),
};
