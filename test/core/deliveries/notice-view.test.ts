import { expect, it } from 'vitest';
import { viewNotice } from '../../../core/deliveries/notice-view.ts';
import { ANNA, notice } from './world.ts';

it('a notice is shown with its true instant, and without what it is not', () => {
  expect(viewNotice(notice('n1'))).toEqual({
    id: 'n1',
    type: 'entered',
    site: 'st_shop',
    visitor: ANNA,
    segment: 'loyal',
    version: 2,
    at: '2026-01-05T12:00:00.000Z',
    recordedAt: '2026-01-05T12:00:00.007Z',
    cause: 'event',
  });
});

it('a late notice that takes another one back says both, and names the visitor as it is told to', () => {
  const entry = notice('n2', { name: 'left' }, { cause: 'merge', late: true, revokes: 'n1' });
  expect(viewNotice(entry, 'alias')).toMatchObject({
    type: 'left',
    visitor: 'alias',
    cause: 'merge',
    late: true,
    revokes: 'n1',
  });
});
