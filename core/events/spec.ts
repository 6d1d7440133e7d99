// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
/**
 * Every event name the product knows: the Segment Spec's, and ours (`extension: true`), in one table.
 * Names and properties: https://segment.com/docs/connections/spec/. The spec requires nothing; what is required
 * here is what segments, scores and reports cannot do without. What other vocabularies call them is in vocabularies.ts.
 */

/**
 * `id`, `sku`, `number`, `integer`, `money`, `boolean` and `time` are read strictly, so they are never free text.
 * `products` is the list of products of a cart or an order; `list` and `object` are kept as they come.
 */
export const PROPERTY_TYPES = [
  'id',
  'sku',
  'string',
  'number',
  'integer',
  'money',
  'boolean',
  'time',
  'url',
  'products',
  'list',
  'object',
] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

/** How far a session came, in order. */
export const FUNNEL_STEPS = ['browse', 'product', 'cart', 'checkout', 'order'] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

export type Family =
  | 'page'
  | 'browsing'
  | 'promotions'
  | 'ordering'
  | 'coupons'
  | 'wishlist'
  | 'sharing and reviews'
  | 'accounts and trials'
  | 'product use'
  | 'e-mail'
  | 'live chat'
  | 'experiments'
  | 'application'
  | 'video'
  | 'treatments'
  | 'sessions and profiles'
  | 'site facts'
  | 'audiences and consent';

/** One property, or a list of which any one will do. */
export type Requirement = string | readonly string[];

type PropertyTypes = Readonly<Record<string, PropertyType>>;

export type EventSpec = {
  readonly family: Family;
  readonly properties: PropertyTypes;
  readonly required?: readonly Requirement[];
  /** Never stored, whatever they hold: they name or quote a person. */
  readonly dropped?: readonly string[];
  readonly funnel?: FunnelStep;
  /** Ours, not the Segment Spec's. */
  readonly extension?: true;
};

/** One product of a list, cart or order. */
export const PRODUCT: PropertyTypes = {
  product_id: 'id',
  sku: 'sku',
  category: 'string',
  name: 'string',
  brand: 'string',
  variant: 'string',
  price: 'money',
  quantity: 'number',
  coupon: 'string',
  position: 'integer',
  url: 'url',
  image_url: 'url',
};

