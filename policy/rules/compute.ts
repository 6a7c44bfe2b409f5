import { isPublicSubnet, subnetType } from "../aws/subnets.ts";
import { commandReveals, credentialIn, isCredential, revealsCredential } from "../credentials.ts";
import { matchesAny } from "../glob.ts";
import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import type { Value } from "../value.ts";

const theme = "compute";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const batch = "aws:batch/jobDefinition:JobDefinition";

/** A property that holds JSON, as text or as an object. @throws Undecided */
function parsed(value: Value): Value {
  const { text } = value;
  if (text === undefined) return value;
  try {
    return value.as(JSON.parse(text));
  } catch {
    return value.as(undefined);
  }
}

/** The containers of a task or of a job, with the keys of AWS's API. @throws Undecided */
export const taskContainers = ({ type, props }: Resource): readonly Value[] =>
  type === task
    ? parsed(props.at("containerDefinitions")).list
    : [parsed(props.at("containerProperties"))].filter(({ present }) => present);

/** The variables of a map. */
const ofMap =
  (...path: readonly string[]) =>
  ({ props }: Resource): readonly (readonly [string, Value])[] =>
    props.at(...path).entries;
/** The variables of a list of names and values. */
const ofList = (list: readonly Value[]): readonly (readonly [string, Value])[] =>
  list.map((entry) => [entry.at("name").text ?? "", entry.at("value")] as const);

/** The plain environment variables of each kind of resource. */
const environments: Readonly<
  Record<string, (resource: Resource) => readonly (readonly [string, Value])[]>
> = {
  "aws:lambda/function:Function": ofMap("environment", "variables"),
  [task]: (resource) =>
    taskContainers(resource).flatMap((container) => ofList(container.at("environment").list)),
  [batch]: (resource) =>
    taskContainers(resource).flatMap((container) => ofList(container.at("environment").list)),
  "aws:codebuild/project:Project": ({ props }) =>
    ofList(
      props
        .at("environment", "environmentVariables")
        .list.filter((entry) => entry.at("type").is(undefined, "PLAINTEXT")),
    ),
  "aws:apprunner/service:Service": ofMap(
    ...["sourceConfiguration", "imageRepository", "imageConfiguration"],
    "runtimeEnvironmentVariables",
  ),
  "aws:amplify/app:App": ofMap("environmentVariables"),
  "aws:amplify/branch:Branch": ofMap("environmentVariables"),
  "aws:glue/job:Job": ofMap("defaultArguments"),
  "aws:elasticbeanstalk/environment:Environment": ({ props }) => ofList(props.at("settings").list),
  "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion": ({
    props,
  }) => props.at("containers").list.flatMap((container) => container.at("environment").entries),
  "aws:sagemaker/model:Model": ({ props }) => props.at("primaryContainer", "environment").entries,
  "aws:mwaa/environment:Environment": ofMap("airflowConfigurationOptions"),
};

const environmentNoCredentials = resourceRule({
  id: "environment-no-credentials",
  theme,
  title: "Functions, tasks and builds take no credentials from plain environment variables",
  severity: "critical",
  sources: ["own:environment-credentials", "CKV_AWS_45", "CKV_AWS_173", "AVD-AWS-0036"],
  remediation:
    "Keep the value in Secrets Manager or Parameter Store: ECS reads it by `secrets`, CodeBuild by type SECRETS_MANAGER, and a function by its SDK.",
  types: Object.keys(environments),
  check: (resource, { fail, each }) => {
    each(environments[resource.type]?.(resource) ?? [], ([name, content]) => {
      // a name is enough only for a text that the program states
      if (
        content.plain !== undefined &&
        !isReference(name, content) &&
        revealsCredential(name, content)
      )
        fail(content.as(`${name}, a credential`), "come from a store of secrets");
    });
    if (resource.type !== task && resource.type !== batch) return;
    each(taskContainers(resource), (container) =>
      each(["command", "entryPoint"], (key) => {
        const word = commandReveals(container.at(key).list);
        if (word !== undefined)
          fail(word.as("a credential"), "read the credential from a store of secrets");
      }),
    );
  },
});

