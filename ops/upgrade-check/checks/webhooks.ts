import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";

/** Finds required webhooks without a ready endpoint: after a drain, they would reject every new pod. */
export function checkWebhooks({
  webhooks,
  answering,
}: Pick<Survey, "webhooks" | "answering">): readonly Finding[] {
  return webhooks.flatMap(({ name, isRequired, service }): readonly Finding[] => {
    if (!isRequired || service === undefined || answering.has(service)) return [];
    return [
      {
        severity: "blocks",
        subject: name,
        problem: `is required (failurePolicy: Fail), but its service ${service} has no ready pod`,
        remedy:
          "Repair its add-on; if the add-on is gone, delete the configuration that it left behind.",
      },
    ];
  });
}