const LIST: PropertyTypes = { list_id: 'id', category: 'string', products: 'products' };
const PROMOTION: PropertyTypes = {
  promotion_id: 'id',
  creative: 'string',
  name: 'string',
  position: 'string',
};
const CART_PRODUCT: PropertyTypes = { ...PRODUCT, cart_id: 'id' };
const AMOUNTS: PropertyTypes = {
  revenue: 'money',
  shipping: 'money',
  tax: 'money',
  discount: 'money',
  coupon: 'string',
  products: 'products',
};
const ORDER: PropertyTypes = {
  order_id: 'id',
  cart_id: 'id',
  affiliation: 'string',
  value: 'money',
  subtotal: 'money',
  total: 'money',
  ...AMOUNTS,
};
const CHECKOUT_STEP: PropertyTypes = {
  checkout_id: 'id',
  step: 'integer',
  shipping_method: 'string',
  payment_method: 'string',
};
const COUPON: PropertyTypes = { order_id: 'id', cart_id: 'id', coupon_id: 'id', coupon_name: 'string' };
const WISHLIST: PropertyTypes = { ...PRODUCT, wishlist_id: 'id', wishlist_name: 'string' };
const TRIAL: PropertyTypes = {
  trial_start_date: 'time',
  trial_end_date: 'time',
  trial_plan_name: 'string',
};
const SUBSCRIPTION: PropertyTypes = {
  subscription_id: 'id',
  plan: 'string',
  value: 'money',
  seats: 'integer',
};
const EMAIL: PropertyTypes = {
  email_id: 'id',
  email_subject: 'string',
  campaign_id: 'id',
  campaign_name: 'string',
  list_id: 'id',
  list_name: 'string',
};
const EMAIL_LINK: PropertyTypes = { ...EMAIL, link_id: 'id', link_url: 'url' };
const CHAT: PropertyTypes = { conversation_id: 'id', agent_id: 'id' };
const CHAT_MESSAGE: PropertyTypes = { ...CHAT, message_id: 'id' };
const CHAT_NAMES = ['agent_name', 'agent_username'];
const APPLICATION: PropertyTypes = { version: 'string', build: 'string' };
const PUSH: PropertyTypes = { action: 'string', campaign: 'object' };
const DEEP_LINK: PropertyTypes = { provider: 'string', url: 'url' };
const VIDEO_PLAYBACK: PropertyTypes = {
  session_id: 'id',
  content_asset_ids: 'list',
  content_pod_ids: 'list',
  ad_asset_id: 'list',
  ad_pod_id: 'list',
  ad_type: 'string',
  position: 'number',
  total_length: 'number',
  bitrate: 'number',
  framerate: 'number',
  video_player: 'string',
  sound: 'number',
  full_screen: 'boolean',
  ad_enabled: 'boolean',
  quality: 'string',
  livestream: 'boolean',
};
const VIDEO_CONTENT: PropertyTypes = {
  session_id: 'id',
  asset_id: 'id',
  pod_id: 'id',
  ad_asset_id: 'id',
  title: 'string',
  description: 'string',
  keywords: 'list',
  season: 'string',
  episode: 'string',
  genre: 'string',
  program: 'string',
  publisher: 'string',
  channel: 'string',
  full_episode: 'boolean',
  livestream: 'boolean',
  airdate: 'time',
  position: 'number',
  total_length: 'number',
};
const VIDEO_AD: PropertyTypes = {
  session_id: 'id',
  asset_id: 'id',
  pod_id: 'id',
  pod_position: 'integer',
  pod_length: 'number',
  type: 'string',
  title: 'string',
  publisher: 'string',
  position: 'number',
  total_length: 'number',
  load_type: 'string',
};
const TREATMENT: PropertyTypes = {
  decision_id: 'id',
  campaign: 'string',
  variant: 'string',
  channel: 'string',
  slot: 'string',
};
const MEMBERSHIP: PropertyTypes = { segment: 'string', segment_name: 'string' };
const PRICE_CHANGE: PropertyTypes = { product_id: 'id', sku: 'sku', from: 'number', to: 'number' };
const AUDIENCE: PropertyTypes = { audience_key: 'string', audience_name: 'string' };
const PERSON = [
  'email',
  'phone',
  'name',
  'first_name',
  'last_name',
  'username',
  'address',
  'avatar',
  'password',
];

