import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEEDED_BUGS } from '../seeded/bugs.ts';
import { drawKnown, findProof, loadSpoilt, removeCopies } from '../seeded/spoil.ts';

const LONGEST_DRAW_MS = 600_000;

let known: ReturnType<typeof drawKnown>;
beforeAll(() => {
  known = drawKnown();
}, LONGEST_DRAW_MS);
afterAll(removeCopies);

describe('the engine with a mistake in it', () => {
  it('is found to have none where it has none', async () => {
    expect(findProof(await loadSpoilt(null, SEEDED_BUGS.length), known)).toBeNull();
  });

  it.each(SEEDED_BUGS.map((bug, number) => ({ ...bug, number })))('is caught: $title', async (bug) => {
    const proof = findProof(await loadSpoilt(bug, bug.number), known);
    process.stdout.write(`${bug.title}: ${proof ?? 'NOT CAUGHT'}\n`);
    expect(proof).not.toBeNull();
  });
});
