import { afterAll, describe, expect, it } from 'vitest';
import { SEEDED_BUGS } from '../seeded/bugs.ts';
import { findFault, loadSpoilt, removeCopies } from '../seeded/spoil.ts';

afterAll(removeCopies);

describe('the engine with a mistake in it', () => {
  it('is found to have none where it has none', async () => {
    expect(findFault(await loadSpoilt(null, SEEDED_BUGS.length))).toBeNull();
  });

  it.each(SEEDED_BUGS.map((bug, number) => ({ ...bug, number })))('is caught: $title', async (bug) => {
    const fault = findFault(await loadSpoilt(bug, bug.number));
    process.stdout.write(`${bug.title}: ${fault ?? 'NOT CAUGHT'}\n`);
    expect(fault).not.toBeNull();
  });
});
