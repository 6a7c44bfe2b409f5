import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";

/** Webhooks without whose answer nothing is taken, and that nobody answers for: a drain would make pods that are refused. */
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
        problem: `must answer (failurePolicy: Fail), and no pod of its service ${service} is ready`,
        remedy:
          "Bring its add-on up; where the add-on is gone, delete the configuration that it left.",
      },
    ];
  });
}
