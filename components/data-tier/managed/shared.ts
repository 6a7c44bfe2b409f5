import { SubnetGroup as DocdbSubnetGroup } from "@pulumi/aws/docdb/subnetGroup.js";
import { SubnetGroup as CacheSubnetGroup } from "@pulumi/aws/elasticache/subnetGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document } from "../../iam/policy-document.ts";
import type { Subnet } from "../../platform.ts";

export type Service = "rds" | "docdb" | "elasticache";

/** What the managed stores of an environment share. Each part is made for the first store that needs it. */
export class SharedParts {
  readonly #prefix: string;
  readonly #subnets: readonly Subnet[];
  readonly #options: pulumi.CustomResourceOptions;
  readonly #groups = new Map<Service, pulumi.Output<string>>();
  #monitoringRole: pulumi.Output<string> | undefined;

  /** @param prefix of the names in AWS, `hanok-prod` */
  constructor(prefix: string, subnets: readonly Subnet[], options: pulumi.CustomResourceOptions) {
    this.#prefix = prefix;
    this.#subnets = subnets;
    this.#options = options;
  }

  /** Name of a service's group of the data subnets. */
  subnetGroup(service: Service): pulumi.Output<string> {
    const found = this.#groups.get(service);
    if (found !== undefined) return found;
    const name = `stores-${service}`;
    const args = {
      name: `${this.#prefix}-${service}`,
      description: `Data subnets of ${this.#prefix}`,
      subnetIds: this.#subnets.map(({ id }) => id),
      tags: { Name: `${this.#prefix}-${service}` },
    };
    const Group = { rds: SubnetGroup, docdb: DocdbSubnetGroup, elasticache: CacheSubnetGroup };
    const group = new Group[service](name, args, this.#options);
    this.#groups.set(service, group.name);
    return group.name;
  }

  /** ARN of the role by which RDS writes what the operating system uses. */
  monitoringRoleArn(): pulumi.Output<string> {
    if (this.#monitoringRole !== undefined) return this.#monitoringRole;
    const role = new Role(
      "stores-monitoring",
      {
        description: "Enhanced Monitoring of the databases",
        assumeRolePolicy: document([assumedBy("monitoring.rds.amazonaws.com")]),
      },
      this.#options,
    );
    const attached = new RolePolicyAttachment(
      "stores-monitoring",
      {
        role: role.name,
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
      },
      this.#options,
    );
    this.#monitoringRole = pulumi.all([role.arn, attached.id]).apply(([arn]) => arn);
    return this.#monitoringRole;
  }
}
