import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import { viewRotated, writeRotation } from '../../../apps/console/view-models/keys.ts';
import {
  MAIL_FIELDS,
  mailChangesOf,
  mailDraftOf,
  mailFieldAt,
  SERVICE_FIELDS,
} from '../../../apps/console/view-models/mail.ts';
import {
  writeBackDraftOf,
  writeBackFieldAt,
  writeWebhook,
  writeWriteBack,
} from '../../../apps/console/view-models/outgoing.ts';
import { changesOf, draftOf, fieldAt, SETTING_FIELDS } from '../../../apps/console/view-models/settings.ts';
import { MAIL } from '../../../apps/console/words/mail.ts';
import { SETTING_FIELD_WORDS } from '../../../apps/console/words/setting-fields.ts';
import { SETTINGS } from '../../../apps/console/words/settings.ts';
import { DEFAULT_SETTINGS, siteSettingsSchema } from '../../../core/sites/site.ts';
import { mailSettingsSchema } from '../../../integrations/email/mail-settings.ts';
import { writeBackSchema } from '../../../integrations/segment/write-back/settings.ts';
import { endpointSchema } from '../../../integrations/webhook/endpoint.ts';

const settings = { name: 'Shop', ...DEFAULT_SETTINGS };

/** Names of a schema's fields, with those of groups behind a dot. */
function namesIn(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  const inner = Object.entries(value);
  return inner.length === 0
    ? [path]
    : inner.flatMap(([name, own]) => namesIn(own, path === '' ? name : `${path}.${name}`));
}

describe('the form of settings', () => {
  it('has a field and words for every setting that there is, and for no other', () => {
    const paths = SETTING_FIELDS.map(({ path }) => path);
    const known = namesIn({
      ...settings,
      decisions: { holdout: 0, caps: [], perMinute: { onsite: 1, email: 1, webhook: 1 } },
      serverConsent: null,
      consentCategories: null,
    });
    expect(paths.toSorted()).toEqual(known.toSorted());
    expect([...new Set(paths.map((path) => path.split('.')[0]))].toSorted()).toEqual(
      Object.keys(siteSettingsSchema.shape).toSorted(),
    );
    expect(paths.filter((path) => SETTING_FIELD_WORDS.en.fields[path] === undefined)).toEqual([]);
    const odd = SETTING_FIELDS.flatMap(({ path, options = [] }) =>
      options.filter((option) => SETTING_FIELD_WORDS.en.choices[path]?.[option] === undefined),
    );
    expect(odd).toEqual([]);
  });

  it('sends nothing where nothing was changed', () => {
    expect(changesOf(draftOf(settings), settings)).toEqual({ body: {}, odd: [] });
  });

  it('sends groups whole, as the server takes them: what is left out would take its default', () => {
    const before = { ...settings, retention: { ...settings.retention, auditDays: 30 } };
    const { body } = changesOf({ ...draftOf(before), 'retention.idleDays': '500' }, before);
    expect(body).toEqual({ retention: { ...before.retention, idleDays: 500 } });
    expect(siteSettingsSchema.parse(body)).toEqual(body);
  });

  it.each([
    ['decisions.holdout', '5', { holdout: 0.05, caps: [], perMinute: {} }],
    ['decisions.holdout', '0,5', { holdout: 0.005, caps: [], perMinute: {} }],
    ['decisions.perMinute.email', '3', { holdout: 0, caps: [], perMinute: { email: 3 } }],
    [
      'decisions.caps',
      '[{"scope":"tag","tag":"sale","max":"2","per":"7d"}]',
      { holdout: 0, caps: [{ scope: 'tag', tag: 'sale', max: 2, per: '7d' }], perMinute: {} },
    ],
    ['postsPerSecondPerVisitor', '7', 7],
    ['serverConsent', '{"analytics":true}', { analytics: true }],
    [
      'consentCategories',
      'Ads & more = share\n\n Fun=personalization ',
      { 'Ads & more': 'share', Fun: 'personalization' },
    ],
    ['hashRouting', 'true', true],
    ['name', ' Other ', 'Other'],
  ])('reads %s from what is written there: %s', (path, text, value) => {
    const { body } = changesOf({ ...draftOf(settings), [path]: text }, settings);
    const parsed = siteSettingsSchema.safeParse(body);
    expect(parsed.success).toBe(true);
    expect(Object.values(parsed.data ?? {})).toEqual([value]);
  });

  it('says where no number stands, and takes nothing for no limit where that may be', () => {
    const draft = { ...draftOf(settings), eventDays: 'x', sessionGapMinutes: '', postsPerSecondPerKey: '5' };
    expect(changesOf(draft, settings)).toEqual({
      body: { postsPerSecondPerKey: 5 },
      odd: ['sessionGapMinutes', 'eventDays'],
    });
    const before = { ...settings, postsPerSecondPerVisitor: 5 };
    expect(changesOf({ ...draftOf(before), postsPerSecondPerVisitor: ' ' }, before).body).toEqual({
      postsPerSecondPerVisitor: null,
    });
  });

  it.each([
    ['timezone', 'timezone'],
    ['decisions.caps[0].per', 'decisions.caps'],
    ['consentCategories.Ads', 'consentCategories'],
    ['retention.idleDays', 'retention.idleDays'],
    ['', null],
  ])('knows which field a refusal at %s is about', (at, path) => {
    expect(fieldAt(at)).toBe(path);
  });
});

