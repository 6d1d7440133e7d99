/** Settings, the command line, and files that operators hand over. */
import { findVerb, readArguments } from '../../../apps/server/cli/arguments.ts';
import { Misuse } from '../../../apps/server/cli/misuse.ts';
import { createCsvReader } from '../../../apps/server/cli/replay/csv.ts';
import { parseMap } from '../../../apps/server/cli/replay/map.ts';
import { createMapRow, takeAsIs } from '../../../apps/server/cli/replay/map-row.ts';
import { createNdjsonReader } from '../../../apps/server/cli/replay/ndjson.ts';
import { isBad, type Row, type RowReader } from '../../../apps/server/cli/replay/row.ts';
import { readTimeAs } from '../../../apps/server/cli/replay/time-format.ts';
import { VERBS } from '../../../apps/server/cli/verbs.ts';
import { readSettings } from '../../../apps/server/settings.ts';
import { readSender } from '../../../integrations/email/sender.ts';
import { readPublicKey } from '../../../integrations/email/services/public-key.ts';
import { readSmtpUrl } from '../../../integrations/email/smtp-url.ts';
import { createNetworks } from '../../../integrations/webhook/networks.ts';
import { orError, orNone, type Parser, type Reading, taken } from '../examine.ts';

const CSV = [
  'id,name,time,user_id,price\n1,Product Viewed,2026-01-05T12:00:00Z,u1,"19,90"\n2,Order Completed,1767614400000,u2,\n',
  'event,at\r\nview,2019-10-01 00:00:00 UTC\r\n"cart ""x""",2019-10-02\r\n',
];
const NDJSON = [
  '{"name":"Product Viewed","time":"2026-01-05T12:00:00Z","properties":{"a":1}}\n\n{"name":"A","time":1767614400000}\n',
];
const MAPS = [
  {
    name: {
      column: 'event',
      events: { view: 'Product Viewed', cart: { name: 'Product Added', properties: { q: 'n' } } },
      others: 'skip',
    },
    time: { column: 'at', format: 'YYYY-MM-DD HH:mm:ss UTC' },
    visitor: { userId: 'user_id' },
    where: { event: { in: ['view', 'cart'] } },
    source: 'web',
    consent: { analytics: true },
    properties: {
      price: { column: 'price', type: 'number' },
      id: { join: ['id', 'event'], with: '-' },
      products: { items: [{ product_id: 'id' }] },
      fixed: { value: 1 },
      gift: { column: 'gift', type: 'boolean' },
      nested: { column: 'a.b', type: 'json' },
    },
  },
  { name: { value: 'Order Completed' }, time: { column: 'time' } },
];

const settle = (rows: Parameters<typeof isBad>[0][]): Reading =>
  taken(rows.map((row) => (isBad(row) ? row.fault : [row.line, takeAsIs(row)])));

/** In two pieces, as a file comes: the same rows as in one. */
function readFile(open: () => RowReader, text: string): Reading {
  return orError(() => {
    const whole = open();
    const rows = [...whole.push(text), ...whole.end()];
    const half = open();
    const cut = Math.floor(text.length / 2);
    const again = [...half.push(text.slice(0, cut)), ...half.push(text.slice(cut)), ...half.end()];
    if (JSON.stringify(rows) !== JSON.stringify(again)) throw new TypeError('pieces give other rows');
    const told = settle(rows);
    return told.ok ? told.value : told;
  });
}

const ROWS: readonly Row[] = [
  {
    line: 2,
    raw: '',
    record: { event: 'view', at: '2019-10-01 00:00:00 UTC', price: '9', id: '1', user_id: 'u' },
  },
  {
    line: 3,
    raw: '',
    record: { event: { x: 1 }, at: 5, time: '2026-01-05', a: { b: '[1]' } } as Row['record'],
  },
];

function useMap(text: string): Reading {
  const map = parseMap(text, 'orders.map.json');
  if (!map.ok) return map;
  const mapRow = createMapRow(map.value);
  return taken(ROWS.map((row) => mapRow(row)));
}

const USED = parseMap(JSON.stringify(MAPS[0]), 'm');

/** A row as a file may hold it, under a map that reads each kind of cell. */
function mapRecord(input: unknown): Reading {
  if (!USED.ok || typeof input !== 'object' || input === null || Array.isArray(input)) return orNone(null);
  const row: Row = { line: 2, raw: '', record: input as Row['record'] };
  return taken([createMapRow(USED.value)(row), takeAsIs(row)]);
}

function readWords(input: unknown): Reading {
  if (!Array.isArray(input)) return orNone(null);
  const words = input.filter((word): word is string => typeof word === 'string');
  return orError(() => {
    const { verb, rest } = findVerb(words, VERBS);
    return [verb.name, readArguments(rest, verb)];
  }, Misuse);
}

