import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** Finds EKS add-ons without a version for the new release, or with an incompatible version. */
export function checkAddons({ addons }: Pick<Survey, "addons">, target: Minor): readonly Finding[] {
  return addons.flatMap(({ name, version, versions }): readonly Finding[] => {
    const subject = `EKS add-on ${name} ${version}`;
    const [newest] = versions;
    if (newest === undefined) {
      const problem = `has no version for ${nameOfMinor(target)}`;
      return [{ severity: "blocks", subject, problem, remedy: "Wait until AWS publishes one." }];
    }
    if (versions.includes(version)) return [];
    const problem = `is not published for ${nameOfMinor(target)}`;
    const remedy = `Write ${newest} into hanok:cluster.addonVersions with the upgrade.`;
    return [{ severity: "warns", subject, problem, remedy }];
  });
}
