import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { DataTier } from "../../../components/data-tier/index.ts";
import { accessControlList } from "../../../components/data-tier/in-cluster/acl.ts";
import { platform } from "../../support/fixtures.ts";
import { type Recorded, type RecordOptions, recordResources } from "../../../ops/mocks/recorder.ts";
import { storeOf, stores } from "./stores-under-test.ts";

const vault = { name: "vault", spec: { engine: "vault" }, users: ["web"] } as const;

/** The password that the fake of @pulumi/random returns. */
const passwordOf = (name: string) => `made-for-${name}`;

const generated: RecordOptions = {
  outputs: ({ type, name }) =>
    type === "random:index/randomPassword:RandomPassword" ? { result: passwordOf(name) } : {},
};

const namespace = (after: readonly pulumi.Resource[]) =>
  new kubernetes.core.v1.Namespace("namespace", {}, { dependsOn: [...after] });

async function record(
  data: "keep" | "discard" = "discard",
  which = [...stores, vault],
): Promise<readonly Recorded[]> {
  return recordResources(
    () => new DataTier("shop", { platform, stores: which, data, namespace }),
    generated,
  );
}

const named = (recorded: readonly Recorded[], name: string): Recorded => {
  const found = recorded.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`no ${name} among ${recorded.map((one) => one.name).join(", ")}`);
  return found;
};

describe("DataTier", () => {
  it("creates an alphanumeric password for each store's root and each service's user", async () => {
    const recorded = await record();
    const passwords = recorded.filter(
      ({ type }) => type === "random:index/randomPassword:RandomPassword",
    );
    expect(passwords.map(({ name }) => name)).to.have.members([
      "shop-books-root",
      "shop-books-back-office",
      "shop-books-web",
      "shop-chats-root",
      "shop-chats-web",
      "shop-reviews-root",
      "shop-reviews-web",
      "shop-reviews-keyfile",
      "shop-carts-root",
      "shop-carts-web",
      "shop-tokens-root",
      "shop-tokens-web",
      "shop-events-root",
      "shop-events-mailer",
      "shop-events-web",
      "shop-recipes-root",
      "shop-recipes-ai-recipe",
    ]);
    for (const { inputs, name } of passwords) {
      expect(inputs).to.deep.include({
        special: false,
        length: name.endsWith("keyfile") ? 128 : 32,
      });
    }
  });

  it("keeps every password in Secrets only, marked as secret", async () => {
    const recorded = await record();
    const secrets = recorded.filter(({ type }) => type === "kubernetes:core/v1:Secret");
    expect(secrets).to.have.length(19);
    for (const secret of secrets) {
      expect(secret.secretInputs, secret.name).to.include("data");
      expect(secret.secretOutputs, secret.name).to.include("data");
    }
    const others = recorded.filter(({ type }) => type !== "kubernetes:core/v1:Secret");
    expect(JSON.stringify(others)).to.not.include("made-for-");
  });

  it("creates a Secret for each service's user", async () => {
    const { inputs } = named(await record(), "shop-web-books-secret");
    expect(inputs["metadata"]).to.include({ name: "web-books", namespace: "shop" });
    expect(inputs["data"]).to.deep.equal({
      username: base64("web"),
      password: base64("made-for-shop-books-web"),
    });
  });

  it("gives Valkey hashes instead of passwords", async () => {
    const { inputs } = named(await record(), "shop-carts-acl-secret");
    const list = accessControlList("made-for-shop-carts-root", { web: "made-for-shop-carts-web" });
    expect(inputs["data"]).to.deep.equal({ "users.acl": base64(list) });
    expect(list).to.not.include("made-for");
    expect(list)
      .to.match(/^user default off$/m)
      .and.match(/^user web on #[0-9a-f]{64} ~\* &\* \+@all -@admin -@dangerous /m);
  });

  it("starts a server after its Secrets and policies, and the Job after the server", async () => {
    const recorded = await record();
    const server = named(recorded, "shop-books-statefulset");
    expect(server.dependsOn).to.include.members([
      "shop-books-root-secret",
      "shop-web-books-secret",
      "shop-books-networkpolicy",
    ]);
    const job = recorded.find(
      ({ type, name }) => type === "kubernetes:batch/v1:Job" && name.startsWith("shop-books-"),
    );
    expect(job?.dependsOn).to.include("shop-books-statefulset");
  });

  it("protects only servers with data and administrators' passwords, where data is kept", async () => {
    const protectedNames = (await record("keep", [storeOf("reviews"), storeOf("carts")]))
      .filter((one) => one.protect)
      .map(({ name }) => name);
    expect(protectedNames).to.have.members([
      "shop-reviews-root",
      "shop-reviews-root-secret",
      "shop-reviews-keyfile",
      "shop-reviews-keyfile-secret",
      "shop-reviews-statefulset",
      "shop-carts-root",
      "shop-carts-root-secret",
    ]);
    expect((await record("discard")).filter((one) => one.protect)).to.deep.equal([]);
  });

  it("deletes every object, but no password, with the namespace", async () => {
    for (const { name, type, deletedWith } of await record()) {
      const isObject = type.startsWith("kubernetes:") && name !== "namespace";
      expect(deletedWith, name).to.equal(isObject ? "namespace" : undefined);
    }
  });

  it("creates the namespace after every password, so that a destroy deletes passwords last", async () => {
    const recorded = await record("discard", [storeOf("reviews"), storeOf("carts")]);
    const passwords = recorded.filter(({ type }) => type.startsWith("random:"));
    expect(passwords.map(({ name }) => name)).to.include("shop-reviews-keyfile");
    expect(named(recorded, "namespace").dependsOn).to.have.members(
      passwords.map(({ name }) => name),
    );
    for (const { dependsOn, name } of passwords) expect(dependsOn, name).to.deep.equal([]);
  });

  it("keeps a resource's name when its content, and so the object's name, changes", async () => {
    const names = async (more: readonly string[]) => {
      const books = storeOf("books");
      return (await record("discard", [{ ...books, users: [...books.users, ...more] }])).flatMap(
        ({ type, name, inputs }) =>
          type.endsWith(":Job") ? [name, JSON.stringify(inputs["metadata"])] : [],
      );
    };
    const [before, after] = [await names([]), await names(["new"])];
    expect(before[0]).to.equal("shop-books-provision-job").and.equal(after[0]);
    expect(before[1]).to.not.equal(after[1]);
  });

  it("returns the resources that a service waits for: the server and its users", async () => {
    let ready: Readonly<Record<string, readonly object[]>> = {};
    await recordResources(
      () =>
        ({ ready } = new DataTier("shop", {
          platform,
          stores: [storeOf("books"), vault],
          data: "discard",
          namespace,
        })),
      generated,
    );
    expect(ready["books"]).to.have.length(2);
    expect(ready).not.to.have.property("vault");
  });

  it("creates no resource for the platform's Vault", async () => {
    expect((await record("discard", [vault])).map(({ type }) => type)).to.have.members([
      "hanok:index:DataTier",
      "kubernetes:core/v1:Namespace",
    ]);
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
