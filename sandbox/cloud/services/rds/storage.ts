import type { Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { number, text } from "../../values.ts";

/** GiB, for MariaDB, MySQL and PostgreSQL: CreateDBInstance, `AllocatedStorage`. */
const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  gp2: [20, 65_536],
  gp3: [20, 65_536],
  io1: [100, 65_536],
  io2: [100, 65_536],
  standard: [5, 3072],
};

/** Below it gp3 has its baseline of 3000 IOPS and 125 MiB/s, and no other: "Amazon RDS DB instance storage". */
const baselineBelow = 400;

/** @throws Refusal for sizes and rates that the storage type does not have */
export function admitStorage(engine: string, inputs: Properties): void {
  const type = text(inputs, "storageType") ?? (inputs["iops"] === undefined ? "gp2" : "io1");
  const size = number(inputs, "allocatedStorage");
  const [least, most] = ranges[type] ?? [];
  if (least === undefined || most === undefined)
    throw new Refusal("InvalidParameterValue", `Invalid storage type: ${type}`);
  if (size === undefined) return;
  if (size < least || size > most)
    throw new Refusal(
      "InvalidParameterValue",
      `Invalid storage size for engine name ${engine} and storage type ${type}: ${size}`,
    );
  const top = number(inputs, "maxAllocatedStorage");
  if (top !== undefined && top !== 0 && (top < size * 1.1 || top > most))
    throw new Refusal(
      "InvalidParameterCombination",
      `Invalid max storage size for engine name ${engine} and storage type ${type}: ${top}. It must be at least 10% greater than the allocated storage`,
    );
  admitRates(engine, type, size, inputs);
}

function admitRates(engine: string, type: string, size: number, inputs: Properties): void {
  const iops = number(inputs, "iops");
  const throughput = number(inputs, "storageThroughput");
  if (type === "gp3" && size < baselineBelow && (iops ?? throughput) !== undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      `You can't specify IOPS or storage throughput for engine ${engine} and a storage size less than ${baselineBelow}.`,
    );
  if (type === "gp3" && iops !== undefined && (iops < 12_000 || iops > 64_000))
    throw new Refusal(
      "InvalidParameterValue",
      `Invalid iops value for engine name ${engine} and storage type gp3: ${iops}`,
    );
  if (type === "gp3" && throughput !== undefined && (throughput < 500 || throughput > 4000))
    throw new Refusal(
      "InvalidParameterValue",
      `Invalid storage throughput for engine name ${engine} and storage type gp3: ${throughput}`,
    );
  if (type !== "gp3" && throughput !== undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      `You can't specify storage throughput for storage type ${type}.`,
    );
  if (/^io[12]$/.test(type) && iops === undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      `You must specify both the storage size and iops when using storage type ${type}.`,
    );
  if ((type === "gp2" || type === "standard") && iops !== undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      `You can't specify IOPS for storage type ${type}.`,
    );
}

/** @throws Refusal for a size that shrinks, or grows by less than a tenth */
export function admitGrowth(before: Properties, inputs: Properties): void {
  const [from, to] = [number(before, "allocatedStorage"), number(inputs, "allocatedStorage")];
  if (from === undefined || to === undefined || from === to) return;
  if (to < from * 1.1)
    throw new Refusal(
      "InvalidParameterCombination",
      `Invalid storage size: ${to}. Allocated storage can't be reduced, and must be increased by at least 10 percent of ${from}`,
    );
}
