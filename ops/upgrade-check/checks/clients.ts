import { providerMinor, skew } from "../data/skew.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";
import { type Minor, minorOf, nameOfMinor } from "../version.ts";

/** What talks to the API server beside its nodes. */
export function checkClients(
  { kubectl, kubectlImages }: Pick<Survey, "kubectl" | "kubectlImages">,
  target: Minor,
): readonly Finding[] {
  const range = `${nameOfMinor(target - skew.kubectl)} to ${nameOfMinor(target + skew.kubectl)}`;
  const isFar = (minor: Minor) => Math.abs(target - minor) > skew.kubectl;
  const far = [
    ...(kubectl === undefined
      ? []
      : [{ subject: "kubectl on this machine", minor: kubectl, remedy: "Install a newer one." }]),
    ...kubectlImages.flatMap((image) => {
      const minor = minorOf(image.split(":").at(1)?.split("@")[0] ?? "");
      const remedy = "Take its newer version in the program and in images.lock.json.";
      return minor === undefined ? [] : [{ subject: `the image ${image}`, minor, remedy }];
    }),
  ].filter(({ minor }) => isFar(minor));
  return [
    ...far.map(({ subject, minor, remedy }): Finding => ({
      severity: "warns",
      subject,
      problem: `is of ${nameOfMinor(minor)}, and ${nameOfMinor(target)} is supported by ${range}`,
      remedy,
    })),
    ...(target - providerMinor > skew.kubectl ? [provider(target)] : []),
  ];
}

function provider(target: Minor): Finding {
  return {
    severity: "says",
    subject: "@pulumi/kubernetes",
    problem: `is built on Kubernetes ${nameOfMinor(providerMinor)}: what is newer in ${nameOfMinor(target)} it passes on, but has no types of`,
    remedy: "Rehearse: the sandbox runs the very provider; take a newer one when it is published.",
  };
}