const ENVIRONMENT = {
  ...{ PORT: '8080', HOST: '::1', DATA_DIR: 'data', LOG_LEVEL: 'warn', PROFILE_CACHE_MB: '64' },
  ...{ PUBLIC_URL: 'https://inkling.example.com/', TRUSTED_PROXIES: 'loopback, 10.0.0.0/8' },
  MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  INKLING_WEBHOOK_PRIVATE_HOSTS: 'hooks.lan, 10.1.0.0/16',
  INKLING_SMTP_URL: 'smtp://user:secret@mail.example.com',
  INKLING_MAIL_FROM: 'Heron <post@heron.example>',
  SHOPIFY_API_KEY: 'ab'.repeat(16),
  SHOPIFY_API_SECRET: 'shpss_'.padEnd(38, '0'),
};

export const COMMAND_PARSERS: readonly Parser[] = [
  {
    name: 'settings',
    covers: ['apps/server/settings.ts readSettings', 'integrations/shopify/settings.ts readShopifySettings'],
    takes: 'value',
    samples: [ENVIRONMENT, {}],
    read: (input: unknown) => {
      if (typeof input !== 'object' || input === null || Array.isArray(input)) return orNone(null);
      // The environment holds texts and nothing else.
      const texts = Object.entries(input).filter(
        (one): one is [string, string] => typeof one[1] === 'string',
      );
      return orError(() => {
        const { masterKey, ...rest } = readSettings(Object.fromEntries(texts));
        return [masterKey?.length ?? 32, rest];
      });
    },
  },
  {
    name: 'words of a command',
    covers: ['apps/server/cli/arguments.ts readArguments'],
    takes: 'value',
    samples: [
      ['replay', 'events.csv', '--map', 'm.json', '--speed=max', '--json'],
      ['segments', 'put', 'FILE'],
      ['site', 'rotate-keys', 'demo', '--only', 'write', '--help'],
      ['explain', 'a'.repeat(32), 'keen', '--at', '2026-01-05'],
    ],
    read: readWords,
  },
  {
    name: 'a file in CSV',
    covers: ['apps/server/cli/replay/file.ts readRows'],
    takes: 'text',
    samples: CSV,
    read: (text: string) => readFile(createCsvReader, text),
    allowsKeys: true,
  },
  {
    name: 'a file of lines in JSON',
    covers: [],
    takes: 'text',
    samples: NDJSON,
    read: (text: string) => readFile(createNdjsonReader, text),
    // Sent on as JSON to the door that refuses both.
    keepsMore: true,
    allowsKeys: true,
  },
  {
    name: 'a map of columns',
    covers: ['apps/server/cli/replay/map.ts parseMap'],
    takes: 'json',
    samples: MAPS,
    read: useMap,
  },
  {
    name: 'a row under a map of columns',
    covers: [],
    takes: 'value',
    samples: [
      {
        ...{ event: 'view', at: '2019-10-01 00:00:00 UTC', price: '9', id: '1', gift: 'yes', 'a.b': '[1]' },
        ...{ name: 'Product Viewed', time: '2026-01-05', properties: { a: 1 } },
      },
    ],
    read: mapRecord,
    keepsMore: true,
    allowsKeys: true,
  },
  {
    name: 'a pattern of instants',
    covers: ['apps/server/cli/replay/time-format.ts readTimeAs'],
    takes: 'text',
    samples: ['YYYY-MM-DD HH:mm:ss UTC', 'iso', 'epoch_s', 'DD.MM.YYYY', 'epoch_ms'],
    read: (format: string) => {
      const read = readTimeAs(format);
      return read === null
        ? orNone(null)
        : taken(['2019-10-01 00:00:00 UTC', '1e400', '99', 1e300].map((text) => read(text)));
    },
  },
  {
    name: 'the address of a mail server',
    covers: ['integrations/email/smtp-url.ts readSmtpUrl'],
    takes: 'text',
    samples: ['smtp://user:secret@mail.example.com', 'smtps://[::1]:465/', 'smtp://localhost'],
    read: (text: string) => orError(() => readSmtpUrl(text, true)),
  },
  {
    name: 'the sender of mails',
    covers: ['integrations/email/sender.ts readSender'],
    takes: 'text',
    samples: ['Heron Shop <post@heron.example>', '"Heron, Inc." <a@b.example>', 'post@heron.example'],
    read: (text: string) =>
      orError(() => {
        const sender = readSender(text);
        if (/[\r\n]/.test(sender.name + sender.address)) throw new TypeError('a line ends in a header');
        return sender;
      }),
    write: ({ name, address }: { name: string; address: string }) =>
      name === '' ? address : `"${name}" <${address}>`,
  },
  {
    name: 'networks that webhooks may reach',
    covers: [],
    takes: 'text',
    samples: ['hooks.lan, 10.1.0.0/16', 'private', '::1/128,loopback'],
    read: (list: string) => orError(() => createNetworks(list).isListed('hooks.lan', '10.1.2.3')),
  },
  {
    name: 'the public key of a mail service',
    covers: ['integrations/email/services/public-key.ts readPublicKey'],
    takes: 'text',
    samples: [
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==',
    ],
    read: (text: string) => orNone(readPublicKey(text) === null ? null : true),
  },
];
