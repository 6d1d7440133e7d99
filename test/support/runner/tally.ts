/** What was not run, and where its title says why. */
export type Skip = { readonly file: string; readonly title: string };

export type Tally = {
  readonly passed: number;
  /** One line each: what failed. */
  readonly failures: readonly string[];
  readonly skips: readonly Skip[];
};

/** @example passOrFail('lint', 0) // one passed */
export function passOrFail(name: string, exitCode: number): Tally {
  if (exitCode === 0) return { passed: 1, failures: [], skips: [] };
  return { passed: 0, failures: [`${name} (exit code ${exitCode})`], skips: [] };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
    skips: tallies.flatMap((tally) => tally.skips),
  };
}

/** The line a build reads: always the last of the output. */
export function formatTotals(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failures.length} failed, ${tally.skips.length} skipped`;
}

/**
 * One line a skipped suite, with the number of its tests. The reason is the part of the title in
 * square brackets; a skip without one is shown up.
 */
export function formatSkips(skips: readonly Skip[]): readonly string[] {
  const groups = new Map<string, number>();
  for (const { file, title } of skips) {
    const line = `${file}: ${nameWithReason(title)}`;
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  return [...groups].map(([line, count]) => (count === 1 ? line : `${line} (${count} tests)`));
}

/** Up to the reason: everything after it differs from test to test of the same skipped suite. */
function nameWithReason(title: string): string {
  const end = title.indexOf(']');
  return end < 0
    ? `${title} [no reason given: write it into the title in square brackets]`
    : title.slice(0, end + 1);
}
