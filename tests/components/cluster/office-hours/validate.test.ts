import { expect } from "chai";
import { describe, it } from "mocha";
import {
  validateHours,
  managedStores,
} from "../../../../components/cluster/office-hours/validate.ts";
import type {
  OfficeHoursSetting,
  OfficeHours,
} from "../../../../components/cluster/office-hours/options.ts";
import { issueLine } from "../../../../components/validation.ts";
import type { StoreEngine } from "../../../../components/platform.ts";
import { environment } from "../../../../stacks/environment.ts";
import { shop } from "../../../apps/shop.ts";
import { devSettings, refusalOf } from "../../../support/settings.ts";

const office: OfficeHours = { kind: "office", from: "08:00", to: "20:00" };
const engines: readonly StoreEngine[] = [];

const lines = (
  hours: OfficeHoursSetting,
  around: Partial<Parameters<typeof validateHours>[1]> = {},
): readonly string[] =>
  validateHours(
    hours,
    { cluster: "eks", stores: "cluster", engines, ...around },
    "hanok:hours",
  ).map(issueLine);

describe("hanok:hours", () => {
  it("may be office hours of a managed cluster with stores in it", () => {
    expect(lines(office, { engines: ["rabbitmq", "valkey", "vault"] })).to.deep.equal([]);
    expect(lines("always", { stores: "managed", engines: ["valkey"] })).to.deep.equal([]);
    expect(lines("always", { cluster: "existing" })).to.deep.equal([]);
  });

  it("must be an hour or more within one day, with an hour between two days", () => {
    const [early] = lines({ ...office, to: "07:00" });
    expect(early).to.match(/^hanok:hours\.to = "07:00" — is not an hour or more after/);
    expect(lines({ ...office, to: "08:59" })).to.have.length(1);
    expect(lines({ ...office, to: "09:00" })).to.deep.equal([]);
    expect(lines({ ...office, from: "00:00", to: "22:31" })[0]).to.match(
      /leaves less than an hour of downtime/,
    );
    expect(lines({ ...office, from: "00:00", to: "22:30" })).to.deep.equal([]);
  });

  it("need pools whose nodes can end in time", () => {
    expect(lines(office, { graceSeconds: { spot: 900 } })).to.deep.equal([]);
    expect(lines("always", { graceSeconds: { spot: 901 } })).to.deep.equal([]);
    expect(lines(office, { graceSeconds: { spot: 900, "on-demand": 3600 } })).to.deep.equal([
      'hanok:nodePools.on-demand.terminationGracePeriod = "3600s" — is longer than the 15 minutes that a scale-down allows. Write 15m, or hanok:hours: always.',
    ]);
  });

  it("are refused on an existing cluster", () => {
    expect(lines(office, { cluster: "existing" })[0]).to.match(
      /of an existing cluster\. Write always/,
    );
  });

  it("are refused for managed stores that cannot stop, each with its reason", () => {
    const [line] = lines(office, {
      stores: "managed",
      engines: ["valkey", "mysql", "rabbitmq", "valkey"],
    });
    expect(line)
      .to.contain("rabbitmq (Amazon MQ: a broker can be rebooted, but not stopped), valkey (Elasti")
      .and.contain("Write hanok:stores: cluster");
    const [other] = lines(office, { stores: "managed", engines: ["mysql", "vault"] });
    expect(other).to.contain("stopping these managed stores is not supported yet: mysql.");
    expect(lines(office, { stores: "managed", engines: ["vault"] })).to.deep.equal([]);
  });

  it("have a source for each store that cannot stop", () => {
    for (const one of Object.values(managedStores)) {
      if (one !== "could stop") expect(one.source).to.match(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});

describe("hanok:hours in a stack's configuration", () => {
  const load = (hours: unknown, more: object = {}) =>
    environment("dev", { ...devSettings, "hanok:hours": hours, ...more }, { shop });
  const issue = (hours: unknown, more: object = {}): string =>
    (refusalOf(() => load(hours, more))?.issues ?? []).map(issueLine).join("\n");

  it("is always, or office hours", () => {
    expect(load("always").hours).to.equal("always");
    expect(load({ ...office, days: ["sat"] }).hours).to.deep.equal({ ...office, days: ["sat"] });
  });

  it("is read key by key", () => {
    expect(issue("nights")).to.match(/^hanok:hours = "nights" — is not known/);
    expect(issue({ kind: "ofice", from: "08:00", to: "20:00" })).to.match(/^hanok:hours\.kind/);
    expect(issue({ ...office, from: 480 })).to.match(/^hanok:hours\.from = 480 .*in quotes/);
    expect(issue({ ...office, to: "24:00" })).to.match(
      /^hanok:hours\.to = "24:00" — is not a time/,
    );
    expect(issue({ ...office, days: ["monday"] })).to.match(/^hanok:hours\.days\[0\]/);
    expect(issue({ ...office, days: [] })).to.match(/^hanok:hours\.days/);
    expect(issue({ ...office, till: "20:00" })).to.match(/^hanok:hours\.till/);
  });

  it("is validated with the stores of the selected systems", () => {
    expect(issue(office, { "hanok:stores": "managed" })).to.match(
      /^hanok:hours = "office" — stops/,
    );
  });
});
