/**
 * Values that the CLI's `pulumi config --json` returns for unquoted scalars. yaml.rehearsal.test.ts compares them with the
 * CLI.
 */
export const read: Readonly<Record<string, string | number | boolean>> = {
  ...{ "1.10": 1.1, "0123457": 42799, "1_000": 1000, "0x1F": 31, "0o17": 15, "0b11": 3 },
  ...{ "1.0": 1, "1e3": 1000, ".5": 0.5, "-0": 0, "+5": 5, "08": 8, "2.50": 2.5, True: true },
  "12345678901234567890123": 1.2345678901234568e22,
  "2026-11-29": "2026-11-29 00:00:00 +0000 UTC",
  "2001-01-01 10:00:00": "2001-01-01 10:00:00 +0000 UTC",
};

/** Scalars that it returns unchanged. */
export const kept = [
  ...["4e12345", "123456789012", "9007199254740993", "1234567890.5", "12:30", "0.1.0", "yes", "on"],
  ...["true", "false", "8", "-3", "1.5", "1.4.2-rc.1", "2026-13-45", "0x", "08:00", "1.2e", "v1"],
];
