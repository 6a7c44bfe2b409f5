import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { DataTier } from "../../../components/data-tier/index.ts";
import { platform } from "../../support/fixtures.ts";
import { type Recorded, recordResources } from "../../../ops/mocks/recorder.ts";
import { storeOf, stores } from "./stores-under-test.ts";

const namespace = (after: readonly pulumi.Resource[]) =>
  new kubernetes.core.v1.Namespace("namespace", {}, { dependsOn: [...after] });

/** The resources of stores in a generation. Each service is a resource of the same name. */
const record = (generation: number | undefined, which = stores) =>
  recordResources(
    () => {
      const tier = new DataTier("shop", {
        platform,
        stores: which.map((store) => (generation === undefined ? store : { ...store, generation })),
        data: "keep",
        namespace,
      });
      tier.retireUsers((service) => [new kubernetes.core.v1.ConfigMap(service, {})]);
    },
    {
      outputs: ({ type, name }) =>
        type.startsWith("random:") ? { result: `made-for-${name}` } : {},
    },
  );

const named = (recorded: readonly Recorded[], name: string): Recorded => {
  const found = recorded.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const decoded = ({ inputs }: Recorded) =>
  Object.fromEntries(
    Object.entries({ ...(inputs["data"] ?? {}) }).map(([key, value]) => [
      key,
      Buffer.from(String(value), "base64").toString(),
    ]),
  );
const books = [storeOf("books")];

describe("a rotation of a store's passwords", () => {
  it("changes no resource in the first generation, and creates no Job for it", async () => {
    const [none, first] = [await record(undefined, books), await record(1, books)];
    expect(first).to.deep.equal(none);
    expect(none.filter(({ type }) => type.endsWith(":Job"))).to.have.length(1);
  });

  for (const store of stores) {
    const user = [...store.users].sort()[0] ?? "";
    it(`of ${store.spec.engine} (${store.name}) makes a new user with its own password and Secret, and leaves the server alone`, async () => {
      const [before, after] = [await record(1, [store]), await record(2, [store])];
      const secret = named(after, `shop-${user}-${store.name}.2-secret`);
      expect(secret.inputs["metadata"]).to.include({ name: `${user}-${store.name}.2` });
      expect(decoded(secret)).to.deep.equal({
        username: `${user}_2`,
        password: `made-for-shop-${store.name}-${user}.2`,
      });
      const isServer = ({ type }: Recorded) => /:(StatefulSet|Deployment|Service)$/.test(type);
      expect(after.filter(isServer)).to.deep.equal(
        before
          .filter(isServer)
          .map((one) => ({ ...one, dependsOn: renamed(one.dependsOn, store.users, store.name) })),
      );
      const root = `shop-${store.name}-root`;
      expect(named(after, root)).to.deep.equal(named(before, root));
    });
  }

  it("removes the old users by a Job that runs after the services have the new ones", async () => {
    const recorded = await record(3, books);
    const job = named(recorded, "shop-books-retire-job");
    expect(job.dependsOn).to.include.members(["shop-books-provision-job", "back-office", "web"]);
    const text = JSON.stringify(job.inputs);
    for (const [name, value] of [
      ["RETIRE", "true"],
      ["USERNAME_0", "back-office_3"],
      ["SERVICE_0", "back-office"],
    ])
      expect(text).to.include(JSON.stringify({ name, value }));
    // the same pods as those of the provisioning, so the same network policy
    expect(text).to.include('"app.kubernetes.io/name":"books-provision"');
    expect(JSON.stringify(named(recorded, "shop-books-provision-job").inputs)).to.not.include(
      "RETIRE",
    );
  });

  it("gives Valkey's list the users of the new generation", async () => {
    const list = decoded(named(await record(2, [storeOf("carts")]), "shop-carts-acl-secret"))[
      "users.acl"
    ];
    expect(list)
      .to.match(/^user web_2 on #/m)
      .and.not.match(/^user web on/m);
  });
});

/** Names of resources after a rotation: each user's Secret has another one. */
function renamed(names: readonly string[], users: readonly string[], store: string) {
  const old = users.map((user) => `shop-${user}-${store}-secret`);
  return names
    .map((name) => (old.includes(name) ? name.replace(/-secret$/, ".2-secret") : name))
    .sort();
}
