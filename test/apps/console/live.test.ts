import { describe, expect, it } from 'vitest';
import type { LiveAnswer } from '../../../apps/console/api/answers/live.ts';
import { addLines, EMPTY_FEED, type FeedState, toggleHold } from '../../../apps/console/view-models/feed.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import {
  type Happening,
  readHappening,
  viewHappening,
  viewNow,
} from '../../../apps/console/view-models/live.ts';
import { LIVE } from '../../../apps/console/words/live.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const AT = new Date(NOW).toISOString();
const format = createFormat('en', NOW, 'Europe/Berlin');
const ANSWER: LiveAnswer = {
  visitors: { near: 3, far: 1_204 },
  steps: [
    { step: 'browse', near: 2, far: 1_000 },
    { step: 'order', near: 1, far: 204 },
  ],
  stages: null,
  pages: [{ path: '/sale', visitors: 15 }],
  k: 10,
  isWhole: true,
};

describe('visitors now, as they are shown', () => {
  it('stand by step, and by page as about so many', () => {
    expect(viewNow(ANSWER, LIVE.en, format)).toEqual({
      near: '3',
      far: '1,204',
      steps: [
        { key: 'browse', cells: ['Looking around', '2', '1,000'] },
        { key: 'order', cells: ['Ordered', '1', '204'] },
      ],
      stages: [],
      pages: [{ key: '/sale', cells: ['/sale', 'about 15'] }],
    });
  });

  it('are so many or more where not all were looked at', () => {
    expect(viewNow({ ...ANSWER, isWhole: false }, LIVE.en, format).far).toBe('1,204 or more');
  });

  it('stand by the site’s stages, those at none last', () => {
    const stages = [
      { stage: 'trial', near: 1, far: 2 },
      { stage: null, near: 0, far: 1 },
    ];
    expect(viewNow({ ...ANSWER, stages }, LIVE.de, format).stages).toEqual([
      { key: 'trial', cells: ['trial', '1', '2'] },
      { key: '', cells: ['Auf keiner', '0', '1'] },
    ]);
  });
});

const NAMES = {
  segments: [{ key: 'lookers', name: 'Lookers' }],
  campaigns: [{ key: 'hello', name: 'Hello there' }],
};
const VISITOR = 'a1b2c3d4'.repeat(4);
const notice = { id: 'n', type: 'entered', visitor: VISITOR, segment: 'lookers', at: AT } as const;
const decision = {
  id: 'd',
  type: 'decision' as const,
  ...{ visitor: VISITOR, campaign: 'hello', variant: 'a', at: AT },
};

const HAPPENINGS: readonly [string, Happening, string, string][] = [
  ['an entry', notice, 'Entered Lookers', 'Segment'],
  ['a leaving', { ...notice, type: 'left' }, 'Left Lookers', 'Segment'],
  ['one that was taken back', { ...notice, revokes: 'm' }, 'Entered Lookers', 'Corrected'],
  ['a segment without a known name', { ...notice, segment: 'new' }, 'Entered new', 'Segment'],
  ['a treatment', { ...decision, outcome: 'chosen' }, 'Hello there shows “a”', 'Treatment'],
  [
    'a control',
    { ...decision, outcome: 'control' },
    'Hello there: control group, sees nothing',
    'Compared with',
  ],
  ['a holdout', { ...decision, outcome: 'holdout' }, 'Hello there: held out, sees nothing', 'Compared with'],
  [
    'one passed over',
    { ...decision, outcome: 'passed_over' },
    'Hello there: shows nothing this time',
    'Compared with',
  ],
  [
    'a goal',
    { id: 'c', type: 'conversion', visitor: VISITOR, campaign: 'hello', event: 'Order Completed', at: AT },
    'Hello there reached its goal: Order Completed',
    'Goal',
  ],
];

describe('what happens, as it is shown', () => {
  it.each(HAPPENINGS)('%s', (_, happening, text, badge) => {
    const view = viewHappening(happening, NAMES, LIVE.en, format);
    expect([view.text, view.badge.text, view.detail]).toEqual([text, badge, 'Visitor a1b2c3…']);
    expect(view.time).toMatch(/^1:00:00\sPM$/);
  });

  it('is read from the stream, and what is not known is passed over', () => {
    expect(readHappening({ type: 'notice', data: JSON.stringify(notice) })).toEqual(notice);
    expect(readHappening({ type: 'message', data: '{' })).toBeNull();
  });
});

describe('lines that come by themselves', () => {
  it('stand with the latest first, and no more than so many', () => {
    const feed = addLines(addLines(EMPTY_FEED, ['a', 'b'], 3), ['c', 'd'], 3);
    expect(feed.shown).toEqual(['d', 'c', 'b']);
  });

  it('wait while they are held, and come in their order', () => {
    let feed: FeedState<string> = toggleHold(addLines(EMPTY_FEED, ['a'], 3), 3);
    feed = addLines(addLines(feed, ['b'], 3), ['c', 'd'], 3);
    expect(feed).toEqual({ shown: ['a'], waiting: ['d', 'c', 'b'], isHeld: true });
    expect(toggleHold(feed, 3)).toEqual({ shown: ['d', 'c', 'b'], waiting: [], isHeld: false });
  });
});
