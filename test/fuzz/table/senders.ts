/** What requests show of their senders, and what stands in addresses, headers and cookies. */
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { readFormat } from '../../../apps/server/export/answer.ts';
import { readCursor, writeCursor } from '../../../apps/server/paging.ts';
import { readPeriod } from '../../../apps/server/period.ts';
import { readAttributionQuestion } from '../../../apps/server/routes/attribution.ts';
import { readSignalsQuestion } from '../../../apps/server/routes/signals.ts';
import { readVisitor } from '../../../apps/server/routes/visitors.ts';
import { readCircumstances } from '../../../apps/server/seen.ts';
import { readAt } from '../../../apps/server/segment-answers.ts';
import { formatCart, parseCart } from '../../../apps/shop/cart.ts';
import { readAnswers } from '../../../apps/shop/checkout.ts';
import { readShelf } from '../../../apps/shop/shelf.ts';
import { readField, readVisit, visitParameters } from '../../../apps/shop/visit.ts';
import { addressPrefix, clientAddress, createTrustedProxies } from '../../../core/identity/address.ts';
import { deviceClass } from '../../../core/identity/circumstances.ts';
import { looksPersonal } from '../../../core/identity/free-text.ts';
import { isMailAddress } from '../../../core/identity/mail-address.ts';
import { LONGEST_PROOF_MS, makeOwnProof, readOwnProof } from '../../../core/identity/own-proof.ts';
import { cleanAddressValue, readPageAddress, referrerOrigin } from '../../../core/identity/page-address.ts';
import { orError, orNone, type Parser, type Reading, taken } from '../examine.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const proxies = createTrustedProxies('loopback, 10.0.0.0/8');
const PREFIX = /^(\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){2}|unknown)$/;

/** Headers as node:http makes them of a request: a text each, whatever was sent. */
function seeHeaders(input: unknown): Reading {
  if (typeof input !== 'object' || input === null) return orNone(null);
  const headers = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => typeof value === 'string' && name !== '__proto__'),
  );
  const request = { headers, socket: { remoteAddress: '127.0.0.1' } } as unknown as IncomingMessage;
  const seen = readCircumstances(request, proxies);
  if (!PREFIX.test(seen.addressPrefix)) throw new Error(`a prefix of an address: ${seen.addressPrefix}`);
  return taken({ ...seen, device: deviceClass(seen.userAgent) });
}

function seeForwarded(text: string): Reading {
  const address = clientAddress('127.0.0.1', text, proxies);
  const prefix = addressPrefix(address);
  if (!PREFIX.test(prefix)) throw new Error(`a prefix of an address: ${prefix}`);
  return taken(prefix);
}

/** Of an address of a page nothing personal stays, however often it is cleaned. */
function cleanAddress(text: string): Reading {
  const page = readPageAddress(text);
  const value = cleanAddressValue(text);
  return taken([page, referrerOrigin(text), value.length <= text.length + 1_000]);
}

const asQuery = (text: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...new URLSearchParams(text)].filter(([name]) => name !== '__proto__'));
const asFields = (input: unknown): Readonly<Record<string, unknown>> | null =>
  typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : null;

const placeSchema = z.union([z.string().max(100), z.number().int()]);
const FORWARDED = [
  '203.0.113.7',
  '203.0.113.7, 10.1.2.3',
  '[2001:db8::1]:443, 10.0.0.1',
  '::ffff:203.0.113.9',
  '2001:DB8:0:1:2:3:4:5',
  'fe80::1%eth0',
  '1.2.3.4:5678',
];
const HEADERS = {
  'x-forwarded-for': FORWARDED[1],
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148',
  'accept-language': 'en-GB,en;q=0.9',
  'sec-gpc': '1',
  dnt: '1',
  'sec-purpose': 'prefetch',
  origin: 'https://shop.example',
  'cf-ipcountry': 'DE',
  cookie: 'a=b; __Host-x="1"',
};

const PROOF_KEY = 'sk_of_a_shop';

function writeProof(inner: string): string {
  return makeOwnProof({ inner, expiresAt: NOW + LONGEST_PROOF_MS }, PROOF_KEY);
}

