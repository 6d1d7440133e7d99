import { describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import type { Standing } from '../../../core/identity/consent.ts';
import { createHashKey, innerHash, personVisitor } from '../../../core/identity/hash.ts';
import { type Addressee, createMailboxes } from '../../../core/identity/mailboxes.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import { isSuppressed, mailboxKey, type Reasons } from '../../../core/identity/suppressions.ts';

const SITE = 'st_1' as SiteId;
const KEY = createHashKey(Buffer.alloc(32, 7));
const ADDRESS = asRawId('Ann@Example.com');
const BY_ADDRESS = personVisitor(KEY, innerHash(SITE, ADDRESS));
const [CUSTOMER, DEVICE, OTHER] = ['c1', 'd1', 'e1'].map((two) => two.repeat(16)) as [
  VisitorId,
  VisitorId,
  VisitorId,
];

const yes = (since = 100): Standing => ({ allowed: true, since, until: null, source: 'double-opt-in' });
const no: Standing = { allowed: false, since: 100, until: null, source: 'page' };

type Case = {
  /** Under which id the address lies, and when a page gave it (0: the server did). */
  readonly under: VisitorId;
  readonly givenAt: number;
  readonly visitor: VisitorId;
  readonly aliases?: readonly VisitorId[];
  readonly linked?: readonly VisitorId[];
  readonly contact?: Standing | null;
  readonly isTransactional?: boolean;
  readonly reasons?: Reasons;
};

async function find(given: Case): Promise<string | null> {
  const {
    under,
    givenAt,
    visitor,
    aliases = [],
    linked = [],
    contact = yes(),
    isTransactional = false,
  } = given;
  const addressee: Addressee = {
    visitor,
    isKnown: true,
    persons: [visitor, ...aliases],
    ids: linked,
    contact,
    language: null,
  };
  const mailboxes = createMailboxes({
    vault: { read: async (_site, id) => (id === under ? { contact: ADDRESS, givenAt } : null) },
    suppressions: { find: async () => given.reasons ?? {}, add: async () => undefined },
    idKeyOf: (site) => (site === SITE ? KEY : undefined),
    readAddressee: async () => addressee,
  });
  const mailbox = await mailboxes.find(SITE, visitor, isTransactional);
  return mailbox?.address ?? null;
}

const SERVER = { givenAt: 0, under: CUSTOMER, visitor: CUSTOMER } as const;
const PAGE = { givenAt: 50, under: DEVICE, visitor: DEVICE } as const;

describe('an address', () => {
  it.each<[string, Case]>([
    ['that the site’s server gave for this person', SERVER],
    ['that a page gave before consent was confirmed', PAGE],
    [
      'by which the person is known, given on a device of theirs',
      { ...PAGE, visitor: BY_ADDRESS, linked: [DEVICE] },
    ],
    [
      'of which the server said that it is this customer',
      { ...PAGE, visitor: CUSTOMER, aliases: [BY_ADDRESS], linked: [DEVICE] },
    ],
    ['of a service, where the server gave it', { ...SERVER, isTransactional: true, contact: null }],
  ])('%s is written to', async (_, given) => {
    expect(await find(given)).toBe(ADDRESS);
  });

  it.each<[string, Case]>([
    ['without consent', { ...SERVER, contact: null }],
    ['after consent was withdrawn', { ...SERVER, contact: no }],
    ['that a page put in the place of the confirmed one', { ...PAGE, givenAt: 101 }],
    ['that somebody typed on a device of a customer', { ...PAGE, visitor: CUSTOMER, linked: [DEVICE] }],
    [
      'that a page gave, for a service that nobody confirmed',
      { ...PAGE, isTransactional: true, contact: null },
    ],
    [
      'of a claimed log-in, for a service that nobody confirmed',
      { ...PAGE, visitor: BY_ADDRESS, linked: [DEVICE], isTransactional: true, contact: null },
    ],
    ['of somebody else', { ...SERVER, under: OTHER }],
    ['that is suppressed', { ...SERVER, reasons: { bounced: 1 } }],
  ])('%s is not written to', async (_, given) => {
    expect(await find(given)).toBeNull();
  });
});

describe('a suppression', () => {
  it.each<[Reasons, Standing | null, boolean, boolean]>([
    [{}, yes(), false, false],
    [{ bounced: 1 }, yes(), true, true],
    [{ manual: 1 }, yes(), true, true],
    [{ unsubscribed: 100 }, yes(100), false, true],
    [{ unsubscribed: 99 }, yes(100), false, false],
    [{ unsubscribed: 99 }, { ...yes(100), source: 'server' }, false, true],
    [{ unsubscribed: 99 }, { ...yes(100), source: 'site-default' }, false, true],
    [{ unsubscribed: 99 }, null, false, true],
    [{ unsubscribed: 200 }, yes(100), true, false],
    [{ complained: 200 }, yes(100), true, true],
    [{ complained: 50, unsubscribed: 50 }, yes(100), false, false],
    [{ complained: 50, bounced: 50 }, yes(100), false, true],
  ])(
    '%o with consent %o, transactional %s, keeps back: %s',
    (reasons, contact, isTransactional, expected) => {
      expect(isSuppressed(reasons, { contact, isTransactional })).toBe(expected);
    },
  );

  it('stands under a name of the mailbox that is no visitor’s', () => {
    expect(mailboxKey(KEY, ' ann@example.COM ')).toBe(mailboxKey(KEY, ADDRESS));
    expect(mailboxKey(KEY, ADDRESS)).not.toBe(BY_ADDRESS);
    expect(mailboxKey(createHashKey(Buffer.alloc(32, 8)), ADDRESS)).not.toBe(mailboxKey(KEY, ADDRESS));
  });
});
