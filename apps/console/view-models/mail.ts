/** What a site says of its mail as fields of a form, and what a form changes of it. */
import type { MailAnswer } from '../api/answers/outgoing.ts';

export type MailDraft = Readonly<Record<string, string>>;
export type MailField = { readonly path: string; readonly kind: 'text' | 'lines' | 'switch' | 'secret' };

const text = (path: string): MailField => ({ path, kind: 'text' });
const secret = (path: string): MailField => ({ path, kind: 'secret' });
const UTM = ['source', 'medium', 'campaign', 'term', 'content'] as const;

export const MAIL_FIELDS: readonly MailField[] = [
  text('fromName'),
  text('from'),
  text('replyTo'),
  { path: 'postalAddress', kind: 'lines' },
  text('siteUrl'),
  text('language'),
  ...UTM.map((name) => text(`utm.${name}`)),
  { path: 'openPixel', kind: 'switch' },
];

/** By service; nothing of them is ever answered, so they stand empty. */
export const SERVICE_FIELDS = {
  postmark: [secret('services.postmark.user'), secret('services.postmark.password')],
  sendgrid: [secret('services.sendgrid.publicKey')],
  mailgun: [secret('services.mailgun.signingKey')],
} as const satisfies Readonly<Record<string, readonly MailField[]>>;
export type ServiceName = keyof typeof SERVICE_FIELDS;
export const SERVICES = Object.keys(SERVICE_FIELDS) as readonly ServiceName[];

/** @example mailDraftOf(answer)['utm.source'] // 'inkling' */
export function mailDraftOf(mail: MailAnswer): MailDraft {
  const { fromName, from, replyTo, postalAddress, siteUrl, language, openPixel, utm } = mail;
  const plain = { fromName, from, replyTo, postalAddress, siteUrl, language };
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, value ?? ''])),
    ...Object.fromEntries(UTM.map((name) => [`utm.${name}`, utm?.[name] ?? ''])),
    openPixel: String(openPixel),
  };
}

/** What is sent of a draft: what has changed, `utm` as a whole, and secrets that somebody has written. */
export function mailChangesOf(draft: MailDraft, mail: MailAnswer): Readonly<Record<string, unknown>> {
  const before = mailDraftOf(mail);
  const changed = MAIL_FIELDS.filter(({ path }) => draft[path] !== before[path]);
  const own = changed.flatMap(({ path, kind }) =>
    path.startsWith('utm.') ? [] : [[path, readField(draft[path] ?? '', kind)] as const],
  );
  const isUtmChanged = changed.some(({ path }) => path.startsWith('utm.'));
  const services = servicesOf(draft);
  return {
    ...Object.fromEntries(own),
    ...(isUtmChanged && { utm: utmOf(draft) }),
    ...(Object.keys(services).length > 0 && { services }),
  };
}

function readField(value: string, kind: MailField['kind']): string | boolean | null {
  if (kind === 'switch') return value === 'true';
  return value.trim() === '' ? null : value.trim();
}

function utmOf(draft: MailDraft): Readonly<Record<string, string>> | null {
  const given = UTM.flatMap((name) => {
    const value = (draft[`utm.${name}`] ?? '').trim();
    return value === '' ? [] : [[name, value] as const];
  });
  return given.length === 0 ? null : Object.fromEntries(given);
}

function servicesOf(draft: MailDraft): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const given = SERVICES.flatMap((service) => {
    const values = SERVICE_FIELDS[service].map(({ path }) => [lastOf(path), draft[path] ?? ''] as const);
    return values.some(([, value]) => value !== '') ? [[service, Object.fromEntries(values)] as const] : [];
  });
  return Object.fromEntries(given);
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The field that a refusal is about; null: none. @example mailFieldAt('utm.source') // 'utm.source' */
export function mailFieldAt(at: string): string | null {
  const all = [...MAIL_FIELDS, ...SERVICES.flatMap((service) => SERVICE_FIELDS[service])];
  return all.find(({ path }) => path === at)?.path ?? null;
}
