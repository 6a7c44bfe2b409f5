import { readApiServer } from "../api-server.ts";
import type { ApiServer, Cloud, CloudRecord, Made, Properties } from "../model.ts";
import { principalIn } from "../principal.ts";
import type { Store } from "../store/store.ts";

/** Folder of resources without a region. */
export const globalRegion = "aws-global";

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** One account as seen from one region. */
export class Account implements Cloud {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly store: Store;
  private readonly isGlobal: (type: string) => boolean;

  constructor(
    store: Store,
    place: { readonly account: string; readonly region: string },
    isGlobal: (type: string) => boolean,
  ) {
    this.store = store;
    this.account = place.account;
    this.region = place.region;
    this.partition = partitionOf(place.region);
    this.isGlobal = isGlobal;
  }

  get principal(): string {
    return principalIn(this.store.home, this);
  }

  get apiServer(): ApiServer | undefined {
    return readApiServer(this.store.home);
  }

  regionOf(type: string): string {
    return this.isGlobal(type) ? globalRegion : this.region;
  }

  list(type: string): readonly CloudRecord[] {
    return this.store.list(this.regionOf(type), type);
  }

  find(type: string, id: string): CloudRecord | undefined {
    return this.store.read(this.regionOf(type), type, id);
  }

  where(type: string, wanted: Properties): readonly CloudRecord[] {
    const entries = Object.entries(wanted);
    return this.list(type).filter(({ properties }) =>
      entries.every(([name, value]) => properties[name] === value),
    );
  }

  of(type: string, id: string): Properties {
    return this.find(type, id)?.properties ?? {};
  }

  put(made: Made): void {
    this.store.write({
      ...this.find(made.type, made.id),
      ...made,
      region: this.regionOf(made.type),
    });
  }

  remove(type: string, id: string): void {
    this.store.remove({ type, id, region: this.regionOf(type) });
  }
}