/** The name of a secret or a parameter, as `prod/db` or `shop-db-secret`, or a plain word under a name other than a password's. */
const isReference = (name: string, content: Value): boolean => {
  const text = content.text ?? "";
  if (/^(?:\{\{resolve:|arn:|ssm:|secretsmanager:)/.test(text)) return true;
  if (/passw|pwd/i.test(name)) return false;
  return /^[a-z]{1,12}$|^[a-z0-9-]+(?:\/[a-z0-9-]+)+$|^[a-z]+(?:-[a-z]+)+$/.test(text);
};

const launched = [
  "aws:ec2/instance:Instance",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:lightsail/instance:Instance",
];

/** User data as text: AWS takes it in base64 too. */
function decoded(text: string): string {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) || text.trim().length < 16) return text;
  return Buffer.from(text, "base64").toString("utf8");
}

const userDataNoCredentials = resourceRule({
  id: "user-data-no-credentials",
  theme,
  title: "User data holds no credentials",
  severity: "critical",
  sources: ["own:user-data-credentials", "CKV_AWS_46", "AVD-AWS-0029"],
  remediation:
    "Give the instance a role, and read the credential at start: each program on the instance can read user data.",
  types: launched,
  check: ({ props }, { fail, each }) =>
    each(["userData", "userDataBase64"], (key) => {
      const data = props.at(key);
      const text = decoded(data.text ?? "");
      if (isCredential(text) || credentialIn(text) !== undefined)
        fail(data.as("a script with a credential"), "hold no credential");
    }),
});

/** Capabilities that lead out of a container. */
const wideCapabilities = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "NET_ADMIN", "SYS_RAWIO"];

const taskContained = resourceRule({
  id: "ecs-task-contained",
  theme,
  title: "Tasks stay within their containers",
  severity: "high",
  sources: ["own:ecs-task", "CKV_AWS_334", "CKV_AWS_335"],
  remediation:
    "Remove `privileged`, pidMode and ipcMode host, wide capabilities, and host volumes of the runtime or the whole disk.",
  types: [task, batch],
  check: (resource, { fail, each }) => {
    const { props } = resource;
    each(["pidMode", "ipcMode"], (key) => {
      if (props.at(key).is("host")) fail(props.at(key), "not be host");
    });
    each(props.at("volumes").list, (volume) => {
      const path = volume.at("hostPath");
      if (
        /^\/(?:etc|proc|sys|root|var\/lib)?$|docker\.sock$|containerd\.sock$/.test(path.text ?? "")
      )
        fail(path, "be a volume of the task's own");
    });
    each(taskContainers(resource), (container) => {
      if (container.at("privileged").flag === true)
        fail(container.at("privileged"), "be false or absent");
      each(container.at("linuxParameters", "capabilities", "add").list, (added) => {
        if (added.is(...wideCapabilities)) fail(added, "be another capability");
      });
    });
  },
});

const volumesInTransit = resourceRule({
  id: "ecs-efs-in-transit",
  theme,
  title: "Tasks reach file systems over TLS",
  severity: "high",
  sources: ["own:ecs-efs", "CKV_AWS_97", "AVD-AWS-0035"],
  remediation: 'Set `efsVolumeConfiguration.transitEncryption: "ENABLED"`.',
  types: [task],
  check: ({ props }, { fail, each }) =>
    each(props.at("volumes").list, (volume) => {
      const config = volume.at("efsVolumeConfiguration");
      const transit = config.at("transitEncryption");
      if (config.present && !transit.is("ENABLED")) fail(transit, "be ENABLED");
    }),
});

const noPublicAddress = resourceRule({
  id: "ecs-service-no-public-ip",
  theme,
  title: "Tasks of services get no public address",
  severity: "medium",
  sources: ["own:ecs-public-ip", "CKV_AWS_333"],
  remediation: "Remove `assignPublicIp`, and run the tasks in subnets behind a NAT.",
  types: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  check: ({ props }, { fail }) => {
    const address = props.at("networkConfiguration", "assignPublicIp");
    if (address.flag === true) fail(address, "not be true");
  },
});

