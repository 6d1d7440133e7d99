/** What may stand in `shopify.app.toml`. Shopify's command line drops what it does not know, without a word; here it is a fault. */
import * as z from 'zod';
import { API_VERSION } from '../operations/operation.ts';
import { APP_PATH } from '../settings.ts';

const appUrl = z
  .string()
  .refine((text) => URL.canParse(text) && text.startsWith('https://') && text.endsWith(APP_PATH), {
    error: `write your https address, then ${APP_PATH}`,
  });
const topic = z.string().regex(/^[a-z_]+\/[a-z_]+$/, 'write it as the header has it: orders/create');

const subscription = z.strictObject({
  topics: z.array(topic).min(1).exactOptional(),
  compliance_topics: z.array(topic).min(1).exactOptional(),
  uri: z.enum(['/webhooks', '/webhooks/compliance']),
  include_fields: z.array(z.string()).min(1).exactOptional(),
});
export type Subscription = z.infer<typeof subscription>;

/** Merchants see it, only the app writes it, and no storefront reads it. */
const metafield = z.strictObject({
  type: z.enum(['number_decimal', 'list.single_line_text_field']),
  name: z.string().min(1),
  description: z.string().min(1),
  access: z.strictObject({ admin: z.literal('merchant_read') }),
});

export const appShape = z.strictObject({
  client_id: z.string().regex(/^[0-9a-f]{32}$/, 'run shopify app config link: it is 32 hex digits'),
  name: z.string().min(1).max(30),
  application_url: appUrl,
  embedded: z.literal(true),
  extension_directories: z.array(z.string().regex(/^extensions\/inkling-[\w*-]+$/)).min(1),
  build: z.strictObject({
    include_config_on_deploy: z.literal(true),
    automatically_update_urls_on_dev: z.literal(false),
  }),
  access_scopes: z.strictObject({
    scopes: z.string(),
    optional_scopes: z.array(z.string()),
    use_legacy_install_flow: z.literal(false),
  }),
  access: z.strictObject({
    admin: z.strictObject({
      direct_api_mode: z.literal('offline'),
      embedded_app_direct_api_access: z.literal(false),
    }),
  }),
  auth: z.strictObject({ redirect_urls: z.array(appUrl).min(1) }),
  webhooks: z.strictObject({
    api_version: z.literal(API_VERSION),
    subscriptions: z.array(subscription).min(1),
  }),
  app_proxy: z.strictObject({
    url: z.literal('/proxy'),
    prefix: z.literal('apps'),
    subpath: z.literal('inkling'),
  }),
  pos: z.strictObject({ embedded: z.literal(false) }),
  customer: z.strictObject({
    metafields: z.strictObject({
      app: z.strictObject({ purchase_7d: metafield, churn_30d: metafield, segments: metafield }),
    }),
  }),
});
export type AppToml = z.infer<typeof appShape>;
