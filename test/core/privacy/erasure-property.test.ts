import { describe, it } from 'vitest';
import { checkErasures } from './erasure-property.ts';

describe('whatever happens: events, pages, log-ins, consent, erasures, replays', () => {
  it('nothing of before an erasure comes back, and no denial is lost', () => checkErasures(12));
});
