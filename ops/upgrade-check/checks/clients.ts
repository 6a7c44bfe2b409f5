import { providerMinor, skew } from "../data/skew.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";
import { type Minor, minorOf, nameOfMinor } from "../version.ts";

/** Finds clients whose version skew to the API server would be too large. */
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
      const remedy = "Raise its version in the program and in images.lock.json.";
      return minor === undefined ? [] : [{ subject: `the image ${image}`, minor, remedy }];
    }),
  ].filter(({ minor }) => isFar(minor));
  return [
    ...far.map(({ subject, minor, remedy }): Finding => ({
      severity: "warns",
      subject,
      problem: `has version ${nameOfMinor(minor)}, and ${nameOfMinor(target)} supports ${range}`,
      remedy,
    })),
    ...(target - providerMinor > skew.kubectl ? [provider(target)] : []),
  ];
}

function provider(target: Minor): Finding {
  return {
    severity: "info",
    subject: "@pulumi/kubernetes",
    problem: `is built on Kubernetes ${nameOfMinor(providerMinor)}, so it has no types for what is new in ${nameOfMinor(target)}`,
    remedy:
      "Rehearse the upgrade in the sandbox, which runs this provider; raise it once a newer one exists.",
  };
}
