import { expect } from "chai";
import { describe, it } from "mocha";
import { portfolio } from "../../../apps/portfolio/index.ts";
import { bytes, cores } from "../../../components/check/quantity.ts";
import { deployed, variablesOf } from "../deployed.ts";

const all = ["accounts", "mails", "projects", "site"] as const;
const served = ["accounts", "projects", "site"] as const;

describe("the portfolio's wishes", function () {
  this.timeout(60_000);

  it("P1: each service has one name, which no version or pod changes, and its callers use it", async () => {
    const { one, container } = await deployed("dev", "portfolio");
    for (const name of served) {
      const { spec } = one("Service", name);
      expect(spec?.ports?.map(({ port }) => port)).to.deep.equal([8080]);
      expect(Object.keys(spec?.selector ?? {})).not.to.include("app.kubernetes.io/version");
      const { matchLabels } = one("Deployment", name).spec?.selector ?? {};
      expect(spec?.selector, name).to.deep.equal(matchLabels);
    }
    const urls = all.flatMap((name) =>
      Object.entries(variablesOf(container(name))).flatMap(([variable, value = ""]) =>
        /^(ACCOUNTS|PROJECTS)_URL$/.test(variable) ? [`${name} ${value}`] : [],
      ),
    );
    expect(urls).to.have.members([
      "projects http://accounts:8080",
      "site http://accounts:8080",
      "site http://projects:8080",
    ]);
  });

  it("P2: local, development and production have the same objects", async () => {
    const onAws = /^(TargetGroupConfiguration)\//;
    const [local = [], ...others] = await Promise.all(
      (["local", "dev", "prod"] as const).map(async (stack) =>
        (await deployed(stack, "portfolio")).ofServices().filter((name) => !onAws.test(name)),
      ),
    );
    expect(local.length).to.be.greaterThan(20);
    for (const other of others) expect(other).to.deep.equal(local);
  });

  it("P3: each service is autoscaled, spread over zones, and survives the loss of a node", async () => {
    const { one } = await deployed("prod", "portfolio");
    for (const name of all) {
      const { minReplicas = 0, maxReplicas = 0 } = one("HorizontalPodAutoscaler", name).spec;
      expect(minReplicas, name).to.be.at.least(2);
      expect(maxReplicas, name).to.be.greaterThan(minReplicas);
      const { topologySpreadConstraints = [] } = one("Deployment", name).spec?.template.spec ?? {};
      expect(topologySpreadConstraints.map(({ topologyKey }) => topologyKey)).to.include(
        "topology.kubernetes.io/zone",
      );
      expect(one("PodDisruptionBudget", name).spec?.maxUnavailable, name).to.equal(1);
    }
  });

  it("P4: what may call what is what the data say, and the mails alone reach the internet", async () => {
    const { one } = await deployed("dev", "portfolio");
    const calls = all.flatMap((caller) =>
      (one("NetworkPolicy", caller).spec?.egress ?? []).flatMap(({ to = [] }) =>
        to.flatMap(({ podSelector }) => {
          const name = podSelector?.matchLabels?.["app.kubernetes.io/name"];
          return all.some((one) => one === name) ? [`${caller} ${name ?? ""}`] : [];
        }),
      ),
    );
    expect(calls).to.have.members(["projects accounts", "site accounts", "site projects"]);
    const outside = all.filter((name) =>
      JSON.stringify(one("NetworkPolicy", name).spec?.egress).includes('"0.0.0.0/0"'),
    );
    expect(outside).to.deep.equal(["mails"]);
    expect(portfolio.services.mails.internet?.because).to.match(/mail/);
  });

  it("P6: development asks for a quarter of a core and half a GiB for all services", async () => {
    const { one, container } = await deployed("dev", "portfolio");
    const pods = all.map((name) => {
      const { requests } = container(name).resources ?? {};
      const count = one("HorizontalPodAutoscaler", name).spec.minReplicas ?? 1;
      const memory = bytes(String(requests?.["memory"])) ?? Infinity;
      return {
        cpu: count * (cores(String(requests?.["cpu"])) ?? Infinity),
        memory: count * memory,
      };
    });
    expect(pods.reduce((sum, { cpu }) => sum + cpu, 0)).to.be.at.most(0.25);
    expect(pods.reduce((sum, { memory }) => sum + memory, 0)).to.be.at.most(2 ** 29);
  });
});
