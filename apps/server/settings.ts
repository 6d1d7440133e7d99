/** Settings come from the environment, are checked once, and stop the start when one is wrong. */
import { join } from 'node:path';
import * as z from 'zod';
import { InklingError } from '../../core/errors.ts';
import { createTrustedProxies } from '../../core/identity/address.ts';
import { readSender, type Sender } from '../../integrations/email/sender.ts';
import { isLoopback, readSmtpUrl, type SmtpTarget } from '../../integrations/email/smtp-url.ts';
import { readShopifySettings, type ShopifySettings } from '../../integrations/shopify/settings.ts';
import { createNetworks } from '../../integrations/webhook/networks.ts';

const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/, 'write a whole number').transform(Number).pipe(z.number().min(least).max(most));

const schema = z.object({
  PORT: wholeNumber(0, 65_535).default(4700),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('data'),
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'write mongodb://host/db, or unset it for the embedded store')
    .optional(),
  INKLING_ERASURES_LOG: z.string().min(1).optional(),
  MASTER_KEY: z
    .string()
    .regex(/^[\w+/-]{43}=?$/, 'write 32 bytes in base64')
    .optional(),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'write the address visitors use, for example https://inkling.example.com',
    })
    .optional(),
  TRUSTED_PROXIES: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PROFILE_CACHE_MB: wholeNumber(16, 1_000_000).default(512),
  INKLING_CONNECTIONS: wholeNumber(16, 1_000_000).default(4_096),
  INKLING_WEBHOOK_PRIVATE_HOSTS: z.string().default(''),
  INKLING_SMTP_URL: z.string().optional(),
  INKLING_SMTP_TLS: z.enum(['required', 'optional']).default('required'),
  INKLING_MAIL_FROM: z.string().optional(),
  SHOPIFY_API_KEY: z.string().optional(),
  SHOPIFY_API_SECRET: z.string().optional(),
});

/** `INKLING_SMTP_URL` for trying things out: mails are shown instead of sent. */
const SINK = 'sink';

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Where the shared store is, often with a password in it: it goes to the driver alone. Null: the embedded store. */
  readonly mongodbUrl: string | null;
  /** 32 bytes, or null: then `data/master.key` is used and made when absent. */
  readonly masterKey: Uint8Array | null;
  readonly publicUrl: string | null;
  readonly trustedProxies: string;
  readonly logLevel: string;
  readonly profileCacheBytes: number;
  /** Connections at once. */
  readonly mostConnections: number;
  /** Hosts and networks that webhooks may reach though they are private. */
  readonly webhookPrivateHosts: string;
  readonly mail: MailServerSettings;
  /** Null: no shop of Shopify's is connected. */
  readonly shopify: ShopifySettings | null;
  /** The log of erasures of the embedded store: what a backup that is put back must not overwrite. */
  readonly erasureLogPath: string;
};

export type MailServerSettings = {
  /** Null: no mail is sent. */
  readonly server: SmtpTarget | typeof SINK | null;
  readonly from: Sender | null;
};

const PREFIX = 'INKLING_';
/** Settings that only the command line and the tests read. */
const OTHERS = new Set(['INKLING_LONG', 'INKLING_URL']);

/**
 * @throws InklingError `malformed_setting` or `unknown_setting`: place, fault, cure.
 * @example readSettings({ PORT: '8080' }).port // 8080
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const unknown = Object.keys(env).find(
    (name) => name.startsWith(PREFIX) && !OTHERS.has(name) && !Object.hasOwn(schema.shape, name),
  );
  if (unknown !== undefined) {
    throw new InklingError(
      'unknown_setting',
      unknown,
      'there is no such setting',
      'remove it, or check its spelling in docs/settings.md',
    );
  }
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InklingError(
      'malformed_setting',
      String(issue?.path[0]),
      'it is malformed',
      issue?.message ?? 'check its value',
    );
  }
  const { data } = parsed;
  createTrustedProxies(data.TRUSTED_PROXIES);
  createNetworks(data.INKLING_WEBHOOK_PRIVATE_HOSTS);
  const mail = readMail(data);
  if (data.MONGODB_URL !== undefined) requireShareable(data);
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    mongodbUrl: data.MONGODB_URL ?? null,
    masterKey: data.MASTER_KEY === undefined ? null : Buffer.from(data.MASTER_KEY, 'base64'),
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: data.TRUSTED_PROXIES,
    logLevel: data.LOG_LEVEL,
    profileCacheBytes: data.PROFILE_CACHE_MB * 1024 * 1024,
    mostConnections: data.INKLING_CONNECTIONS,
    webhookPrivateHosts: data.INKLING_WEBHOOK_PRIVATE_HOSTS,
    mail,
    shopify: readShopifySettings(data),
    erasureLogPath: data.INKLING_ERASURES_LOG ?? join(data.DATA_DIR, 'erasures.log'),
  };
}

/** What servers that share a database cannot each have for themselves. */
function requireShareable(data: z.infer<typeof schema>): void {
  if (data.MASTER_KEY === undefined)
    throw new InklingError(
      'malformed_setting',
      'MASTER_KEY',
      'it is missing, and servers on MONGODB_URL seal with the same one',
      'set it to the same 32 bytes in base64 on each of them: openssl rand -base64 32',
    );
  if (data.INKLING_ERASURES_LOG !== undefined)
    throw new InklingError(
      'malformed_setting',
      'INKLING_ERASURES_LOG',
      'servers on MONGODB_URL write erasures down in a database that they share',
      'unset it; docs/settings.md names that database',
    );
}

function readMail(data: z.infer<typeof schema>): MailServerSettings {
  const { INKLING_SMTP_URL: url, INKLING_SMTP_TLS: tls, INKLING_MAIL_FROM: sender, PUBLIC_URL: own } = data;
  const from = sender === undefined ? null : readSender(sender);
  if (url === undefined || url === SINK) return { server: url ?? null, from };
  const server = readSmtpUrl(url, tls === 'required');
  // RFC 8058, section 3.1: the address that unsubscribes is an https: one, and readers are elsewhere.
  if (!isLoopback(server.host) && own?.startsWith('https:') !== true) {
    throw new InklingError(
      'malformed_setting',
      'PUBLIC_URL',
      'mails need an https: address for the link that unsubscribes',
      'write the address at which visitors reach this server, for example https://inkling.example.com',
    );
  }
  return { server, from };
}
