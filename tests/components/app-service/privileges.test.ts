import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import type { Privileges } from "../../../components/check/privileges.ts";
import { platform } from "../../support/fixtures.ts";
import { orders } from "./orders.ts";

const because = "the entry point changes to another user";

function deployment(privileges?: Privileges) {
  const service = orders(privileges ? { privileges: { ...privileges, because } } : {});
  const found = manifests(service, [], platform).find(({ kind }) => kind === "Deployment");
  if (found?.kind !== "Deployment") throw new Error("no Deployment");
  const spec = found.spec?.template.spec;
  const exempt = Object.entries(found.metadata.annotations ?? {}).filter(([key]) =>
    key.startsWith("exempt.hanok.dev/"),
  );
  return { pod: spec?.securityContext, container: spec?.containers[0]?.securityContext, exempt };
}

describe("an image with privileges", () => {
  it("runs as root with the capabilities that it names, and nothing more", () => {
    const { pod, container, exempt } = deployment({ root: true, capabilities: ["SETUID"] });
    expect(pod).to.include({ runAsNonRoot: false, runAsUser: 0 });
    expect(container).to.deep.include({
      runAsNonRoot: false,
      runAsUser: 0,
      privileged: false,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"], add: ["SETUID"] },
    });
    expect(exempt).to.deep.equal([
      ["exempt.hanok.dev/pod-run-as-non-root", because],
      ["exempt.hanok.dev/pod-drop-all-capabilities", because],
    ]);
  });

  it("keeps its user, and may gain capabilities by the file of its program", () => {
    const { container, exempt } = deployment({ capabilities: ["NET_BIND_SERVICE"] });
    expect(container).to.include({ runAsUser: 10001, allowPrivilegeEscalation: true });
    expect(exempt.map(([key]) => key)).to.include("exempt.hanok.dev/pod-no-privilege-escalation");
  });

  it("is the exception: another pod has none, and no exemption", () => {
    const { pod, container, exempt } = deployment();
    expect(pod).to.include({ runAsNonRoot: true, runAsUser: 10001 });
    expect(container).to.deep.include({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
    expect(exempt).to.deep.equal([]);
  });
});
