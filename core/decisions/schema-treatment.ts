/** Treatments as zod schemas. Errors are cures. */
import { z } from 'zod';
import { looksPersonal } from '../identity/free-text.ts';
import { closed, finite, impersonal, plainText, shortText } from '../segments/schema-values.ts';
import { CHATS, TRUST_ICONS } from './treatment.ts';

const MOST_STEPS = 12;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** One text, or one a language. */
function textOf(value: z.ZodType<string>) {
  const byLanguage = z
    .record(z.string().regex(LANGUAGE, 'name a language, like "en" or "pt-BR"'), value)
    .refine((texts) => Object.keys(texts).length > 0, 'write the text in at least one language');
  return z.union([value, byLanguage], { error: 'write a text, or one a language: {"en": …, "de": …}' });
}

const label = textOf(shortText(60)).meta({ id: 'Label', description: 'At most 60 characters.' });
const heading = textOf(shortText(120)).meta({ id: 'Heading', description: 'At most 120 characters.' });
const text = textOf(plainText.min(1, 'write at least one character')).meta({
  id: 'Text',
  description: 'At most 500 characters.',
});
const body = textOf(
  z
    .string({ error: 'write a text' })
    .min(1, 'write at least one character')
    .max(5_000, 'write at most 5,000 characters')
    .superRefine(impersonal),
);

/** Within the site, or http(s): nothing that a page would run. */
const url = z
  .string({ error: 'write an address, like "/cart" or "https://shop.example/cart"' })
  .max(2_000, 'write at most 2,000 characters')
  .refine(isAddress, 'write a path, like "/cart", or an https:// address')
  .superRefine((address, context) => {
    if (namesSomebody(address))
      context.addIssue({
        code: 'custom',
        message: 'write no e-mail address here',
        params: { refusal: 'personal_data' },
      });
  });

/** However it is encoded. */
function namesSomebody(address: string): boolean {
  try {
    return looksPersonal(decodeURIComponent(address)) === 'email';
  } catch (error) {
    if (error instanceof URIError) return looksPersonal(address) === 'email';
    throw error;
  }
}

/** @example isAddress('javascript:alert(1)') // false */
export function isAddress(address: string): boolean {
  if (/^\/(?![/\\])[^\s\\]*$/.test(address)) return true;
  if (!URL.canParse(address)) return false;
  return ['https:', 'http:'].includes(new URL(address).protocol);
}

const code = z
  .string({ error: 'write the code' })
  .regex(/^[A-Za-z0-9_-]{3,40}$/, 'write 3 to 40 letters, digits, _ and -');
const link = closed({ label, url });
const dismiss = label.exactOptional();
const instant = z
  .string({ error: 'write an instant in ISO 8601, like "2027-01-31T23:59:59Z"' })
  .refine(
    (at) => /^\d{4}-\d\d-\d\dT/.test(at) && /(Z|[+-]\d\d:\d\d)$/.test(at) && !Number.isNaN(Date.parse(at)),
    'write an instant in ISO 8601 with its offset, like "2027-01-31T23:59:59Z"',
  );
const few = (least: number, most: number) =>
  finite
    .int('write a whole number')
    .min(least, `write ${least} to ${most}`)
    .max(most, `write ${least} to ${most}`)
    .exactOptional();
const key = z
  .string({ error: 'write a key, like "too-expensive"' })
  .regex(/^[a-z0-9_-]{1,64}$/, 'write 1 to 64 of a-z, 0-9, _ and -');

const ownProducts = z.enum(['cart', 'viewed'], { error: 'write cart or viewed' }).exactOptional();

const KINDS = {
  message: closed({
    kind: z.literal('message'),
    title: heading,
    text,
    action: link.exactOptional(),
    dismiss,
  }),
  banner: closed({
    kind: z.literal('banner'),
    text,
    action: link.exactOptional(),
    position: z.enum(['top', 'bottom'], { error: 'write top or bottom' }).exactOptional(),
    dismiss,
  }),
  content: closed({
    kind: z.literal('content'),
    title: heading.exactOptional(),
    text,
    image: closed({ url, alt: text }).exactOptional(),
    action: link.exactOptional(),
  }),
  comparison: closed({
    kind: z.literal('comparison'),
    title: heading,
    most: few(2, 4),
    rows: z.array(shortText(60)).max(12, 'name at most 12 rows').exactOptional(),
    dismiss,
  }),
  trust: closed({
    kind: z.literal('trust'),
    title: heading.exactOptional(),
    signals: z
      .array(
        closed({ icon: z.enum(TRUST_ICONS, { error: `write one of ${TRUST_ICONS.join(', ')}` }), text }),
        {
          error: 'write a list: [{"icon": "returns", "text": …}]',
        },
      )
      .min(1, 'add at least one signal')
      .max(6, 'name at most 6 signals'),
  }),
  bundle: closed({ kind: z.literal('bundle'), title: heading, most: few(1, 4), addAll: label, dismiss }),
  coupon: closed({
    kind: z.literal('coupon'),
    title: heading,
    text,
    code: code.exactOptional(),
    ends: instant.exactOptional(),
    isCountedDown: z.boolean({ error: 'write true or false' }).exactOptional(),
    action: link.exactOptional(),
    dismiss,
  }),
  chat: closed({
    kind: z.literal('chat'),
    text,
    open: label,
    provider: z.enum(CHATS, { error: `write one of ${CHATS.join(', ')}` }),
    dismiss,
  }),
  tour: closed({
    kind: z.literal('tour'),
    steps: z
      .array(
        closed({
          target: shortText(200).exactOptional(),
          title: heading,
          text,
          action: link.exactOptional(),
        }),
        { error: 'write a list of steps: [{"title": …, "text": …}]' },
      )
      .min(1, 'add at least one step')
      .max(MOST_STEPS, `list at most ${MOST_STEPS} steps`),
    next: label.exactOptional(),
    back: label.exactOptional(),
    done: label.exactOptional(),
    dismiss,
  }),
  survey: closed({
    kind: z.literal('survey'),
    question: heading,
    answers: z
      .array(closed({ key, label }), { error: 'write a list: [{"key": …, "label": …}]' })
      .min(2, 'add a second answer')
      .max(8, 'list at most 8 answers'),
    thanks: text,
    dismiss,
  }),
  email: closed({
    kind: z.literal('email'),
    subject: heading,
    preheader: heading.exactOptional(),
    heading: heading.exactOptional(),
    text: body,
    action: link.exactOptional(),
    products: ownProducts,
  }),
  signal: closed({
    kind: z.literal('signal'),
    data: z
      .record(
        key,
        z.union([plainText, finite, z.boolean()], { error: 'write a text, a number, true or false' }),
      )
      .exactOptional(),
    products: ownProducts,
  }),
};

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

/** By its kind, so that what is wrong is said of the kind that was meant. */
export const treatment = z
  .discriminatedUnion('kind', Object.values(KINDS) as never, {
    error: `say what it is: {"kind": …}, one of ${KIND_NAMES.join(', ')}`,
  })
  .meta({ id: 'Treatment', description: 'What is shown or sent, by its kind.' });

export { code, instant, url };