describe('new keys', () => {
  const format = createFormat('en', 0, 'UTC');

  it('are asked for as the route takes it', () => {
    expect([writeRotation('both', 'usual'), writeRotation('secret', 'now')]).toEqual([
      {},
      { only: 'secret', overlap: '0s' },
    ]);
  });

  it('are shown where they were made, and how long old ones go on', () => {
    const oldKeys = [{ kind: 'write' as const, until: '2026-01-12T12:00:00Z' }];
    const { keys, old } = viewRotated({ writeKey: 'wk_1', oldKeys }, SETTINGS.en.keys, format);
    expect(keys).toEqual([{ key: 'write', label: 'Write key', text: 'wk_1' }]);
    expect(old).toEqual([expect.stringMatching(/^Write key, old: until Jan 12, 2026/)]);
  });
});

describe('the form of mail', () => {
  const mail = {
    ...{ fromName: 'Heron', from: null, replyTo: null, postalAddress: null, siteUrl: null },
    ...{
      language: 'en',
      openPixel: false,
      utm: { source: 'inkling' },
      services: {},
      canSend: true,
      lacks: null,
    },
  };

  it('has a field and words for everything that a site says of its mail', () => {
    const fields = [...MAIL_FIELDS, ...Object.values(SERVICE_FIELDS).flat()].map(({ path }) => path);
    expect([...new Set(fields.map((path) => path.split('.')[0]))].toSorted()).toEqual(
      Object.keys(mailSettingsSchema.shape).toSorted(),
    );
    expect(fields.toSorted()).toEqual(Object.keys(MAIL.en.fields).toSorted());
  });

  it('sends what was changed, takes away what was emptied, and keeps the rest of links', () => {
    expect(mailChangesOf(mailDraftOf(mail), mail)).toEqual({});
    const draft = {
      ...mailDraftOf(mail),
      fromName: '',
      'utm.medium': 'email',
      'services.mailgun.signingKey': 'x'.repeat(8),
    };
    const body = mailChangesOf(draft, mail);
    expect(body).toEqual({
      fromName: null,
      utm: { source: 'inkling', medium: 'email' },
      services: { mailgun: { signingKey: 'xxxxxxxx' } },
    });
    expect(mailSettingsSchema.safeParse(body).success).toBe(true);
    expect(mailChangesOf({ ...mailDraftOf(mail), 'utm.source': '' }, mail)).toEqual({ utm: null });
  });

  it('knows which field a refusal is about', () => {
    expect([mailFieldAt('utm.source'), mailFieldAt('odd')]).toEqual(['utm.source', null]);
  });
});

describe('what leaves the house', () => {
  it('is put as the routes take it', () => {
    const hook = {
      key: ' crm ',
      url: ' https://a.example ',
      types: ['notice'],
      includes: [],
      visitor: 'own',
    };
    const { path, body } = writeWebhook(hook);
    expect(path).toBe('/v1/webhooks/crm');
    expect(endpointSchema.safeParse(body).success).toBe(true);
    const draft = writeBackDraftOf({ state: 'off' });
    expect(
      writeBackSchema.parse(writeWriteBack({ ...draft, writeKey: 'abcdefgh', segments: 'a, b,' })),
    ).toMatchObject({
      writeKey: 'abcdefgh',
      segments: ['a', 'b'],
      delta: 0.05,
      bands: [0.3, 0.7],
    });
  });

  it.each([
    ['bands[1]', 'high'],
    ['bands', 'low'],
    ['segments[2]', 'segments'],
    ['odd', null],
  ])('knows which field a refusal at %s is about', (at, name) => {
    expect(writeBackFieldAt(at)).toBe(name);
  });
});
