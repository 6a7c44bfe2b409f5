import { expect } from "chai";
import { describe, it } from "mocha";
import { stringify } from "yaml";
import {
  alertmanagerConfig,
  type Channels,
  inhibited,
  messageTexts,
  webhookNames,
} from "../../../components/observability-stack/alertmanager.ts";
import { allRules } from "../../../components/observability-stack/alerts/index.ts";
import { judge } from "./promtool.ts";

const topic = { arn: "arn:aws:sns:ap-northeast-2:123456789012:alarms", region: "ap-northeast-2" };
const full: Channels = { slack: "channel-per-severity", topic, deadMansSwitch: true };
const none: Channels = { slack: "none", deadMansSwitch: false };
const names = allRules("large").flatMap(({ alerts }) => alerts.map(({ alert }) => alert));

const check = (channels: Channels) =>
  judge("amtool", { "config.yaml": stringify(alertmanagerConfig(channels)) }, [
    ...["check-config", "config.yaml"],
  ]);
const routed = async (...labels: readonly string[]) => {
  const files = { "config.yaml": stringify(alertmanagerConfig(full)) };
  const arguments_ = ["config", "routes", "test", "--config.file=config.yaml", ...labels];
  return (await judge("amtool", files, arguments_)).output.trim();
};
const receiver = (channels: Channels, name: string) =>
  alertmanagerConfig(channels).receivers.find((one) => one.name === name);

const data = {
  status: "firing",
  commonLabels: { severity: "critical", alertname: "VaultSealed", namespace: "vault" },
  alerts: [
    {
      status: "firing",
      annotations: {
        summary: "The Vault server vault/vault-1 is sealed",
        runbook_url: "https://git.example.com/VaultSealed.md",
        dashboard_url: "https://grafana.example.com/d/platform",
      },
    },
  ],
};
const rendered = async (text: string) =>
  (
    await judge("amtool", { "data.json": JSON.stringify(data), "empty.tmpl": "" }, [
      ...["template", "render", "--template.glob=*.tmpl", "--template.data=data.json"],
      `--template.text=${text}`,
    ])
  ).output;

describe("Alertmanager", () => {
  for (const [title, channels] of Object.entries({ full, none }))
    it(`amtool accepts the configuration with ${title} channels`, async () => {
      const { passes, output } = await check(channels);
      expect(passes, output).to.equal(true);
    });

  it("Z18: each severity goes to its own receiver, and an unknown one to people too", async () => {
    expect(await routed("severity=critical", "alertname=VaultSealed")).to.equal("critical");
    expect(await routed("severity=warning", "alertname=CacheMisses")).to.equal("warning");
    expect(await routed("severity=heartbeat", "alertname=DeadMansSwitch")).to.equal("heartbeat");
    expect(await routed("severity=info", "alertname=Other")).to.equal("warning");
  });

  it("F3: a message has the reason, the runbook and the dashboard", async () => {
    expect(await rendered(messageTexts.title)).to.equal("CRITICAL VaultSealed in vault");
    const slack = await rendered(messageTexts.slack);
    expect(slack).to.include("The Vault server vault/vault-1 is sealed\n");
    expect(slack).to.include("<https://git.example.com/VaultSealed.md|Runbook>");
    expect(slack).to.include("<https://grafana.example.com/d/platform|Dashboard>");
    const mail = await rendered(messageTexts.mail);
    expect(mail).to.include("Runbook: https://git.example.com/VaultSealed.md\n");
    expect(mail).to.include("Dashboard: https://grafana.example.com/d/platform");
  });

  it("the dead man's switch beats every minute, and only where somebody listens", () => {
    expect(receiver(full, "heartbeat")).to.have.property("webhook_configs");
    expect(receiver(none, "heartbeat")).to.not.have.property("webhook_configs");
  });

  it("e-mails are for what is critical, and for everything where Slack is not used", () => {
    expect(receiver(full, "critical")).to.have.property("sns_configs");
    expect(receiver(full, "warning")).to.not.have.property("sns_configs");
    expect(receiver({ ...full, slack: "none" }, "warning")).to.have.property("sns_configs");
  });

  it("webhooks are files: no secret is part of the configuration", () => {
    expect(stringify(alertmanagerConfig(full))).to.not.match(/api_url:|[^_]url:|password/);
    expect(webhookNames(full)).to.deep.equal([
      ...["slack-webhook-critical", "slack-webhook-warning", "dead-mans-switch-url"],
    ]);
    expect(webhookNames({ ...full, slack: "one-channel", deadMansSwitch: false })).to.deep.equal([
      "slack-webhook",
    ]);
    expect(webhookNames(none)).to.deep.equal([]);
  });

  it("inhibitions name alerts that exist", () => {
    expect(names).to.include.members([...inhibited]);
  });
});
