/** What a site says of its mail: who it comes from, its postal address, its language. Sealed at rest, since it holds secrets. */
import * as z from 'zod';
import type { Json, SiteId } from '../../core/entry.ts';
import type { KeyRing } from '../../core/identity/keys.ts';
import { isMailAddress } from '../../core/identity/mail-address.ts';
import type { Store } from '../../core/ports.ts';
import { changeRecord } from '../../core/record-change.ts';
import { readPublicKey } from './services/public-key.ts';

const COLLECTION = 'mail';
const KEY = 'settings';

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}<>"]+$/u, 'write one line without < > "');
const mailAddress = z
  .string()
  .trim()
  .refine(isMailAddress, 'write one address, for example post@example.com');
const utm = z.string().regex(/^[\w .~-]{1,100}$/, 'write letters, digits, spaces, dots and hyphens');
const secret = z.string().min(8).max(1_000);
const publicKey = secret.refine(
  (text) => readPublicKey(text) !== null,
  'write the verification key of SendGrid',
);

export const mailSettingsSchema = z
  .strictObject({
    fromName: name.nullable(),
    /** In place of INKLING_MAIL_FROM. */
    from: mailAddress.nullable(),
    replyTo: mailAddress.nullable(),
    /** Line by line; the law asks for it in advertising. */
    postalAddress: z.string().trim().min(1).max(300).nullable(),
    /** The shop's own: where relative links and pictures start. */
    siteUrl: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .nullable(),
    language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'write a language, for example de or en-GB'),
    openPixel: z.boolean(),
    utm: z
      .strictObject({ source: utm, medium: utm, campaign: utm, term: utm, content: utm })
      .partial()
      .nullable(),
    /** What mail services prove themselves with. */
    services: z
      .strictObject({
        /** User and password that stand in the address of its webhook. */
        postmark: z.strictObject({ user: secret.max(100), password: secret }).nullable(),
        /** Verification key, base64. */
        sendgrid: z.strictObject({ publicKey }).nullable(),
        /** HTTP webhook signing key. */
        mailgun: z.strictObject({ signingKey: secret }).nullable(),
      })
      .partial(),
  })
  .partial();

export type MailSettingsRequest = z.infer<typeof mailSettingsSchema>;

export type ServiceSecrets = {
  readonly postmark: { readonly user: string; readonly password: string } | null;
  readonly sendgrid: { readonly publicKey: string } | null;
  readonly mailgun: { readonly signingKey: string } | null;
};

export type MailSettings = {
  readonly fromName: string | null;
  readonly from: string | null;
  readonly replyTo: string | null;
  readonly postalAddress: string | null;
  readonly siteUrl: string | null;
  readonly language: string;
  readonly openPixel: boolean;
  readonly utm: Readonly<Partial<Record<string, string | undefined>>> | null;
  readonly services: ServiceSecrets;
};

const DEFAULTS: MailSettings = {
  fromName: null,
  from: null,
  replyTo: null,
  postalAddress: null,
  siteUrl: null,
  language: 'en',
  openPixel: false,
  utm: null,
  services: { postmark: null, sendgrid: null, mailgun: null },
};

export type MailSettingsBook = {
  read(site: SiteId): Promise<MailSettings>;
  /** What is named is changed, the rest stays. */
  change(site: SiteId, request: MailSettingsRequest): Promise<MailSettings>;
};

/** @example (await createMailSettings(store, ring).read(site)).language // 'en' */
export function createMailSettings(
  store: Pick<Store, 'getRecord' | 'putRecord'>,
  ring: KeyRing,
): MailSettingsBook {
  const purposeOf = (site: SiteId): string => `${COLLECTION}:${site}:${KEY}`;

  async function open(site: SiteId, sealed: Json | undefined): Promise<MailSettings> {
    if (typeof sealed !== 'string') return DEFAULTS;
    const known: Partial<MailSettings> = JSON.parse((await ring.ofSite(site)).open(sealed, purposeOf(site)));
    return { ...DEFAULTS, ...known, services: { ...DEFAULTS.services, ...known.services } };
  }

  return {
    read: async (site) => open(site, await store.getRecord(COLLECTION, site, KEY)),
    change: async (site, request) => {
      const { services, ...rest } = request;
      const keys = await ring.ofSite(site);
      return changeRecord(store, [COLLECTION, site, KEY], async (known) => {
        const before = await open(site, known);
        const own = { ...before.services, ...given(services ?? {}) };
        const answer = { ...before, ...given(rest), services: own };
        return { next: keys.seal(JSON.stringify(answer), purposeOf(site)), answer };
      });
    },
  };
}

/** Where the key that sealed them is lost: they are set anew. */
export async function dropMailSettings(store: Pick<Store, 'deleteRecord'>, site: SiteId): Promise<void> {
  await store.deleteRecord(COLLECTION, site, KEY);
}

function given<T extends object>(request: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
