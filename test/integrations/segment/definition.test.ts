/** What Segment's reviewers look at: names, texts, defaults, secrets, triggers. */
import { describe, expect, it } from 'vitest';
import {
  type InklingDefinition,
  loadDestination,
  subscriptions,
} from '../../../integrations/segment/load.ts';

const definition: InklingDefinition = loadDestination();
const { authentication, audienceFields, presets = [], actions } = definition;

type Field = {
  readonly label: string;
  readonly description: string;
  readonly type: string;
  readonly required?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Field>>;
};

const list = (place: string, fields: object): (readonly [string, Field])[] =>
  Object.entries(fields as Record<string, Field>).flatMap(([key, field]) => [
    [`${place}.${key}`, field] as const,
    ...list(`${place}.${key}`, field.properties ?? {}),
  ]);
const settings = list('settings', authentication?.fields ?? {});
const fields = Object.entries(actions).flatMap(([name, action]) => list(name, action.fields));
const all = [...settings, ...list('audience', audienceFields), ...fields];
const automatic = presets.flatMap((preset) => (preset.type === 'automatic' ? [preset] : []));

/** Fields that are one of few values, or written by a person. */
const WITHOUT_DEFAULT = /\.properties\.|\.page\.|\.products\./;

describe('the destination', () => {
  it('has a name that can be the scheme of an address', () => {
    expect(definition.name).toMatch(/^[A-Za-z][A-Za-z0-9+.-]*$/);
    expect(definition.slug).toBe('actions-inkling');
    expect(definition.description?.length).toBeLessThanOrEqual(500);
  });

  it('keeps no secret in a field that shows it', () => {
    const secret = /key|token|secret|password|code|auth|credential|bearer/;
    const shown = settings.filter(([place, { type }]) => secret.test(place.slice(9)) && type !== 'password');
    expect(shown.map(([place]) => place)).toEqual([]);
    expect(settings.filter(([, { type }]) => type === 'password')).toHaveLength(2);
  });

  it.each(all)('%s has a label and a sentence', (_, { label, description }) => {
    expect(label).toMatch(/^[A-Z][\w-]*(?: (?:[A-Z]\w*|of|to|and))*$/);
    expect(label.length).toBeLessThanOrEqual(26);
    expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it.each(all)('%s has a key in snake_case and checks no form that a hash has not', (place, { format }) => {
    expect(place.split('.').at(-1)).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(format).toBeUndefined();
  });

  it.each(fields)('%s is filled without anybody writing it', (place, field) => {
    if (WITHOUT_DEFAULT.test(place)) return expect(field.default).toBeUndefined();
    expect(field.default).toBeDefined();
  });

  it.each(Object.entries(actions))('%s says what it does, batches, and has a title', (_, action) => {
    expect(action.title).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+(?: [A-Z][a-z]+)?$/);
    expect(action.description).toMatch(/^[A-Z].*\.$/);
    expect(action.performBatch).toBeTypeOf('function');
    expect(action.fields.enable_batching).toMatchObject({
      type: 'boolean',
      default: true,
      unsafe_hidden: true,
    });
    expect(action.fields.batch_keys).toBeUndefined();
  });
});

describe('presets', () => {
  it('are automatic, and each action has one', () => {
    expect(automatic).toHaveLength(presets.length);
    expect(new Set(automatic.map(({ partnerAction }) => partnerAction))).toEqual(
      new Set(Object.keys(actions)),
    );
    expect(new Set(automatic.map(({ name }) => name)).size).toBe(automatic.length);
  });

  it.each(automatic)('$name fills every required field', ({ partnerAction, mapping = {} }) => {
    const own: Readonly<Record<string, { readonly required?: unknown }>> =
      actions[partnerAction]?.fields ?? {};
    const required = Object.entries(own).filter(([, { required: is }]) => is === true);
    expect(Object.keys(mapping)).toEqual(expect.arrayContaining(required.map(([key]) => key)));
    expect(Object.keys(own)).toEqual(expect.arrayContaining(Object.keys(mapping)));
  });

  it.each([...automatic.map(({ subscribe }) => subscribe), ...Object.values(actions).map(triggerOf)])(
    'are read as they are meant: %s',
    (subscribe) => {
      const parsed = subscriptions.parseFql(subscribe);
      expect(parsed).not.toHaveProperty('error');
      expect(write(parsed)).toBe(subscribe);
    },
  );
});

function triggerOf({ defaultSubscription = '' }: { defaultSubscription?: string }): string {
  return defaultSubscription;
}

type Parsed = {
  readonly type?: string;
  readonly operator?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly children?: readonly Parsed[];
};

/** The parser takes what it does not understand for something else: written again, it has to be the same. */
function write(parsed: unknown, isInner = false): string {
  const { type, operator = '', name, value, children = [] } = parsed as Parsed;
  if (type === 'group') {
    const text = children.map((child) => write(child, true)).join(` ${operator} `);
    return isInner ? `(${text})` : text;
  }
  const subject = { event: 'event', 'event-type': 'type', 'event-context': `context.${name}` }[String(type)];
  return `${subject} ${operator} "${String(value)}"`;
}
