import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import { platform } from "../../support/fixtures.ts";
import { orders, pod } from "./orders.ts";

describe("a process of its own", () => {
  it("has its command and arguments, and the image's where none is given", () => {
    const [container] =
      pod(orders({ command: ["bundle", "exec", "sidekiq"], args: ["-c", "5"] }))?.containers ?? [];
    expect(container?.command).to.deep.equal(["bundle", "exec", "sidekiq"]);
    expect(container?.args).to.deep.equal(["-c", "5"]);
    expect(pod(orders())?.containers[0]).to.not.have.any.keys("command", "args");
  });

  it("has its files one by one, read-only, from a ConfigMap whose name changes with them", () => {
    const of = (text: string) => {
      const service = orders({ files: { "/etc/nginx/nginx.conf": text, "/srv/a b.txt": "c" } });
      const object = manifests(service, [], platform).find(({ kind }) => kind === "ConfigMap");
      return { object, spec: pod(service) };
    };
    const { object, spec } = of("events {}");
    expect(object).to.deep.include({
      immutable: true,
      data: { "etc_nginx_nginx.conf": "events {}", "srv_a-b.txt": "c" },
    });
    expect(object?.metadata.name).to.match(/^orders-files-[0-9a-f]{8}$/);
    expect(spec?.volumes).to.deep.include({
      name: "files",
      configMap: { name: object?.metadata.name },
    });
    expect(spec?.containers[0]?.volumeMounts).to.deep.include.members([
      {
        name: "files",
        mountPath: "/etc/nginx/nginx.conf",
        subPath: "etc_nginx_nginx.conf",
        readOnly: true,
      },
      { name: "files", mountPath: "/srv/a b.txt", subPath: "srv_a-b.txt", readOnly: true },
    ]);
    expect(of("events { }").object?.metadata.name).to.not.equal(object?.metadata.name);
  });
});
