import { expect } from "chai";
import { describe, it } from "mocha";
import { cgv } from "../../../apps/cgv/index.ts";
import { reachWarnings } from "../../../apps/check/reaches.ts";
import { stackEnvironment } from "../../../stacks/environment.ts";
import { madeUp, recordStack, root } from "../../support/local-stack.ts";
import { deployed, pathsOf, variablesOf } from "../deployed.ts";

const services = ["was", "web"] as const;

const routing = { kind: "static", networks: ["10.20.0.0/24"] } as const;

describe("CGV's weak points", function () {
  this.timeout(60_000);

  it("C1: development and production have the same objects, from the same data", async () => {
    const [dev, prod] = [await deployed("dev", "cgv"), await deployed("prod", "cgv")];
    expect(dev.ofServices()).to.deep.equal(prod.ofServices());
    expect(dev.ofServices()).to.include.members(services.map((name) => `Deployment/${name}`));
  });

  it("C2: passwords come from Secrets, and stand in no other object", async () => {
    const { own, container } = await deployed("dev", "cgv");
    expect(variablesOf(container("was"))).to.include({
      MEMBERS_DATASOURCE_USERNAME: "secret:was-secrets/members-username",
      MEMBERS_DATASOURCE_PASSWORD: "secret:was-secrets/members-password",
    });
    expect(variablesOf(container("was"))["SPRING_DATASOURCE_PASSWORD"]).to.match(/^secret:/);
    for (const object of own.filter(({ kind }) => kind !== "Secret"))
      expect(JSON.stringify(object), object.metadata.name).not.to.include(madeUp);
  });

  it("C3: each autoscaler owns its own Deployment, from 2 to 100 pods in production", async () => {
    const { all } = await deployed("prod", "cgv");
    const found = all("HorizontalPodAutoscaler").map(({ metadata, spec }) => ({
      autoscaler: metadata.name,
      target: `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
      range: [spec.minReplicas, spec.maxReplicas],
    }));
    expect(found).to.have.deep.members(
      services.map((name) => ({
        autoscaler: name,
        target: `Deployment/${name}`,
        range: [2, 100],
      })),
    );
  });

  it("C4: images are pinned, come from the team's own registry, and are pulled once a node", async () => {
    const { container } = await deployed("prod", "cgv");
    for (const name of services) {
      const { image, imagePullPolicy } = container(name);
      expect(image).to.equal(
        `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/csm4903/gooloom-${name}:0.1.0`,
      );
      expect(imagePullPolicy).to.equal("IfNotPresent");
    }
  });

  it("C5: no pod goes before its successor is ready", async () => {
    const { one } = await deployed("prod", "cgv");
    for (const name of services) {
      const { strategy, minReadySeconds } = one("Deployment", name).spec ?? {};
      expect(strategy).to.have.nested.property("rollingUpdate.maxUnavailable", 0);
      expect(minReadySeconds).to.be.greaterThan(0);
      expect(one("PodDisruptionBudget", name).spec?.maxUnavailable, name).to.equal(1);
    }
  });

  it("C6: both are probed at their own ports, and Tomcat has the time to start", async () => {
    const { container } = await deployed("prod", "cgv");
    for (const name of services) {
      const probes = container(name);
      for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"] as const)
        expect(probes[probe], `${name} ${probe}`).to.have.nested.property("tcpSocket.port", "http");
    }
    const { periodSeconds = 0, failureThreshold = 0 } = container("was").startupProbe ?? {};
    expect(periodSeconds * failureThreshold).to.be.at.least(120);
  });

  it("C7: was alone reaches the members database on the premises, on one port", async () => {
    const { all, container } = await deployed("prod", "cgv");
    const ways = all("NetworkPolicy").flatMap(({ metadata: { name }, spec }) =>
      (spec?.egress ?? []).flatMap(({ to = [], ports = [] }) =>
        to
          .filter(({ ipBlock }) => ipBlock?.cidr === "10.20.0.5/32")
          .map(() => ({ name, ports: ports.map(({ port }) => port) })),
      ),
    );
    expect(ways).to.deep.equal([{ name: "was", ports: [3306] }]);
    expect(variablesOf(container("was"))["MEMBERS_DATASOURCE_URL"]).to.match(
      /^jdbc:mysql:\/\/10\.20\.0\.5:3306\//,
    );
  });

  it("C7: the VPN to the members has two tunnels, and an alarm watches each", async () => {
    const members = { customerGateway: { address: "203.0.113.12" }, routing };
    const overrides = {
      "hanok:systems": ["cgv"],
      "hanok:secrets": { kind: "generated" },
      "hanok:charts": { kind: "folder", path: "charts" },
      "hanok:network": {
        cidr: "10.16.0.0/16",
        nat: "single",
        siteToSiteVpn: { connections: { members } },
      },
    };
    const recorded = await recordStack(stackEnvironment("dev", root, { overrides }));
    const vpn = recorded.filter(({ type }) => type.endsWith(":VpnConnection"));
    expect(vpn).to.have.lengthOf(1);
    const watched = recorded
      .filter(
        ({ type, inputs }) =>
          type.endsWith(":MetricAlarm") && inputs["metricName"] === "TunnelState",
      )
      .map(({ name }) => name);
    expect(watched).to.have.lengthOf(2);
    const network = { kind: "vpc", cidr: "10.16.0.0/16", serviceCidr: "172.20.0.0/16" } as const;
    const siteToSiteVpn = { connections: { members: { routing } } };
    const warned = (more: object) =>
      reachWarnings(cgv, { network: { ...network, endpoints: [], company: [], ...more } });
    expect(warned({ siteToSiteVpn })).to.deep.equal([]);
    expect(warned({})).to.have.lengthOf(1);
  });

  it("keeps AJP inside: web alone reaches it, and no route leads to was", async () => {
    const { all, one, container } = await deployed("prod", "cgv");
    expect(all("HTTPRoute").flatMap(pathsOf)).to.deep.equal([
      { path: "/", to: ["web-routes:80"], isChanged: false },
    ]);
    const { ingress = [] } = one("NetworkPolicy", "was").spec ?? {};
    const toAjp = ingress.filter(({ ports = [] }) => ports.some(({ port }) => port === 8001));
    expect(toAjp.flatMap(({ from = [] }) => from)).to.have.lengthOf(1);
    expect(toAjp[0]?.from?.[0]?.podSelector?.matchLabels).to.include({
      "app.kubernetes.io/name": "web",
    });
    expect(container("was").ports?.map(({ containerPort }) => containerPort)).to.include(8001);
    expect(Object.values(cgv.services["web"].files ?? {}).join()).to.include("port=8001");
  });
});
