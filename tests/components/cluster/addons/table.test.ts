import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { HelmValue } from "../../../../components/cluster/addons/addon.ts";
import { type AddonName, chartOf } from "../../../../components/cluster/addons/chart.ts";
import charts from "../../../../components/cluster/addons/charts.json" with { type: "json" };
import { kubePrometheusStack } from "../../../../components/cluster/addons/kube-prometheus-stack.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { installOrder } from "../../../../components/cluster/addons/order.ts";
import { isSecretName } from "../../../../components/validation.ts";
import { contexts } from "./contexts.ts";

const folder = new URL("../../../../components/cluster/", import.meta.url);
const addons = Object.values(addonTable);

/** Paths of values whose key names a secret, and of texts that contain one. */
function secretsIn(value: HelmValue, path = "", key = ""): string[] {
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([inner, item]) =>
      secretsIn(item, `${path}.${inner}`, Array.isArray(value) ? key : inner),
    );
  }
  const inText = /(password|token|secret|_key)"?\s*[=:]\s*"[^"]+"|-----BEGIN/i;
  const named =
    isSecretName(key) &&
    key !== "matchLabelKeys" &&
    !/topologyKey$/i.test(key) &&
    // the key of a taint, and the names of Secrets and of their keys
    !/\.tolerations\.\d+\.key$|\.secretKeyRef\.|\.existingSecret$|\.secrets\.\d+$/.test(path) &&
    typeof value === "string" &&
    value !== "";
  return named || inText.test(String(value)) ? [path] : [];
}

/** Whether an add-on requires another one, over any number of steps. */
const needs = (name: AddonName, other: AddonName): boolean =>
  installOrder([name], addonTable).includes(other);

describe("table of add-ons", () => {
  it("admits OpenCost to Prometheus, whose namespace is closed to other pods", () => {
    const { ingress } = kubePrometheusStack.network();
    expect(ingress).to.deep.include({
      peers: [
        { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "opencost" } } },
      ],
      ports: [9090],
    });
  });

  it("has a row for each chart, with the same name everywhere", () => {
    expect(Object.keys(addonTable)).to.have.members(Object.keys(charts));
    for (const [key, addon] of Object.entries(addonTable)) {
      expect(addon.name).to.equal(key);
      expect(() => chartOf(addon.name)).not.to.throw();
    }
  });

  it("can be installed as a whole: every requirement exists, and there is no cycle", () => {
    expect(
      installOrder(
        addons.map(({ name }) => name),
        addonTable,
      ),
    ).to.have.length(addons.length);
  });

  it("names the add-on that needs a removed one", () => {
    for (const { name } of addons) {
      const { [name]: _, ...rest } = addonTable;
      const users = addons.filter(({ requires }) => requires.some((one) => one === name));
      for (const user of users)
        expect(() => installOrder<string>([user.name], rest)).to.throw(
          `addonTable.${user.name}.requires = "${name}" — is not an add-on`,
        );
      const others = addons.filter((one) => one.name !== name && !needs(one.name, name));
      expect(() =>
        installOrder<string>(
          others.map((one) => one.name),
          rest,
        ),
      ).not.to.throw();
    }
  });

  it("limits each add-on's constant to 60 lines", () => {
    const files = ["aws-load-balancer/addon.ts", "karpenter/addon.ts", "addons/vault/index.ts"];
    const own = readdirSync(new URL("addons", folder)).map((file) => `addons/${file}`);
    const constants = [...files, ...own].flatMap((file) => {
      const text = file.endsWith(".ts") ? readFileSync(new URL(file, folder), "utf8") : "";
      return text.match(/^export const \w+ = \{.*?^\} as const satisfies Addon;/gms) ?? [];
    });
    expect(constants).to.have.length(addons.length);
    for (const constant of constants)
      expect(constant.split("\n").length, constant.slice(0, 40)).to.be.at.most(60);
  });

  it("gives each add-on a separate namespace, which is deleted with it", () => {
    const namespaces = addons.map(({ namespace }) => namespace);
    expect(new Set(namespaces).size).to.equal(namespaces.length);
    for (const shared of ["default", "kube-system", "gateway"]) {
      expect(namespaces).not.to.include(shared);
    }
  });

  it("contains no secret in a Helm value, in any environment", () => {
    for (const addon of addons) {
      for (const context of contexts) expect(secretsIn(addon.values(context))).to.deep.equal([]);
    }
  });

  it("detects a secret in a Helm value", () => {
    expect(secretsIn({ admin: { adminPassword: "hunter2" } })).to.deep.equal([
      ".admin.adminPassword",
    ]);
    expect(secretsIn({ args: ["--region", 'token = "s.abc"'] })).to.deep.equal([".args.1"]);
    expect(secretsIn({ tokens: { apiKey: "" }, existingSecretName: "x" })).to.be.empty;
  });
});
