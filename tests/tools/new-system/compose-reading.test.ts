import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { stringify } from "yaml";
import { folder, fromText, serviceOf, services } from "./from-text.ts";

describe("reading a Compose file", () => {
  const checks: readonly (readonly [test: unknown, health: unknown])[] = [
    [["CMD", "curl", "-f", "http://localhost/live"], "/live"],
    [["CMD-SHELL", "curl -s --noproxy localhost localhost:80/up | grep -q OK || exit 1"], "/up"],
    [
      ["CMD", "wget", "--spider", "-q", "http://127.0.0.1:9090/-/healthy"],
      { path: "/-/healthy", port: 9090 },
    ],
    [
      "curl -H 'Host: shop.example.com' http://localhost/",
      { path: "/", headers: { Host: "shop.example.com" } },
    ],
    [["CMD", "nc", "-z", "localhost", "80"], { tcp: true }],
    [
      ["CMD", "/bin/grpc_health_probe", "-addr=:5000", "-service=a.b"],
      { grpc: true, service: "a.b", port: 5000 },
    ],
    [
      ["CMD-SHELL", "test -f /tmp/ok && true"],
      { command: ["sh", "-c", "test -f /tmp/ok && true"] },
    ],
    [["CMD", "/app/check", "me"], { command: ["/app/check", "me"] }],
    [["NONE"], { tcp: true }],
  ];
  for (const [test, expected] of checks)
    it(`translates the health check ${JSON.stringify(test)}`, () => {
      expect(serviceOf({ ports: ["80"], healthcheck: { test } })?.["health"]).to.deep.equal(
        expected,
      );
    });

  it("reads env_file, .env, extends, include, configs and folders of files", () => {
    const found = fromText(
      stringify({
        include: ["other.yaml"],
        services: {
          web: {
            extends: { file: "base.yaml", service: "base" },
            env_file: [{ path: "web.env", required: false }],
            environment: ["NAME=$WHO", "AGAIN"],
            configs: [{ source: "motd", target: "/etc/motd" }],
          },
        },
        configs: { motd: { content: "hello\n" } },
      }),
      {
        ".env": "WHO='me' # not you\nAGAIN=\"a b\"\n",
        "web.env": "export TOKEN_TTL=5\n# no\nCOLOUR=red # bright\n",
        "base.yaml":
          "services: { base: { image: 'a/b:1', expose: [8080], environment: { BASE: 'yes' } } }",
        "other.yaml": "services: { other: { image: 'c/d:1', expose: [9000] } }",
      },
    );
    expect(services(found)["web"]).to.deep.include({
      port: 8080,
      environment: { TOKEN_TTL: "5", COLOUR: "red", BASE: "yes", NAME: "me", AGAIN: "a b" },
      files: { "/etc/motd": "hello\n" },
    });
    expect(found.files.get("motd")).to.equal("hello\n");
    expect(Object.keys(services(found))).to.include("other");
    rmSync(join(folder, ".env"));
  });
});
