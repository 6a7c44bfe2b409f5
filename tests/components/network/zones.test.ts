import type { Recorded, RecordOptions } from "../../../ops/mocks/recorder.ts";
import { expect } from "chai";
import { describe, it } from "mocha";
import { createZones, validateZone, type Zones } from "../../../components/network/zones.ts";
import {
  type ZonesOptions,
  validateZones,
  zonesOptions,
} from "../../../components/network/zones/options.ts";
import { children, named, recordPart, validateSchema, told } from "./record.ts";

async function record(
  zones: ZonesOptions,
  data: "keep" | "discard" = "discard",
  options: RecordOptions = {},
) {
  let made: Zones | undefined;
  const known: Record<string, unknown> = {};
  const recorded: readonly Recorded[] = await recordPart((parent) => {
    made = createZones(
      "shop-zones",
      { zones, domain: "dev.example.com", key: "zones", vpcId: "vpc-1", data },
      parent,
    );
    made.publicZoneId.apply((id) => (known.publicZoneId = id));
    made.nameServers.apply((names) => (known.nameServers = names));
  }, options);
  return { recorded, made: made!, known };
}

const fresh: ZonesOptions = { publicZone: { kind: "new", delegated: false } };

describe("zones", () => {
  it("create a public zone, and output its name servers", async () => {
    const { recorded, made, known } = await record(fresh);
    expect(children(recorded)).to.deep.equal(["Zone shop-zones-public"]);
    expect(named(recorded, "shop-zones-public").inputs).to.deep.equal({
      name: "dev.example.com",
      comment: "Public names of dev.example.com",
      forceDestroy: true,
    });
    expect(known).to.deep.equal({
      publicZoneId: "shop-zones-public-id",
      nameServers: ["ns-1.awsdns-01.org"],
    });
    expect(made.delegated).to.equal(false);
    expect(made).to.not.have.any.keys("privateZoneId", "caa");
    const { made: later } = await record({ publicZone: { kind: "new", delegated: true } });
    expect(later.delegated).to.equal(true);
  });

  it("are kept where data is, because a new zone has other name servers", async () => {
    const { recorded } = await record({ ...fresh, privateZone: "internal.example.com" }, "keep");
    expect(recorded.map(({ protect }) => protect)).to.deep.equal([true, true]);
    expect(recorded.map(({ inputs }) => inputs.forceDestroy)).to.deep.equal([false, false]);
  });

  it("use an existing zone, by its domain, its parent's domain or its ID", async () => {
    const asked: unknown[] = [];
    const options: RecordOptions = {
      answers: ({ token, inputs }) => {
        asked.push([token, inputs]);
        return {
          zoneId: "Z1",
          name: "example.com",
          privateZone: false,
          nameServers: ["ns-7.awsdns-07.org"],
        };
      },
    };
    for (const publicZone of [
      { kind: "existing" },
      { kind: "existing", name: "example.com" },
      { kind: "existing", zoneId: "Z1" },
    ] as const) {
      const { recorded, made, known } = await record({ publicZone }, "keep", options);
      expect(recorded).to.deep.equal([]);
      expect(made.delegated).to.equal(true);
      expect(known).to.deep.equal({ publicZoneId: "Z1", nameServers: ["ns-7.awsdns-07.org"] });
    }
    const lookup = "aws:route53/getZone:getZone";
    expect(asked).to.deep.equal([
      [lookup, { name: "dev.example.com", privateZone: false }],
      [lookup, { name: "example.com", privateZone: false }],
      [lookup, { zoneId: "Z1" }],
    ]);
  });

  it("reject a zone that was found for another name", () => {
    const found = { zoneId: "Z1", name: "example.com.", privateZone: false };
    expect(validateZone(found, "dev.example.com", "zones")).to.deep.equal([]);
    expect(told(validateZone(found, "dev.example.org", "zones"))).to.deep.equal([
      "zones.publicZone.zoneId is the zone of example.com",
    ]);
    expect(
      told(validateZone({ ...found, privateZone: true }, "example.com", "zones")),
    ).to.deep.equal(["zones.publicZone.zoneId is a private zone"]);
  });

  it("include a private zone for the VPC, and restrict the issuers of certificates", async () => {
    const { recorded, made } = await record({
      ...fresh,
      privateZone: "internal.example.com",
      certificateAuthorities: ["amazon.com", "letsencrypt.org"],
    });
    expect(children(recorded)).to.have.members([
      "Zone shop-zones-public",
      "Zone shop-zones-private",
      "Record shop-zones-caa",
    ]);
    expect(named(recorded, "shop-zones-private").inputs).to.deep.equal({
      name: "internal.example.com",
      comment: "Names of internal.example.com inside the VPC",
      vpcs: [{ vpcId: "vpc-1" }],
      forceDestroy: true,
    });
    expect(named(recorded, "shop-zones-caa").inputs).to.deep.equal({
      zoneId: "shop-zones-public-id",
      name: "dev.example.com",
      type: "CAA",
      ttl: 3600,
      records: ['0 issue "amazon.com"', '0 issue "letsencrypt.org"'],
    });
    expect(made).to.include.keys("privateZoneId", "caa");
  });
});

