import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { registerObject } from "../../workload/apply.ts";
import { logKeepers } from "./keepers.ts";
import { labels, logRoles, type LogsArgs, logServers, logUsers } from "./objects.ts";

/** Creates the users of the logs, Elasticsearch and Kibana, and then the Job that sets them up. */
export function createLogs(
  name: string,
  args: LogsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const protect = args.data === "keep";
  const users = createUsers(name, args.namespace, options);
  const made: pulumi.Resource[] = [...users];
  for (const object of [...logServers(args), ...logKeepers(args)]) {
    const { kind } = object;
    const isServer = kind === "Elasticsearch";
    made.push(
      registerObject(
        `${name}-${kind.toLowerCase()}`,
        { ...object },
        {
          ...options,
          ...(isServer ? { protect } : {}),
          dependsOn: [...made, ...dependenciesOf(options)],
        },
      ),
    );
  }
}

function dependenciesOf({ dependsOn }: pulumi.CustomResourceOptions): readonly pulumi.Resource[] {
  if (dependsOn === undefined) return [];
  return Array.isArray(dependsOn) ? dependsOn.filter((one) => pulumi.Resource.isInstance(one)) : [];
}

/** A user each for those who write and those who read. The operator takes them from Secrets of this form. */
function createUsers(
  name: string,
  namespace: string,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const users = Object.entries(logUsers).map(([username, { secret, role }]) => {
    const password = new RandomPassword(
      `${name}-${username}`,
      { length: 40, special: false },
      options,
    );
    return createUserSecret(
      `${name}-${username}`,
      namespace,
      secret,
      {
        type: "kubernetes.io/basic-auth",
        values: { username, password: password.result, roles: role },
      },
      options,
    );
  });
  const roles = { "roles.yml": logRoles.content };
  return [
    ...users,
    createUserSecret(
      `${name}-roles`,
      namespace,
      logRoles.secret,
      { type: "Opaque", values: roles },
      options,
    ),
  ];
}

function createUserSecret(
  resource: string,
  namespace: string,
  secret: string,
  {
    type,
    values,
  }: { readonly type: string; readonly values: Readonly<Record<string, pulumi.Input<string>>> },
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const data = Object.entries(values).map(
    ([key, value]) =>
      [key, pulumi.output(value).apply((text) => Buffer.from(text).toString("base64"))] as const,
  );
  return new kubernetes.core.v1.Secret(
    resource,
    {
      metadata: { name: secret, namespace, labels: { ...labels } },
      type,
      data: pulumi.secret(Object.fromEntries(data)),
    },
    { ...options, additionalSecretOutputs: ["data"] },
  );
}
