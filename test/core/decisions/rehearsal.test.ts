import { describe, expect, it } from 'vitest';
import { rehearse } from '../../../core/decisions/rehearsal.ts';
import type { Entry, SiteId, VisitorId } from '../../../core/entry.ts';
import { rules } from '../profiles/world.ts';
import { campaign, DAY, MAIL, MINUTE, NOW, siteOf } from './world.ts';

const site = 'shop' as SiteId;
const visitor = 'c'.repeat(32) as VisitorId;
const MAILED = campaign({ channel: 'email', variants: [{ key: 'a', treatment: MAIL }] }, 'mailed');

function entry(type: Entry['type'], name: string, t: number, properties: Entry['properties'] = {}): Entry {
  return {
    site,
    visitor,
    t,
    receivedAt: t,
    source: 'web',
    id: `${type} ${name} ${t}`,
    type,
    name,
    properties,
  };
}

/** A mail was decided an hour before a product is put into the cart. */
function rehearseAfterMail(seenAt: number | null) {
  const campaigns = siteOf({ hello: { limits: { cooldown: '2h' } } });
  const [live] = campaigns.live;
  if (live === undefined) throw new Error('it is not live');
  const mail = { decision: 'm', campaign: 'mailed', version: 1, arm: 'a', trigger: 't', step: 0 };
  const entries = [
    entry('decision', 'chosen', NOW - 60 * MINUTE, mail),
    entry('event', 'Product Added', NOW),
    ...(seenAt === null ? [] : [entry('exposure', 'shown', seenAt, mail)]),
  ];
  const { decisions, reasons } = rehearse({
    site,
    log: {
      canonical: visitor,
      rules: { ...rules, campaigns: campaigns.rules },
      entries,
      ownership: null,
      bases: [],
    },
    known: { ids: [visitor], isAnonymous: false },
    campaigns,
    live,
    segments: null,
    terms: { holdout: 0, caps: [] },
    campaignOf: (key) => (key === 'mailed' ? MAILED : null),
    targetOf: () => null,
    zone: 'UTC',
    from: NOW - DAY,
    to: NOW + DAY,
    scheduled: [],
  });
  return { decisions: decisions.length, reasons };
}

describe('a rehearsal', () => {
  it.each([
    { mail: 'was seen before', seenAt: NOW - MINUTE, decisions: 0, reasons: { capped: 1 } },
    {
      mail: 'was on its way then, and seen later',
      seenAt: NOW + MINUTE,
      decisions: 0,
      reasons: { capped: 1 },
    },
    { mail: 'never arrived', seenAt: null, decisions: 1, reasons: {} },
  ])('keeps the cooldown after a mail that $mail: $decisions decisions', ({ seenAt, decisions, reasons }) => {
    expect(rehearseAfterMail(seenAt)).toEqual({ decisions, reasons });
  });
});