export const SENDER_PARSERS: readonly Parser[] = [
  {
    name: 'the headers of a request',
    covers: ['apps/server/seen.ts readCircumstances'],
    takes: 'value',
    samples: [HEADERS],
    read: seeHeaders,
  },
  {
    name: 'X-Forwarded-For',
    covers: [],
    takes: 'text',
    samples: FORWARDED,
    read: seeForwarded,
    isText: true,
  },
  {
    name: 'the address of a page',
    covers: ['core/identity/page-address.ts readPageAddress'],
    takes: 'text',
    samples: [
      '/shoes?utm_source=mail&gclid=abc#top',
      'https://a.example/reset/0a1b2c3d4e5f6a7b8c9d?x=1',
      '/%61nn%40example.com',
    ],
    read: cleanAddress,
  },
  {
    name: 'a proof of a log-in',
    covers: [
      'core/identity/own-proof.ts readOwnProof',
      'apps/server/own-person.ts readInner',
      'apps/server/own-person.ts readOwnPerson',
    ],
    takes: 'text',
    samples: [writeProof('ab'.repeat(32)), writeProof('0'.repeat(64))],
    read: (text: string) => orNone(readOwnProof(text, [PROOF_KEY], NOW)),
    write: writeProof,
  },
  {
    name: 'free text',
    covers: [],
    takes: 'text',
    samples: [
      'write to ann@example.com',
      'call +49 30 1234567',
      '4111 1111 1111 1111',
      'ann (at) example (dot) com',
    ],
    read: (text: string) => taken([looksPersonal(text), isMailAddress(text)]),
  },
  {
    name: 'the cursor of a page of a list',
    covers: ['apps/server/paging.ts readCursor'],
    takes: 'text',
    samples: ['p1', 'order:7', 42, 0].map((place) => String(writeCursor(place))),
    read: (text: string) => readCursor(new URLSearchParams({ cursor: text }), placeSchema),
    write: (place: unknown) => String(writeCursor(place)),
    allowsKeys: true,
  },
  {
    name: 'an instant in an address',
    covers: ['apps/server/segment-answers.ts readAt'],
    takes: 'text',
    samples: ['2026-11-23T12:00:00Z', '1795435200000', '2026-11-23'],
    read: (text: string) => readAt(text, NOW),
    write: (t: number) => new Date(t).toISOString(),
  },
  {
    name: 'the question of a report',
    covers: [
      'apps/server/period.ts readPeriod',
      'apps/server/routes/signals.ts readSignalsQuestion',
      'apps/server/routes/attribution.ts readAttributionQuestion',
      'apps/server/export/answer.ts readFormat',
      'apps/server/routes/visitors.ts readVisitor',
    ],
    takes: 'text',
    samples: [
      'from=2026-01-01&to=2026-01-03&days=7&retained=28-35&goal=Order+Completed&window=72h,30d',
      'format=html',
    ],
    read: (text: string) => {
      const asked = asQuery(text);
      const [period, signals, attribution] = [
        readPeriod(asked, NOW, 30),
        readSignalsQuestion(asked, NOW),
        readAttributionQuestion(asked, NOW),
      ];
      const format = readFormat(asked.format);
      const refused = [period, signals, attribution, format].find(({ ok }) => !ok);
      return refused ?? taken([period, signals, attribution, readVisitor(asked.visitor)]);
    },
  },
  {
    name: 'a cart in a link of the demo shop',
    covers: ['apps/shop/cart.ts parseCart'],
    takes: 'text',
    samples: ['p1bc.2-i4a.1', 'p1aa.1'],
    read: (text: string) => taken(parseCart(text)),
    write: formatCart,
  },
  {
    name: 'fields of a form of the demo shop',
    covers: [
      'apps/shop/visit.ts readVisit',
      'apps/shop/visit.ts readField',
      'apps/shop/shelf.ts readShelf',
      'apps/shop/checkout.ts readAnswers',
    ],
    takes: 'value',
    samples: [
      {
        c: 'p1aa.1',
        w: 'p1-i4',
        k: '1',
        d: ['1', '0'],
        sort: 'name',
        price: 'low',
        stock: '1',
        name: 'Ann',
        email: 'a@b.example',
      },
    ],
    read: (input: unknown) => {
      const fields = asFields(input);
      if (fields === null) return orNone(null);
      const { band: _band, ...shelf } = readShelf(null, fields);
      return taken([visitParameters(readVisit(fields)), readAnswers(fields), readField(fields, 'c'), shelf]);
    },
  },
  {
    name: 'the proxies that are trusted',
    covers: [],
    takes: 'text',
    samples: ['loopback, 10.0.0.0/8', 'private', '2001:db8::/32', ''],
    read: (list: string) => orError(() => createTrustedProxies(list).trusts('10.1.2.3')),
  },
];