const EVENTS: Readonly<Record<string, EventSpec>> = {
  'Page Viewed': {
    family: 'page',
    properties: {
      name: 'string',
      path: 'url',
      url: 'url',
      referrer: 'url',
      title: 'string',
      keywords: 'list',
      category: 'string',
    },
    required: ['path'],
    dropped: ['search'],
    funnel: 'browse',
    extension: true,
  },
  'Screen Viewed': {
    family: 'page',
    properties: { name: 'string', category: 'string' },
    funnel: 'browse',
    extension: true,
  },
  'Page Engaged': {
    family: 'page',
    properties: { path: 'url', seconds_active: 'number', scroll_depth: 'number' },
    required: ['seconds_active'],
    extension: true,
  },
  'Element Clicked': {
    family: 'page',
    properties: { path: 'url', role: 'string', label: 'string', target: 'string', href: 'url' },
    extension: true,
  },
  'Exit Intent Detected': {
    family: 'page',
    properties: { path: 'url', kind: 'string', seconds_active: 'number', scroll_depth: 'number' },
    extension: true,
  },

  'Products Searched': {
    family: 'browsing',
    properties: { query: 'string', results: 'integer' },
    required: ['query'],
    funnel: 'browse',
  },
  'Product List Viewed': {
    family: 'browsing',
    properties: LIST,
    required: [['list_id', 'category']],
    funnel: 'browse',
  },
  'Product List Filtered': {
    family: 'browsing',
    properties: { ...LIST, filters: 'list', sorts: 'list' },
    required: [['filters', 'sorts']],
    funnel: 'browse',
  },
  'Product Clicked': {
    family: 'browsing',
    properties: { ...PRODUCT, list_id: 'id' },
    required: ['product_id'],
    funnel: 'browse',
  },
  'Product Viewed': {
    family: 'browsing',
    properties: { ...PRODUCT, value: 'money' },
    required: ['product_id'],
    funnel: 'product',
  },
  'Product Option Selected': {
    family: 'browsing',
    properties: { ...PRODUCT, option: 'string', value: 'string' },
    required: ['product_id', 'option'],
    funnel: 'product',
    extension: true,
  },

  'Promotion Viewed': {
    family: 'promotions',
    properties: PROMOTION,
    required: ['promotion_id'],
    funnel: 'browse',
  },
  'Promotion Clicked': {
    family: 'promotions',
    properties: PROMOTION,
    required: ['promotion_id'],
    funnel: 'browse',
  },

  'Product Added': {
    family: 'ordering',
    properties: { ...CART_PRODUCT, value: 'money' },
    required: ['product_id', 'quantity'],
    funnel: 'cart',
  },
  'Product Removed': {
    family: 'ordering',
    properties: { ...CART_PRODUCT, value: 'money' },
    required: ['product_id', 'quantity'],
    funnel: 'cart',
  },
  'Cart Viewed': {
    family: 'ordering',
    properties: { cart_id: 'id', value: 'money', products: 'products' },
    required: ['products'],
    funnel: 'cart',
  },
  'Cart Abandoned': {
    family: 'ordering',
    properties: { cart_id: 'id', value: 'money', products: 'products' },
    funnel: 'cart',
    extension: true,
  },
  'Checkout Started': {
    family: 'ordering',
    properties: { ...ORDER, checkout_id: 'id' },
    required: ['value', 'currency', 'products'],
    funnel: 'checkout',
  },
  'Checkout Step Viewed': {
    family: 'ordering',
    properties: CHECKOUT_STEP,
    required: ['checkout_id', 'step'],
    funnel: 'checkout',
  },
  'Checkout Step Completed': {
    family: 'ordering',
    properties: CHECKOUT_STEP,
    required: ['checkout_id', 'step'],
    funnel: 'checkout',
  },
  'Payment Info Entered': {
    family: 'ordering',
    properties: { ...CHECKOUT_STEP, order_id: 'id' },
    required: ['checkout_id'],
    funnel: 'checkout',
  },
  'Order Completed': {
    family: 'ordering',
    properties: { ...ORDER, checkout_id: 'id' },
    required: ['order_id', 'total', 'currency', 'products'],
    funnel: 'order',
  },
  'Order Updated': {
    family: 'ordering',
    properties: ORDER,
    required: ['order_id'],
  },
  'Order Refunded': {
    family: 'ordering',
    properties: ORDER,
    required: ['order_id'],
  },
  'Order Cancelled': {
    family: 'ordering',
    properties: ORDER,
    required: ['order_id'],
  },

  'Coupon Entered': {
    family: 'coupons',
    properties: COUPON,
    required: ['coupon_id'],
    funnel: 'cart',
  },
  'Coupon Applied': {
    family: 'coupons',
    properties: { ...COUPON, discount: 'money' },
    required: ['coupon_id'],
    funnel: 'cart',
  },
  'Coupon Denied': {
    family: 'coupons',
    properties: { ...COUPON, reason: 'string' },
    required: ['coupon_id'],
    funnel: 'cart',
  },
  'Coupon Removed': {
    family: 'coupons',
    properties: { ...COUPON, discount: 'money' },
    required: ['coupon_id'],
    funnel: 'cart',
  },

  'Product Added to Wishlist': {
    family: 'wishlist',
    properties: WISHLIST,
    required: ['product_id'],
    funnel: 'product',
  },
  'Product Removed from Wishlist': {
    family: 'wishlist',
    properties: WISHLIST,
    required: ['product_id'],
    funnel: 'product',
  },
  'Wishlist Product Added to Cart': {
    family: 'wishlist',
    properties: { ...WISHLIST, cart_id: 'id' },
    required: ['product_id'],
    funnel: 'cart',
  },

  'Product Shared': {
    family: 'sharing and reviews',
    properties: { ...PRODUCT, share_via: 'string' },
    required: ['share_via'],
    dropped: ['share_message', 'recipient'],
    funnel: 'product',
  },
  'Cart Shared': {
    family: 'sharing and reviews',
    properties: { cart_id: 'id', share_via: 'string', products: 'products' },
    required: ['share_via'],
    dropped: ['share_message', 'recipient'],
    funnel: 'cart',
  },
  'Product Reviewed': {
    family: 'sharing and reviews',
    properties: { product_id: 'id', review_id: 'id', rating: 'number' },
    required: ['product_id', 'rating'],
    dropped: ['review_body'],
  },

  'Account Created': {
    family: 'accounts and trials',
    properties: { plan: 'string' },
    dropped: ['account_name'],
  },
  'Account Deleted': {
    family: 'accounts and trials',
    properties: { plan: 'string' },
    dropped: ['account_name'],
  },
  'Account Added User': {
    family: 'accounts and trials',
    properties: { role: 'string' },
  },
  'Account Removed User': {
    family: 'accounts and trials',
    properties: { role: 'string' },
  },
  'Signed Up': {
    family: 'accounts and trials',
    properties: { type: 'string', title: 'string' },
    required: ['type'],
    dropped: PERSON,
  },
  'Signed In': {
    family: 'accounts and trials',
    properties: { type: 'string' },
    dropped: PERSON,
  },
  'Signed Out': {
    family: 'accounts and trials',
    properties: {},
    dropped: PERSON,
  },
  'Invite Sent': {
    family: 'accounts and trials',
    properties: { invitee_role: 'string' },
    dropped: ['invitee_email', 'invitee_first_name', 'invitee_last_name'],
  },
  'Trial Started': {
    family: 'accounts and trials',
    properties: TRIAL,
    required: ['trial_start_date', 'trial_end_date', 'trial_plan_name'],
  },
  'Trial Ended': {
    family: 'accounts and trials',
    properties: TRIAL,
    required: ['trial_start_date', 'trial_end_date', 'trial_plan_name'],
  },
  'Trial Converted': {
    family: 'accounts and trials',
    properties: { ...TRIAL, plan: 'string', value: 'money' },
    required: ['plan'],
    extension: true,
  },
  'Subscription Started': {
    family: 'accounts and trials',
    properties: SUBSCRIPTION,
    required: ['plan'],
    extension: true,
  },
  'Subscription Renewed': {
    family: 'accounts and trials',
    properties: SUBSCRIPTION,
    required: ['plan'],
    extension: true,
  },
  'Subscription Cancelled': {
    family: 'accounts and trials',
    properties: { ...SUBSCRIPTION, reason: 'string' },
    required: ['plan'],
    extension: true,
  },

  'Feature Used': {
    family: 'product use',
    properties: { feature_id: 'id', feature_name: 'string' },
    required: [['feature_id', 'feature_name']],
    extension: true,
  },
  'Limit Reached': {
    family: 'product use',
    properties: { limit: 'string', used: 'number', allowed: 'number', plan: 'string' },
    required: ['limit'],
    extension: true,
  },

  'Email Delivered': { family: 'e-mail', properties: EMAIL },
  'Email Opened': { family: 'e-mail', properties: EMAIL },
  'Email Link Clicked': { family: 'e-mail', properties: EMAIL_LINK },
  'Email Bounced': { family: 'e-mail', properties: EMAIL },
  'Email Marked as Spam': { family: 'e-mail', properties: EMAIL },
  Unsubscribed: { family: 'e-mail', properties: EMAIL },

  'Live Chat Conversation Started': {
    family: 'live chat',
    properties: CHAT,
    dropped: CHAT_NAMES,
  },
  'Live Chat Conversation Ended': {
    family: 'live chat',
    properties: { ...CHAT, conversation_duration: 'number' },
    dropped: CHAT_NAMES,
  },
  'Live Chat Message Sent': {
    family: 'live chat',
    properties: CHAT_MESSAGE,
    dropped: ['message_body', ...CHAT_NAMES],
  },
  'Live Chat Message Received': {
    family: 'live chat',
    properties: CHAT_MESSAGE,
    dropped: ['message_body', ...CHAT_NAMES],
  },
  'Chat Prompt Viewed': {
    family: 'live chat',
    properties: { prompt_id: 'id', path: 'url' },
    extension: true,
  },

  'Experiment Viewed': {
    family: 'experiments',
    properties: {
      experiment_id: 'id',
      experiment_name: 'string',
      variation_id: 'id',
      variation_name: 'string',
      non_interaction: 'boolean',
    },
    required: [
      ['experiment_id', 'experiment_name'],
      ['variation_id', 'variation_name'],
    ],
  },

  'Application Installed': { family: 'application', properties: APPLICATION },
  'Application Opened': {
    family: 'application',
    properties: { ...APPLICATION, from_background: 'boolean', referring_application: 'string', url: 'url' },
  },
  'Application Updated': {
    family: 'application',
    properties: { ...APPLICATION, previous_version: 'string', previous_build: 'string' },
  },
  'Application Backgrounded': { family: 'application', properties: APPLICATION },
  'Application Foregrounded': { family: 'application', properties: APPLICATION },
  'Application Uninstalled': { family: 'application', properties: APPLICATION },
  'Application Crashed': { family: 'application', properties: APPLICATION },
  'Install Attributed': { family: 'application', properties: { provider: 'string', campaign: 'object' } },
  'Push Notification Received': {
    family: 'application',
    properties: PUSH,
  },
  'Push Notification Tapped': { family: 'application', properties: PUSH },
  'Push Notification Bounced': { family: 'application', properties: PUSH },
  'Deep Link Opened': { family: 'application', properties: DEEP_LINK },
  'Deep Link Clicked': { family: 'application', properties: DEEP_LINK },

  'Video Playback Started': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Paused': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Interrupted': {
    family: 'video',
    properties: { ...VIDEO_PLAYBACK, method: 'string' },
  },
  'Video Playback Buffer Started': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Buffer Completed': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Seek Started': {
    family: 'video',
    properties: { ...VIDEO_PLAYBACK, seek_position: 'number' },
  },
  'Video Playback Seek Completed': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Resumed': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Completed': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Playback Exited': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Quality Updated': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Content Started': { family: 'video', properties: VIDEO_CONTENT },
  'Video Content Playing': { family: 'video', properties: VIDEO_CONTENT },
  'Video Content Completed': { family: 'video', properties: VIDEO_CONTENT },
  'Video Ad Started': { family: 'video', properties: VIDEO_AD },
  'Video Ad Playing': { family: 'video', properties: VIDEO_AD },
  'Video Ad Clicked': { family: 'video', properties: VIDEO_AD },
  'Video Ad Skipped': { family: 'video', properties: VIDEO_AD },
  'Video Ad Completed': { family: 'video', properties: VIDEO_AD },

  'Treatment Shown': { family: 'treatments', properties: TREATMENT, extension: true },
  'Treatment Clicked': { family: 'treatments', properties: TREATMENT, extension: true },
  'Treatment Dismissed': { family: 'treatments', properties: TREATMENT, extension: true },

  'Session Started': {
    family: 'sessions and profiles',
    properties: { entry_path: 'url' },
    extension: true,
  },
  'Session Ended': {
    family: 'sessions and profiles',
    properties: { duration_ms: 'integer', exit_path: 'url', depth: 'integer', step: 'string' },
    extension: true,
  },
  'Traits Updated': {
    family: 'sessions and profiles',
    properties: { plan: 'string', birthday: 'time', created_at: 'time' },
    dropped: PERSON,
    extension: true,
  },
  'Intent Score Changed': {
    family: 'sessions and profiles',
    properties: { label: 'string', score: 'number', previous: 'number' },
    extension: true,
  },
  'Segment Entered': { family: 'sessions and profiles', properties: MEMBERSHIP, extension: true },
  'Segment Exited': { family: 'sessions and profiles', properties: MEMBERSHIP, extension: true },

  'Price Increased': {
    family: 'site facts',
    properties: PRICE_CHANGE,
    required: ['product_id', 'from', 'to'],
    extension: true,
  },
  'Price Decreased': {
    family: 'site facts',
    properties: PRICE_CHANGE,
    required: ['product_id', 'from', 'to'],
    extension: true,
  },

  'Audience Entered': { family: 'audiences and consent', properties: AUDIENCE },
  'Audience Exited': { family: 'audiences and consent', properties: AUDIENCE },
  'Trait Computed': { family: 'audiences and consent', properties: { trait_key: 'string' } },
  'Segment Consent Preference Updated': { family: 'audiences and consent', properties: {} },
};

/** Every known event by its name. @example SPEC.get('Product Viewed')?.funnel // 'product' */
export const SPEC: ReadonlyMap<string, EventSpec> = new Map(Object.entries(EVENTS));

/** Furthest step of the shopping funnel an event stands for; null for the others. */
export function funnelStep(name: string): FunnelStep | null {
  return SPEC.get(name)?.funnel ?? null;
}
