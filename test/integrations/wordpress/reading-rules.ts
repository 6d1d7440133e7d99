/** Rules with one segment of three pages, and two messages for it: one over the page, at most once, and one in a slot. */
const forDeepReaders = {
  state: 'live',
  channel: 'onsite',
  goal: { kind: 'conversion', event: 'Signed Up', within: '24h' },
  tags: [],
  traffic: 1,
  obeys: true,
  counts: true,
};

export const READING_RULES = {
  v: 1,
  site: { zone: 'UTC', currency: 'EUR', digits: 2, sessionGapMs: 1_800_000, holdout: 0, caps: [] },
  hears: { 'Page Viewed': ['path'], 'Signed Up': [] },
  segments: [
    {
      key: 'deep-reader',
      name: 'Deep readers',
      when: { event: 'Page Viewed', count: { gte: 3 }, within: 'session' },
    },
  ],
  model: null,
  campaigns: [
    {
      ...forDeepReaders,
      key: 'banner',
      name: 'For whoever reads a lot',
      audience: {},
      trigger: { entry: 'deep-reader' },
      variants: [
        { key: 'control', weight: 0, treatment: null },
        {
          key: 'banner',
          weight: 100,
          treatment: { kind: 'banner', text: 'You read a lot today.', dismiss: 'Close' },
        },
      ],
      limits: { caps: [{ scope: 'campaign', max: 1, per: 'day' }] },
      priority: 50,
    },
    {
      ...forDeepReaders,
      key: 'slot',
      name: 'Below posts',
      audience: { all: ['deep-reader'] },
      trigger: { slot: 'below' },
      variants: [
        { key: 'control', weight: 0, treatment: null },
        { key: 'content', weight: 100, treatment: { kind: 'content', text: 'More of this every Friday.' } },
      ],
      limits: { caps: [{ scope: 'campaign', max: 5, per: 'day' }] },
      priority: 40,
    },
  ],
  words: {},
  because: 'Chosen by what you did here.',
};
