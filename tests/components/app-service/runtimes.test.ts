import { expect } from "chai";
import { describe, it } from "mocha";
import type { ServiceSpec } from "../../../components/app-service/service-spec.ts";
import type { Binding } from "../../../components/platform.ts";
import { bound, environment, tls, value } from "./bound.ts";

describe("variables of the runtimes", () => {
  it("sets the names that frameworks of other languages read, with and without TLS", () => {
    const members = bound("members", "mariadb");
    const recipes = bound("recipes", "vector");
    const cache = bound("cache", "valkey");
    const from = (runtime: ServiceSpec["runtime"], made: Binding, name: string) =>
      value(environment({ runtime }, [made]), name);
    const login = (store: string) => `$(${store}_USERNAME):$(${store}_PASSWORD)@$(${store}_HOST)`;
    expect(from("node", members, "DATABASE_URL")).to.equal(
      `mysql://${login("MEMBERS")}:$(MEMBERS_PORT)/$(MEMBERS_DATABASE)`,
    );
    expect(from("node", tls(members), "DATABASE_URL")).to.match(/\?ssl=%7B%22rejectUnauth/);
    expect(from("ruby", members, "DATABASE_URL")).to.match(/^mysql2:/);
    expect(from("ruby", tls(recipes), "DATABASE_URL")).to.match(
      /^postgresql:.*sslmode=verify-full&sslrootcert=.*ca.pem$/,
    );
    expect(from("php", members, "DB_CONNECTION")).to.equal("mariadb");
    expect(from("php", members, "DB_DATABASE")).to.equal("web");
    expect(from("php", tls(cache), "REDIS_SCHEME")).to.equal("tls");
    expect(from("dotnet", recipes, "ConnectionStrings__Default")).to.equal(
      "Host=$(RECIPES_HOST);Port=$(RECIPES_PORT);Database=$(RECIPES_DATABASE);" +
        "Username=$(RECIPES_USERNAME);Password=$(RECIPES_PASSWORD)",
    );
    expect(from("dotnet", tls(cache), "ConnectionStrings__Redis")).to.match(/,ssl=true$/);
    expect(from("static", members, "DATABASE_URL")).to.equal(undefined);
  });
});
