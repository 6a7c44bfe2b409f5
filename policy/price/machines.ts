import { type Billing, type Charge, number, text, time } from "./charge.ts";
import { type Item, listAt, numberAt, textAt } from "./item.ts";
import { hoursOfMonth as month } from "./rates.ts";
import type { Stack } from "./stack.ts";

/** The launch template that a group refers to: its identifier is unknown in a plan, so names and parents decide. */
function templateOf(item: Item, stack: Stack): Item | undefined {
  const near = stack
    .of("aws:ec2/launchTemplate:LaunchTemplate")
    .filter(({ parent }) => parent === item.parent);
  return near.find(({ name }) => name === item.name) ?? (near.length === 1 ? near[0] : undefined);
}

/** Instances with their disks, for so many hours. */
function instances(type: string, count: number, hours: number, disks: number): readonly Charge[] {
  const share = hours / month;
  return [
    time(`${count} × ${type || "an unknown type"}`, `ec2.${type}`, count * hours),
    ...(disks === 0 ? [] : [time(`disks, ${disks} GiB each`, "ebs.gp3.gb", count * disks * share)]),
  ];
}

const disksOf = (template: Item | undefined): number =>
  listAt(template?.inputs, "blockDeviceMappings").reduce<number>(
    (sum, one) => sum + (numberAt(one, "ebs", "volumeSize") ?? 0),
    0,
  );

export const nodeGroup: Billing = (item, stack) => {
  const template = templateOf(item, stack);
  const types = listAt(item.inputs, "instanceTypes");
  const type = textAt(types, 0) ?? textAt(template?.inputs, "instanceType") ?? "";
  const count = number(item, "scalingConfig", "desiredSize") ?? 0;
  const disks = disksOf(template) || (number(item, "diskSize") ?? 20);
  const [node, ...rest] = instances(type, count, stack.awake.groups, disks);
  if (node === undefined || text(item, "capacityType") !== "SPOT")
    return node ? [node, ...rest] : [];
  return [{ ...node, what: `${node.what}, Spot`, share: stack.usage.spotPriceShare }, ...rest];
};

export const scalingGroup: Billing = (item, stack) => {
  const template = templateOf(item, stack);
  const count = number(item, "desiredCapacity") ?? number(item, "minSize") ?? 0;
  return instances(textAt(template?.inputs, "instanceType") ?? "", count, month, disksOf(template));
};

export const volume: Billing = (item) => {
  const kind = text(item, "type") || "gp2";
  return [
    time(
      `${number(item, "size") ?? 0} GiB of ${kind}`,
      `ebs.${kind}.gb`,
      number(item, "size") ?? 0,
    ),
  ];
};

export const instance: Billing = (item) =>
  instances(
    text(item, "instanceType"),
    1,
    month,
    number(item, "rootBlockDevice", "volumeSize") ?? 8,
  );
