import { expect } from "chai";
import { describe, it } from "mocha";
import { bindingsOf } from "../../../components/data-tier/bindings.ts";
import type { Store } from "../../../components/data-tier/engine.ts";
import { inCluster } from "../../../components/data-tier/in-cluster/index.ts";
import { platform } from "../../support/fixtures.ts";
import { objectOf, podOf, storeOf, stores } from "./stores-under-test.ts";

describe("the provisioning Job", () => {
  it("passes each user to the script as variables, with passwords from separate Secrets", () => {
    const { container, spec } = podOf(objectOf("books", "Job"));
    const secret = (name: string) => ({ valueFrom: { secretKeyRef: { name, key: "password" } } });
    expect(container.command).to.deep.equal(["bash", "/scripts/provision-sql.sh"]);
    expect(container.env?.slice(1)).to.deep.equal([
      { name: "STORE_HOST", value: "books" },
      { name: "STORE_PORT", value: "3306" },
      { name: "WAIT_SECONDS", value: "300" },
      { name: "ROOT_PASSWORD", ...secret("books-root") },
      { name: "USER_COUNT", value: "2" },
      { name: "USERNAME_0", value: "back-office" },
      { name: "DATABASE_0", value: "back_office" },
      { name: "PASSWORD_0", ...secret("back-office-books") },
      { name: "USERNAME_1", value: "web" },
      { name: "DATABASE_1", value: "shop" },
      { name: "PASSWORD_1", ...secret("web-books") },
    ]);
    expect(spec.restartPolicy).to.equal("Never");
  });

  it("names the owner and the rights of a user that shares a database, after the owner itself", () => {
    const databases = {
      web: "shop",
      admin: { of: "web" },
      report: { of: "web", readOnly: true },
    } as const;
    const shared: Store = {
      name: "books",
      spec: { engine: "postgresql", storage: "1Gi", databases },
      users: ["report", "web", "admin"],
    };
    const { container } = podOf(objectOf(shared, "Job"));
    const value = (name: string) => container.env?.find((one) => one.name === name)?.value;
    const rows = [0, 1, 2].map((index) =>
      ["USERNAME", "DATABASE", "OWNER", "RIGHTS"].map((name) => value(`${name}_${index}`)),
    );
    expect(rows).to.deep.equal([
      ["web", "shop", undefined, undefined],
      ["admin", "shop", "web", "write"],
      ["report", "shop", "web", "read"],
    ]);
    expect(value("EXTENSION")).to.equal(undefined);
    const [binding] = bindingsOf([shared], platform, () => inCluster)["report"] ?? [];
    expect(binding?.connection.database).to.deep.equal({ value: "shop" });
  });

  it("changes with its users, and leaves the server's pods alone", () => {
    const books = storeOf("books");
    const more = { ...books, users: [...books.users, "new"] };
    expect(objectOf(more, "Job").metadata.name).to.not.equal(objectOf(books, "Job").metadata.name);
    expect(objectOf(more, "StatefulSet").spec).to.deep.equal(objectOf(books, "StatefulSet").spec);
  });

  it("leaves the pods of every engine alone when a user is added", () => {
    for (const store of stores) {
      const kind = store.name === "carts" ? "Deployment" : "StatefulSet";
      const more = { ...store, users: [...store.users, "new"] };
      expect(objectOf(more, kind).spec).to.deep.equal(objectOf(store, kind).spec);
    }
  });

  it("has a name of at most 63 characters, with a hash of its content", () => {
    for (const store of stores) {
      expect(objectOf(store, "Job").metadata.name).to.match(
        new RegExp(`^${store.name}-provision-[0-9a-f]{8}$`),
      );
    }
  });

  it("is not deleted, and has limits of time and attempts", () => {
    for (const store of stores) {
      const { spec } = objectOf(store, "Job");
      expect(spec).to.not.have.property("ttlSecondsAfterFinished");
      expect(spec).to.include({ backoffLimit: 4, activeDeadlineSeconds: 1500 });
    }
  });

  it("uses names of replica set members that do not depend on the cluster's domain", () => {
    expect(
      podOf(objectOf("reviews", "Job", { ...platform, namespace: "other" })).container.env,
    ).to.deep.include({
      name: "MEMBERS",
      value: [0, 1, 2]
        .map((member) => `reviews-${member}.reviews-members.other.svc:27017`)
        .join(" "),
    });
  });
});
