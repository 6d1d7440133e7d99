import { describe, expect, it } from 'vitest';
import { joinOccasions, touchesOf } from '../../../../core/measurement/attribution/touch.ts';
import { DAY, event, exposure, GAP, HOUR } from './entries.ts';

const MINUTE = HOUR / 60;
const SHOP = 'https://shop.example';

const wayOf = (entries: Parameters<typeof touchesOf>[0]): readonly string[] =>
  joinOccasions(touchesOf(entries, GAP)).map(
    ({ kind, campaign, channel }) => `${kind} ${campaign} ${channel}`,
  );

const view = (t: number, context: { campaign?: Record<string, string>; referrer?: string }) =>
  event('Page Viewed', t, { context });

describe('touches', () => {
  it.each([
    ['what was shown', [exposure('shown', 0, 'help')], ['campaign help onsite']],
    ['what was clicked without having been seen', [exposure('clicked', 0, 'help')], ['campaign help onsite']],
    ['nothing that was withheld', [exposure('withheld', 0, 'help')], []],
    ['no closing and no success', [exposure('dismissed', 0, 'help'), exposure('converted', 1, 'help')], []],
    [
      'seeing and clicking the same thing once',
      [exposure('shown', 0, 'help'), exposure('clicked', 1, 'help')],
      ['campaign help onsite'],
    ],
    [
      'the same campaign again, when it is decided again',
      [exposure('shown', 0, 'help#d1'), exposure('shown', 1, 'help#d2')],
      ['campaign help onsite', 'campaign help onsite'],
    ],
    [
      'a message that is sent, opened and followed once',
      [
        exposure('shown', 0, 'letter/email'),
        event('Email Opened', HOUR, { properties: { campaign_key: 'letter' } }),
        event('Email Link Clicked', 2 * HOUR, { properties: { campaign_key: 'letter' } }),
        view(2 * HOUR + 1, { campaign: { utm_campaign: 'letter', utm_medium: 'email' } }),
      ],
      ['campaign letter email'],
    ],
    ['no message that names no campaign', [event('Email Opened', 0)], []],
    [
      'campaign parameters of addresses',
      [view(0, { campaign: { utm_source: 'bing', utm_medium: 'cpc', utm_campaign: 'spring' } })],
      ['traffic spring cpc'],
    ],
    [
      'their source without a campaign',
      [view(0, { campaign: { utm_source: 'bing' } })],
      ['traffic bing referral'],
    ],
    [
      'the site that somebody comes from',
      [view(0, { referrer: 'https://www.news.example' })],
      ['traffic news.example referral'],
    ],
    ['no direct visit', [view(0, {})], []],
    [
      'a source once in a visit, though every page of it says so and something was shown between',
      [
        view(0, { campaign: { utm_campaign: 'spring' } }),
        exposure('shown', MINUTE, 'help'),
        view(2 * MINUTE, { campaign: { utm_campaign: 'spring' } }),
        view(20 * MINUTE, { campaign: { utm_campaign: 'spring' } }),
        view(45 * MINUTE, { campaign: { utm_campaign: 'spring' } }),
      ],
      ['traffic spring referral', 'campaign help onsite'],
    ],
    [
      'the same source again in the next visit',
      [
        view(0, { campaign: { utm_campaign: 'spring' } }),
        view(GAP, { campaign: { utm_campaign: 'spring' } }),
      ],
      ['traffic spring referral', 'traffic spring referral'],
    ],
    [
      'no referring page in the middle of a visit',
      [view(0, {}), view(MINUTE, { referrer: 'https://pay.example' })],
      [],
    ],
    [
      'no referring page in the middle of a visit, though another visit began there',
      [
        view(0, { referrer: 'https://news.example' }),
        view(DAY, {}),
        view(DAY + MINUTE, { referrer: 'https://news.example' }),
      ],
      ['traffic news.example referral'],
    ],
    [
      'two campaigns, though nobody knows which message was opened',
      [event('Email Opened', 0, { properties: { campaign_key: 'letter' } }), exposure('shown', 1, 'help')],
      ['campaign letter email', 'campaign help onsite'],
    ],
    [
      'never the own pages, though a visit begins with one',
      [
        view(0, { referrer: 'https://news.example' }),
        view(MINUTE, { referrer: SHOP }),
        view(2 * MINUTE, { referrer: SHOP }),
        view(DAY, { referrer: SHOP }),
      ],
      ['traffic news.example referral'],
    ],
  ])('are %s', (_, entries, expected) => {
    expect(wayOf(entries)).toEqual(expected);
  });

  it('cut names that anybody can write', () => {
    const [touch] = touchesOf([view(0, { campaign: { utm_campaign: 'x'.repeat(500) } })], GAP);
    expect(touch?.campaign).toBe('x'.repeat(100));
  });
});
