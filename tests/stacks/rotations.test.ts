import { expect } from "chai";
import { describe, it } from "mocha";
import { hidden, issueLine } from "../../components/validation.ts";
import { environment, stackEnvironment } from "../../stacks/environment.ts";
import { deploy } from "../../stacks/platform.ts";
import { shop } from "../apps/shop.ts";
import { root } from "../support/local-stack.ts";
import { type Recorded, recordResources } from "../../ops/mocks/recorder.ts";
import { devSettings, refusalOf } from "../support/settings.ts";

const catalogue = { shop };
const lines = (more: Readonly<Record<string, unknown>>) =>
  refusalOf(() => environment("dev", { ...devSettings, ...more }, catalogue))?.issues.map(
    issueLine,
  ) ?? [];

describe("hanok:rotations", () => {
  it("takes stores and generated secrets of a system that runs", () => {
    const rotations = { shop: { stores: { orders: 2 }, secrets: { "payment-key": 3 } } };
    expect(lines({ "hanok:rotations": rotations })).to.deep.equal([]);
  });

  it("refuses unknown names with the nearest one, and numbers below 1", () => {
    expect(
      lines({
        "hanok:rotations": { shop: { stores: { order: 2 }, secrets: { "payment-kee": 2 } } },
      }),
    ).to.deep.equal([
      "hanok:rotations.shop.stores.order = 2 — is not a store with users of its services. Did you mean orders?",
      "hanok:rotations.shop.secrets.payment-kee = 2 — is not a secret of a service. Did you mean payment-key?",
    ]);
    expect(lines({ "hanok:rotations": { shp: { stores: {} } } })).to.deep.equal([
      "hanok:rotations.shp — is not a system that runs here. Did you mean shop?",
    ]);
    const [zero = ""] = lines({ "hanok:rotations": { shop: { stores: { orders: 0 } } } });
    expect(zero).to.match(
      /^hanok:rotations\.shop\.stores\.orders = 0 — .*Write the next whole number/,
    );
  });

  it("refuses the rotation of a secret that the configuration holds, with the command for it", () => {
    expect(
      lines({
        "hanok:secrets": { kind: "config" },
        "shop:payment-key": hidden,
        "hanok:rotations": { shop: { secrets: { "payment-key": 2 } } },
      }),
    ).to.deep.equal([
      "hanok:rotations.shop.secrets.payment-key = 2 — has no effect, because hanok:secrets is {kind: config}. " +
        "Set the new value: pulumi config set --secret shop:payment-key",
    ]);
  });
});

/** The stack local with rotations, and passwords that a test chooses by the names of their resources. */
async function local(
  rotations: NonNullable<ReturnType<typeof environment>["rotations"]>,
  passwordOf: (name: string) => string = (name) => `made-for-${name}`,
): Promise<readonly Recorded[]> {
  const settings = { ...stackEnvironment("local", root), rotations };
  return recordResources(() => deploy(settings), {
    stack: "local",
    outputs: ({ type, name }) => (type.startsWith("random:") ? { result: passwordOf(name) } : {}),
  });
}

/** Fingerprint in the pods of each service. */
const fingerprints = (recorded: readonly Recorded[]) =>
  Object.fromEntries(
    recorded.flatMap(({ name, inputs }) => {
      const found = /"hanok\.dev\/secrets":"(\w+)"/.exec(JSON.stringify(inputs["spec"] ?? {}));
      return found === null ? [] : [[name, found[1] ?? ""]];
    }),
  );

describe("B11: a rotated secret or password reaches the pods", () => {
  it("restarts the services that read it, and no other", async () => {
    const before = fingerprints(await local({}));
    expect(Object.keys(before)).to.include.members([
      "zipbob-edge-deployment",
      "zipbob-ingredients-deployment",
    ]);
    const changed = async (secret: string) => {
      const after = fingerprints(
        await local({}, (name) => (name === secret ? "rotated" : `made-for-${name}`)),
      );
      return Object.keys(before).filter((name) => before[name] !== after[name]);
    };
    const password = await changed("zipbob-mariadb-edge");
    expect(password).to.deep.equal(["zipbob-edge-deployment"]);
    const [secret = ""] = (await local({}))
      .map(({ name }) => name)
      .filter((name) => name.startsWith("zipbob-secret-"));
    expect(await changed(secret)).to.not.be.empty;
    expect(fingerprints(await local({}))).to.deep.equal(before);
  });

  it("creates users, then rolls services, then removes the old users", async () => {
    const recorded = await local({ zipbob: { stores: { mariadb: 2 }, secrets: {} } });
    const find = (name: string) => {
      const found = recorded.find((one) => one.name === name);
      if (found === undefined) throw new Error(`no ${name}`);
      return found;
    };
    const edge = find("zipbob-edge-deployment");
    expect(edge.dependsOn).to.include("zipbob-mariadb-provision-job");
    expect(JSON.stringify(edge.inputs)).to.include('"name":"edge-mariadb.2"');
    const retire = find("zipbob-mariadb-retire-job");
    expect(retire.dependsOn).to.include.members(["zipbob-edge-deployment"]);
    const names = recorded.map(({ name }) => name);
    expect(names).to.include("zipbob-edge-mariadb.2-secret");
    expect(names).to.not.include("zipbob-edge-mariadb-secret");
    expect(names.filter((name) => name.endsWith("-retire-job"))).to.have.length(1);
  });

  it("makes a generated secret anew", async () => {
    const [first = ""] = (await local({}))
      .map(({ name }) => name)
      .filter((name) => name.startsWith("zipbob-secret-"));
    const secret = first.replace("zipbob-secret-", "");
    const names = (await local({ zipbob: { stores: {}, secrets: { [secret]: 2 } } })).map(
      ({ name }) => name,
    );
    expect(names).to.include(`${first}.2`);
    expect(names).to.not.include(first);
  });
});