describe("settings of the zones", () => {
  const alone = (raw: unknown) => told(validateSchema(zonesOptions, raw, "zones"));
  const across = (options: ZonesOptions) =>
    told(validateZones(options, "dev.example.com", "zones"));

  it("need a domain that fits into a certificate", () => {
    const long = `${"a".repeat(53)}.example.com`;
    expect(told(validateZones(fresh, long, "zones"))).to.deep.equal([
      "hanok:domain has 65 characters, but the first name of a certificate has at most 64",
    ]);
    expect(told(validateZones(fresh, long.slice(1), "zones"))).to.deep.equal([]);
  });

  it("accept the documented forms", () => {
    expect(alone(fresh)).to.deep.equal([]);
    expect(alone({ publicZone: { kind: "existing", zoneId: "Z0123456789ABC" } })).to.deep.equal([]);
    expect(
      across({
        publicZone: { kind: "existing", name: "example.com" },
        privateZone: "internal.dev.example.com",
        certificateAuthorities: ["amazon.com"],
      }),
    ).to.deep.equal([]);
  });

  for (const [wrong, expected] of [
    [{ publicZone: { kind: "new" } }, "publicZone.delegated is missing"],
    [
      { publicZone: { kind: "new", delegated: "no" } },
      "publicZone.delegated is text, not true or false",
    ],
    [
      { publicZone: { kind: "existing", zoneId: "example.com" } },
      "publicZone.zoneId is not an ID of a hosted zone",
    ],
    [{ publicZone: { kind: "existing", name: "com" } }, "publicZone.name has only one label"],
    [{ ...fresh, certificateAuthorities: [] }, "certificateAuthorities is empty"],
    [{ ...fresh, privateZone: "internal" }, "privateZone has only one label"],
  ] as const) {
    it(`reject: ${expected}`, () => {
      expect(alone(wrong)).to.deep.equal([`zones.${expected}`]);
    });
  }

  it("reject what could never work", () => {
    expect(
      across({ publicZone: { kind: "existing", zoneId: "Z1", name: "example.com" } }),
    ).to.deep.equal(["zones.publicZone.name stands beside zoneId"]);
    expect(across({ publicZone: { kind: "existing", name: "v.example.com" } })).to.deep.equal([
      "zones.publicZone.name does not hold dev.example.com",
    ]);
    for (const privateZone of ["dev.example.com", "example.com"]) {
      expect(across({ ...fresh, privateZone })).to.deep.equal([
        "zones.privateZone hides the public names of dev.example.com from the VPC",
      ]);
    }
    expect(across({ ...fresh, certificateAuthorities: ["letsencrypt.org"] })).to.deep.equal([
      "zones.certificateAuthorities forbids Amazon to issue certificates",
    ]);
  });
});
