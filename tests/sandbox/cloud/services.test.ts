import { expect } from "chai";
import { TestCloud } from "./cloud.ts";
import { refusedToo } from "./name-and-vpn-refusals.ts";
import { malformed, untrusted } from "./policy-refusals.ts";
import { refused } from "./service-refusals.ts";
import { roleOf, trusted, type } from "./services.ts";

/** Says what a simulated cloud of its own answers. */
function answering(error: RegExp, act: (cloud: TestCloud) => unknown): void {
  const cloud = new TestCloud();
  try {
    expect(() => act(cloud)).to.throw(error);
  } finally {
    cloud.end();
  }
}

describe("simulated IAM refuses a policy that", () => {
  for (const [name, [document, error]] of Object.entries(malformed))
    it(name, () => {
      answering(error, (cloud) => cloud.make(type.policy, { name: "p", policy: document }));
    });
});

describe("simulated IAM refuses the trust", () => {
  for (const [name, [assumeRolePolicy, error]] of Object.entries(untrusted))
    it(name, () => {
      answering(error, (cloud) => cloud.make(type.role, { name: "r", assumeRolePolicy }));
    });
});

describe("simulated AWS refuses", () => {
  for (const [name, error, act] of [...refused, ...refusedToo])
    it(name, () => {
      answering(error, act);
    });
});

describe("simulated AWS accepts", () => {
  let cloud: TestCloud;
  beforeEach(() => (cloud = new TestCloud()));
  afterEach(() => cloud.end());

  it("a role that is forced out of its policies", () => {
    const role = cloud.id(type.role, {
      name: "r",
      assumeRolePolicy: trusted,
      forceDetachPolicies: true,
    });
    cloud.make(type.attachment, { role, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    cloud.delete(type.role, role);
    expect(cloud.types()).to.deep.equal([]);
  });

  it("a trust of another role, by its ARN", () => {
    roleOf(cloud, "first");
    const document = trusted.replace(
      '{"Service":"ec2.amazonaws.com"}',
      '{"AWS":"arn:aws:iam::123456789012:role/first"}',
    );
    expect(cloud.id(type.role, { name: "second", assumeRolePolicy: document })).to.equal("second");
  });

  it("a bucket that is emptied as it goes", () => {
    const bucket = cloud.id(type.bucket, { bucket: "hanok-a", forceDestroy: true });
    cloud.make(type.object, { bucket, key: "k", content: "v" });
    cloud.delete(type.bucket, bucket);
    expect(cloud.types()).to.deep.equal([]);
  });

  it("one record for a domain and its wildcard, in two regions, and issues both certificates", () => {
    const zoneId = cloud.id(type.zone, { name: "shop.example" });
    const request = {
      domainName: "shop.example",
      subjectAlternativeNames: ["*.shop.example"],
      validationMethod: "DNS",
    };
    const here = cloud.make(type.certificate, request);
    const there = cloud.make(type.certificate, { ...request, region: "us-east-1" });
    const proofs = [here, there].flatMap(({ properties }) =>
      (properties["domainValidationOptions"] as Record<string, string>[]).map(
        ({ resourceRecordName, resourceRecordValue }) => [resourceRecordName, resourceRecordValue],
      ),
    );
    const [name = "", value = ""] = proofs[0] ?? [];
    expect(proofs).to.deep.equal([1, 2, 3, 4].map(() => [name, value]));
    cloud.make(type.record, { zoneId, name, type: "CNAME", ttl: 60, records: [value] });
    cloud.make(type.validation, { certificateArn: here.id });
    cloud.make(type.validation, { certificateArn: there.id, region: "us-east-1" });
    const all = cloud.resources.store.all().filter((one) => one.type === type.certificate);
    expect(all.map(({ properties }) => properties["status"])).to.deep.equal(["ISSUED", "ISSUED"]);
  });

  it("a certificate of a zone below another one only when that names it", () => {
    const above = cloud.id(type.zone, { name: "shop.example" });
    const below = cloud.make(type.zone, { name: "dev.shop.example" });
    const { id, properties } = cloud.make(type.certificate, {
      domainName: "dev.shop.example",
      validationMethod: "DNS",
    });
    const [proof] = properties["domainValidationOptions"] as Record<string, string>[];
    const record = { type: "CNAME", ttl: 60, records: [proof?.["resourceRecordValue"]] };
    cloud.make(type.record, { ...record, zoneId: below.id, name: proof?.["resourceRecordName"] });
    const validate = () => cloud.make(type.validation, { certificateArn: id });
    expect(validate).to.throw(/PENDING_VALIDATION/);
    const records = below.properties["nameServers"];
    cloud.make(type.record, { zoneId: above, name: "dev", type: "NS", ttl: 60, records });
    expect(validate).to.not.throw();
  });

  it("a secret of the same name when there is no recovery window", () => {
    for (const _ of [1, 2])
      cloud.delete(type.secret, cloud.id(type.secret, { name: "s", recoveryWindowInDays: 0 }));
    expect(cloud.types()).to.deep.equal([]);
  });
});
