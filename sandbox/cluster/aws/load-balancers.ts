import type { Cloud, CloudRecord, Properties } from "../../cloud/model.ts";
import type { Resources } from "../../cloud/resources.ts";
import { types } from "../../cloud/services/ec2/types.ts";
import { lbTypes } from "../../cloud/services/lb/types.ts";
import { object, text } from "../../cloud/values.ts";
import { type Balancer, type Gateway, keyOf } from "../gateway-types.ts";
import type { Backend } from "../gateways.ts";
import { hashOf } from "../hash.ts";
import type { BalancerSettings } from "./balancer-settings.ts";

const webAclAssociation = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** Tags of the AWS Load Balancer Controller on its resources (https://kubernetes-sigs.github.io/aws-load-balancer-controller). */
const marks = {
  cluster: "elbv2.k8s.aws/cluster",
  stack: "gateway.k8s.aws.alb/stack",
  resource: "gateway.k8s.aws.alb/resource",
} as const;

/**
 * The AWS resources of a gateway as the AWS Load Balancer Controller creates them: a load balancer with its listeners and
 * security groups, and a target group for each backend. The simulated account checks them.
 */
export class LoadBalancers {
  private readonly resources: Resources;
  private readonly cluster: CloudRecord;

  constructor(resources: Resources, cluster: CloudRecord) {
    this.resources = resources;
    this.cluster = cluster;
  }

  /** Creates or updates the resources. An error of AWS is returned, not thrown. */
  ensure(gateway: Gateway, settings: BalancerSettings, backends: readonly Backend[]): Balancer {
    try {
      const { arn, dnsName } = this.balancer(gateway, settings);
      this.listeners(gateway, settings, arn);
      this.targetGroups(gateway, backends);
      this.webAcl(gateway, settings, arn);
      return { kind: "made", dnsName };
    } catch (error) {
      return { kind: "refused", message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Deletes the resources in the order that AWS requires. */
  remove(gateway: Gateway): void {
    const own = (type: string) => this.ownOf(gateway, type);
    for (const type of [
      ...[webAclAssociation, lbTypes.listener, lbTypes.loadBalancer],
      ...[lbTypes.targetGroup, types.group],
    ])
      for (const record of own(type)) this.delete(record);
    if (this.list(lbTypes.loadBalancer).length === 0)
      for (const record of this.list(types.group)) this.delete(record);
  }

  private get cloud(): Cloud {
    return this.resources.account();
  }

  private get name(): string {
    return this.cluster.id;
  }

  private get vpcId(): string {
    return text(object(this.cluster.properties, "vpcConfig"), "vpcId") ?? "";
  }

  private balancer(
    gateway: Gateway,
    settings: BalancerSettings,
  ): { readonly arn: string; readonly dnsName: string } {
    const [present] = this.ownOf(gateway, lbTypes.loadBalancer);
    const internal = settings.scheme === "internal";
    if (present?.properties["internal"] === internal)
      return { arn: present.id, dnsName: text(present.properties, "dnsName") ?? "" };
    // the scheme cannot be changed in place
    if (present !== undefined) this.remove(gateway);
    const ports = [...new Set(gateway.spec.listeners.map(({ port }) => port))];
    const front = this.create(gateway, types.group, "ManagedLBSecurityGroup", {
      name: nameOf(gateway),
      vpcId: this.vpcId,
      description: "[k8s] Managed SecurityGroup for LoadBalancer",
      ingress: ports.map((port) => ({
        ...{ fromPort: port, toPort: port, protocol: "tcp" },
        cidrBlocks: settings.sourceRanges,
      })),
    });
    const { properties } = this.create(gateway, lbTypes.loadBalancer, "LoadBalancer", {
      name: settings.name ?? nameOf(gateway),
      internal,
      subnets: settings.subnets?.map((one) => this.subnet(one)) ?? this.subnets(internal),
      securityGroups: [front.id, this.backendGroup()],
      enableDeletionProtection: settings.isProtected === true,
      ...(settings.idleTimeout === undefined ? {} : { idleTimeout: settings.idleTimeout }),
      ...(settings.logBucket === undefined
        ? {}
        : { accessLogs: { enabled: true, bucket: settings.logBucket } }),
    });
    return { arn: text(properties, "arn") ?? "", dnsName: text(properties, "dnsName") ?? "" };
  }

  /** The security group that all load balancers of a cluster share, which the pods allow. */
  private backendGroup(): string {
    const name = `k8s-traffic-${this.name}-${hashOf(this.name, 10)}`;
    const present = this.cloud
      .list(types.group)
      .find(({ properties }) => properties["name"] === name && properties["vpcId"] === this.vpcId);
    if (present !== undefined) return present.id;
    const tags = { [marks.cluster]: this.name, "elbv2.k8s.aws/resource": "backend-sg" };
    const target = {
      urn: `controller::load-balancers::${types.group}::${name}`,
      type: types.group,
    };
    return this.resources.create(target, { name, vpcId: this.vpcId, tags }).id;
  }

  /** One listener for each port: gateway listeners with the same port only differ in their host. */
  private listeners(gateway: Gateway, settings: BalancerSettings, arn: string): void {
    const present = this.ownOf(gateway, lbTypes.listener);
    const wanted = new Map(
      gateway.spec.listeners.map(({ port, protocol }) => [
        port,
        { protocol, ...settings.listeners[`${protocol}:${port}`] },
      ]),
    );
    const isRight = ({ properties }: CloudRecord): boolean => {
      const one = wanted.get(Number(properties["port"]));
      return (
        one?.protocol === properties["protocol"] &&
        one?.certificate === text(properties, "certificateArn")
      );
    };
    for (const record of present) if (!isRight(record)) this.delete(record);
    const kept = present.filter(isRight).map(({ properties }) => properties["port"]);
    for (const [port, { protocol, certificate, sslPolicy }] of wanted) {
      if (kept.includes(port)) continue;
      this.create(gateway, lbTypes.listener, `${port}`, {
        ...{ loadBalancerArn: arn, port, protocol },
        ...(certificate === undefined ? {} : { certificateArn: certificate }),
        ...(sslPolicy === undefined ? {} : { sslPolicy }),
        defaultActions: [
          {
            type: "fixed-response",
            fixedResponse: { contentType: "text/plain", statusCode: "404" },
          },
        ],
      });
    }
  }

  private targetGroups(gateway: Gateway, backends: readonly Backend[]): void {
    const present = this.ownOf(gateway, lbTypes.targetGroup);
    const wanted = new Map(backends.map((backend) => [targetName(gateway, backend), backend]));
    const nameIn = ({ properties }: CloudRecord) => text(properties, "name") ?? "";
    for (const record of present) if (!wanted.has(nameIn(record))) this.delete(record);
    const kept = present.map(nameIn);
    for (const [name, { port }] of wanted)
      if (!kept.includes(name))
        this.create(gateway, lbTypes.targetGroup, name, {
          ...{ name, port, protocol: "HTTP", targetType: "ip", vpcId: this.vpcId },
        });
  }

  private webAcl(gateway: Gateway, { webAcl }: BalancerSettings, arn: string): void {
    const present = this.cloud
      .list(webAclAssociation)
      .filter(({ properties }) => properties["resourceArn"] === arn);
    for (const record of present)
      if (record.properties["webAclArn"] !== webAcl) this.delete(record);
    if (
      webAcl === undefined ||
      present.some(({ properties }) => properties["webAclArn"] === webAcl)
    )
      return;
    const urn = `controller::load-balancers::${webAclAssociation}::${keyOf(gateway)}`;
    this.resources.create(
      { urn, type: webAclAssociation },
      { resourceArn: arn, webAclArn: webAcl },
    );
  }

  /** Finds a subnet by its ID or name. AWS checks whether it is suitable. */
  private subnet(identifier: string): string {
    if (identifier.startsWith("subnet-")) return identifier;
    const named = this.cloud
      .list(types.subnet)
      .filter(({ properties }) => properties["vpcId"] === this.vpcId)
      .find(({ properties }) => object(properties, "tags")["Name"] === identifier);
    if (named === undefined)
      throw new Error(`couldn't find all subnets, nameOrIDs: [${identifier}]`);
    return named.id;
  }

  /** Finds subnets by the tag of their role, one in each zone. */
  private subnets(internal: boolean): readonly string[] {
    const role = `kubernetes.io/role/${internal ? "internal-elb" : "elb"}`;
    const found = this.cloud
      .list(types.subnet)
      .filter(({ properties }) => properties["vpcId"] === this.vpcId)
      .filter(({ properties }) => ["1", ""].includes(String(object(properties, "tags")[role])))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const byZone = new Map(
      found.toReversed().map(({ id, properties }) => [properties["availabilityZone"], id]),
    );
    if (byZone.size > 0) return [...byZone.values()];
    throw new Error(`unable to resolve at least one subnet: none has the tag ${role}`);
  }

  private create(
    gateway: Gateway,
    type: string,
    resource: string,
    inputs: Properties,
  ): CloudRecord {
    const stack = keyOf(gateway);
    const tags = {
      [marks.cluster]: this.name,
      [marks.stack]: stack,
      [marks.resource]: resource,
    };
    const urn = `controller::load-balancers::${type}::${stack}/${resource}`;
    const { id, properties } = this.resources.create({ urn, type }, { ...inputs, tags });
    return { type, id, region: this.cloud.region, properties };
  }

  private delete(record: CloudRecord): void {
    const target = { urn: `controller::load-balancers::${record.type}::gone`, type: record.type };
    this.resources.delete(target, record.id, record.properties);
  }

  /** Resources with the tag of this cluster. */
  private list(type: string): readonly CloudRecord[] {
    return this.cloud
      .list(type)
      .filter(({ properties }) => object(properties, "tags")[marks.cluster] === this.name);
  }

  private ownOf(gateway: Gateway, type: string): readonly CloudRecord[] {
    const stack = keyOf(gateway);
    const arns = this.list(lbTypes.loadBalancer)
      .filter(({ properties }) => object(properties, "tags")[marks.stack] === stack)
      .map(({ id }) => id);
    if (type === webAclAssociation)
      return this.cloud
        .list(type)
        .filter(({ properties }) => arns.includes(text(properties, "resourceArn") ?? ""));
    return this.list(type).filter(
      ({ properties }) => object(properties, "tags")[marks.stack] === stack,
    );
  }
}

/** `k8s-<namespace>-<gateway>-<hash>`, at most 32 characters. */
function nameOf({ metadata: { namespace = "", name } }: Gateway): string {
  return `k8s-${namespace.slice(0, 8)}-${name.slice(0, 8)}-${hashOf(`${namespace}/${name}`, 10)}`;
}

function targetName(gateway: Gateway, { namespace, name, port }: Backend): string {
  const hash = hashOf(`${keyOf(gateway)} ${namespace}/${name}:${port}`, 10);
  return `k8s-${namespace.slice(0, 8)}-${name.slice(0, 8)}-${hash}`;
}