/** Runtimes past their deprecation. Source: AWS Lambda developer guide, "Lambda runtimes". */
const endedRuntimes = [
  ...["nodejs", "nodejs4.*", "nodejs6.*", "nodejs8.*", "nodejs10.*", "nodejs12.*", "nodejs14.*"],
  ...["nodejs16.*", "nodejs18.*", "python2.*", "python3.6", "python3.7", "python3.8", "ruby2.*"],
  ...["java8", "go1.x", "dotnetcore*", "dotnet5.*", "dotnet6", "dotnet7", "provided"],
];

const runtimeSupported = resourceRule({
  id: "lambda-runtime-supported",
  theme,
  title: "Functions run on a supported runtime",
  severity: "medium",
  sources: ["own:lambda-runtime", "CKV_AWS_363", "AwsSolutions-L1"],
  remediation: "Use the current runtime of the language: AWS patches an ended one no longer.",
  types: ["aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"],
  check: ({ props }, { fail, each }) =>
    each([...props.at("runtime").list, ...props.at("compatibleRuntimes").list], (runtime) => {
      if (matchesAny(endedRuntimes, runtime.text ?? "")) fail(runtime, "be a supported runtime");
    }),
});

/** Data stores that are placed by subnets, and where their subnets are named. */
const placed: Readonly<Record<string, readonly string[]>> = {
  "aws:rds/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:docdb/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:neptune/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:elasticache/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:memorydb/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:redshift/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:dax/subnetGroup:SubnetGroup": ["subnetIds"],
  "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": ["subnetIds"],
  "aws:mq/broker:Broker": ["subnetIds"],
  "aws:msk/cluster:Cluster": ["brokerNodeGroupInfo", "clientSubnets"],
  "aws:opensearch/domain:Domain": ["vpcOptions", "subnetIds"],
  "aws:elasticsearch/domain:Domain": ["vpcOptions", "subnetIds"],
};

/** Reports the public subnets of a store. */
const validateSubnets = (at: Value, graph: Graph, { fail, each }: Trial) => {
  const defaults = "aws:ec2/defaultSubnet:DefaultSubnet";
  each(graph.targets(at, subnetType, defaults), (subnet) => {
    if (subnet.type === defaults || isPublicSubnet(graph, subnet))
      fail(at, `not contain the public subnet ${subnet.name}`);
  });
};

const storesPrivate = stackRule({
  id: "data-store-in-private-subnets",
  theme,
  title: "Data stores run in private subnets",
  severity: "high",
  sources: ["own:data-store-subnets", "AwsSolutions-RDS2"],
  remediation:
    "Give the subnet group, the broker or the domain subnets without a route to an internet gateway.",
  check: (graph, trial) =>
    trial.each(graph.of(...Object.keys(placed)), ({ props, type }) => {
      const subnets = props.at(...(placed[type] ?? []));
      if (subnets.present) validateSubnets(subnets, graph, trial);
    }),
});

const artifactsEncrypted = resourceRule({
  id: "codebuild-artifacts-encrypted",
  theme,
  title: "Builds encrypt their artifacts",
  severity: "medium",
  sources: ["own:codebuild", "CKV_AWS_78"],
  remediation: "Remove `encryptionDisabled`.",
  types: ["aws:codebuild/project:Project"],
  check: ({ props }, { fail, each }) =>
    each(["artifacts", "secondaryArtifacts"], (key) =>
      each(props.at(key).list, (artifacts) => {
        const off = artifacts.at("encryptionDisabled");
        if (off.flag === true) fail(off, "not be true");
      }),
    ),
});

/** Functions, tasks, builds and instances, and where stores run. */
export const compute: readonly Rule[] = [
  environmentNoCredentials,
  userDataNoCredentials,
  taskContained,
  volumesInTransit,
  noPublicAddress,
  runtimeSupported,
  storesPrivate,
  artifactsEncrypted,
];
