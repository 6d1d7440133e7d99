// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
/**
 * Every event name the product knows: the Segment Spec's, and ours (`extension: true`), in one table.
 * Names and properties: https://segment.com/docs/connections/spec/. The spec requires nothing; what is required
 * here is what segments, scores and reports cannot do without. Aliases are the spec's first version, Google
 * Analytics 4 and Shopify's web pixel; spellings that differ only in case or separators need no alias.
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
  readonly aliases?: readonly string[];
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
    aliases: ['Viewed Page', 'Loaded a Page', 'page_view'],
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
    aliases: ['Viewed Screen', 'screen_view'],
    properties: { name: 'string', category: 'string' },
    funnel: 'browse',
    extension: true,
  },
  'Page Engaged': {
    family: 'page',
    aliases: ['user_engagement'],
    properties: { path: 'url', seconds_active: 'number', scroll_depth: 'number' },
    required: ['seconds_active'],
    extension: true,
  },
  'Element Clicked': {
    family: 'page',
    aliases: ['clicked', 'click'],
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
    aliases: ['Searched Products', 'search', 'search_submitted', 'view_search_results'],
    properties: { query: 'string', results: 'integer' },
    required: ['query'],
    funnel: 'browse',
  },
  'Product List Viewed': {
    family: 'browsing',
    aliases: ['Viewed Product Category', 'Viewed Product List', 'view_item_list', 'collection_viewed'],
    properties: LIST,
    required: [['list_id', 'category']],
    funnel: 'browse',
  },
  'Product List Filtered': {
    family: 'browsing',
    aliases: ['Filtered Product List'],
    properties: { ...LIST, filters: 'list', sorts: 'list' },
    required: [['filters', 'sorts']],
    funnel: 'browse',
  },
  'Product Clicked': {
    family: 'browsing',
    aliases: ['Clicked Product', 'select_item'],
    properties: { ...PRODUCT, list_id: 'id' },
    required: ['product_id'],
    funnel: 'browse',
  },
  'Product Viewed': {
    family: 'browsing',
    aliases: ['Viewed Product', 'view_item'],
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
    aliases: ['Viewed Promotion', 'view_promotion'],
    properties: PROMOTION,
    required: ['promotion_id'],
    funnel: 'browse',
  },
  'Promotion Clicked': {
    family: 'promotions',
    aliases: ['Clicked Promotion', 'select_promotion'],
    properties: PROMOTION,
    required: ['promotion_id'],
    funnel: 'browse',
  },

  'Product Added': {
    family: 'ordering',
    aliases: ['Added Product', 'add_to_cart', 'product_added_to_cart'],
    properties: { ...CART_PRODUCT, value: 'money' },
    required: ['product_id', 'quantity'],
    funnel: 'cart',
  },
  'Product Removed': {
    family: 'ordering',
    aliases: ['Removed Product', 'remove_from_cart', 'product_removed_from_cart'],
    properties: { ...CART_PRODUCT, value: 'money' },
    required: ['product_id', 'quantity'],
    funnel: 'cart',
  },
  'Cart Viewed': {
    family: 'ordering',
    aliases: ['Viewed Cart', 'view_cart'],
    properties: { cart_id: 'id', value: 'money', products: 'products' },
    required: ['products'],
    funnel: 'cart',
  },
  'Cart Abandoned': {
    family: 'ordering',
    aliases: ['Abandoned Cart'],
    properties: { cart_id: 'id', value: 'money', products: 'products' },
    funnel: 'cart',
    extension: true,
  },
  'Checkout Started': {
    family: 'ordering',
    aliases: ['Started Order', 'Started Checkout', 'begin_checkout'],
    properties: { ...ORDER, checkout_id: 'id' },
    required: ['value', 'currency', 'products'],
    funnel: 'checkout',
  },
  'Checkout Step Viewed': {
    family: 'ordering',
    aliases: ['Viewed Checkout Step'],
    properties: CHECKOUT_STEP,
    required: ['checkout_id', 'step'],
    funnel: 'checkout',
  },
  'Checkout Step Completed': {
    family: 'ordering',
    aliases: [
      'Completed Checkout Step',
      'add_shipping_info',
      'checkout_contact_info_submitted',
      'checkout_address_info_submitted',
      'checkout_shipping_info_submitted',
    ],
    properties: CHECKOUT_STEP,
    required: ['checkout_id', 'step'],
    funnel: 'checkout',
  },
  'Payment Info Entered': {
    family: 'ordering',
    aliases: ['Entered Payment Info', 'add_payment_info', 'payment_info_submitted'],
    properties: { ...CHECKOUT_STEP, order_id: 'id' },
    required: ['checkout_id'],
    funnel: 'checkout',
  },
  'Order Completed': {
    family: 'ordering',
    aliases: ['Completed Order', 'purchase', 'checkout_completed'],
    properties: { ...ORDER, checkout_id: 'id' },
    required: ['order_id', 'total', 'currency', 'products'],
    funnel: 'order',
  },
  'Order Updated': {
    family: 'ordering',
    aliases: ['Updated Order'],
    properties: ORDER,
    required: ['order_id'],
  },
  'Order Refunded': {
    family: 'ordering',
    aliases: ['Refunded Order', 'refund'],
    properties: ORDER,
    required: ['order_id'],
  },
  'Order Cancelled': {
    family: 'ordering',
    aliases: ['Cancelled Order', 'Order Canceled'],
    properties: ORDER,
    required: ['order_id'],
  },

  'Coupon Entered': {
    family: 'coupons',
    aliases: ['Entered Coupon'],
    properties: COUPON,
    required: ['coupon_id'],
    funnel: 'cart',
  },
  'Coupon Applied': {
    family: 'coupons',
    aliases: ['Applied Coupon'],
    properties: { ...COUPON, discount: 'money' },
    required: ['coupon_id'],
    funnel: 'cart',
  },
  'Coupon Denied': {
    family: 'coupons',
    aliases: ['Denied Coupon'],
    properties: { ...COUPON, reason: 'string' },
    required: ['coupon_id'],
    funnel: 'cart',
  },
  'Coupon Removed': {
    family: 'coupons',
    aliases: ['Removed Coupon'],
    properties: { ...COUPON, discount: 'money' },
    required: ['coupon_id'],
    funnel: 'cart',
  },

  'Product Added to Wishlist': {
    family: 'wishlist',
    aliases: ['Added Product to Wishlist', 'add_to_wishlist'],
    properties: WISHLIST,
    required: ['product_id'],
    funnel: 'product',
  },
  'Product Removed from Wishlist': {
    family: 'wishlist',
    aliases: ['Removed Product from Wishlist', 'remove_from_wishlist'],
    properties: WISHLIST,
    required: ['product_id'],
    funnel: 'product',
  },
  'Wishlist Product Added to Cart': {
    family: 'wishlist',
    aliases: ['Added Wishlist Product to Cart'],
    properties: { ...WISHLIST, cart_id: 'id' },
    required: ['product_id'],
    funnel: 'cart',
  },

  'Product Shared': {
    family: 'sharing and reviews',
    aliases: ['Shared Product', 'share'],
    properties: { ...PRODUCT, share_via: 'string' },
    required: ['share_via'],
    dropped: ['share_message', 'recipient'],
    funnel: 'product',
  },
  'Cart Shared': {
    family: 'sharing and reviews',
    aliases: ['Shared Cart'],
    properties: { cart_id: 'id', share_via: 'string', products: 'products' },
    required: ['share_via'],
    dropped: ['share_message', 'recipient'],
    funnel: 'cart',
  },
  'Product Reviewed': {
    family: 'sharing and reviews',
    aliases: ['Reviewed Product'],
    properties: { product_id: 'id', review_id: 'id', rating: 'number' },
    required: ['product_id', 'rating'],
    dropped: ['review_body'],
  },

  'Account Created': {
    family: 'accounts and trials',
    aliases: ['Created Account'],
    properties: { plan: 'string' },
    dropped: ['account_name'],
  },
  'Account Deleted': {
    family: 'accounts and trials',
    aliases: ['Deleted Account'],
    properties: { plan: 'string' },
    dropped: ['account_name'],
  },
  'Account Added User': {
    family: 'accounts and trials',
    aliases: ['Added User to Account'],
    properties: { role: 'string' },
  },
  'Account Removed User': {
    family: 'accounts and trials',
    aliases: ['Removed User from Account'],
    properties: { role: 'string' },
  },
  'Signed Up': {
    family: 'accounts and trials',
    aliases: ['sign_up', 'User Signed Up', 'Registered'],
    properties: { type: 'string', title: 'string' },
    required: ['type'],
    dropped: PERSON,
  },
  'Signed In': {
    family: 'accounts and trials',
    aliases: ['login', 'sign_in', 'Logged In', 'User Signed In'],
    properties: { type: 'string' },
    dropped: PERSON,
  },
  'Signed Out': {
    family: 'accounts and trials',
    aliases: ['logout', 'sign_out', 'Logged Out', 'User Signed Out'],
    properties: {},
    dropped: PERSON,
  },
  'Invite Sent': {
    family: 'accounts and trials',
    aliases: ['Sent Invite'],
    properties: { invitee_role: 'string' },
    dropped: ['invitee_email', 'invitee_first_name', 'invitee_last_name'],
  },
  'Trial Started': {
    family: 'accounts and trials',
    aliases: ['Started Trial', 'start_trial'],
    properties: TRIAL,
    required: ['trial_start_date', 'trial_end_date', 'trial_plan_name'],
  },
  'Trial Ended': {
    family: 'accounts and trials',
    aliases: ['Ended Trial'],
    properties: TRIAL,
    required: ['trial_start_date', 'trial_end_date', 'trial_plan_name'],
  },
  'Trial Converted': {
    family: 'accounts and trials',
    aliases: ['Converted Trial'],
    properties: { ...TRIAL, plan: 'string', value: 'money' },
    required: ['plan'],
    extension: true,
  },
  'Subscription Started': {
    family: 'accounts and trials',
    aliases: ['Started Subscription', 'subscribe'],
    properties: SUBSCRIPTION,
    required: ['plan'],
    extension: true,
  },
  'Subscription Renewed': {
    family: 'accounts and trials',
    aliases: ['Renewed Subscription'],
    properties: SUBSCRIPTION,
    required: ['plan'],
    extension: true,
  },
  'Subscription Cancelled': {
    family: 'accounts and trials',
    aliases: ['Cancelled Subscription', 'Subscription Canceled'],
    properties: { ...SUBSCRIPTION, reason: 'string' },
    required: ['plan'],
    extension: true,
  },

  'Feature Used': {
    family: 'product use',
    aliases: ['Used Feature'],
    properties: { feature_id: 'id', feature_name: 'string' },
    required: [['feature_id', 'feature_name']],
    extension: true,
  },
  'Limit Reached': {
    family: 'product use',
    aliases: ['Reached Limit'],
    properties: { limit: 'string', used: 'number', allowed: 'number', plan: 'string' },
    required: ['limit'],
    extension: true,
  },

  'Email Delivered': { family: 'e-mail', properties: EMAIL },
  'Email Opened': { family: 'e-mail', aliases: ['Opened Email'], properties: EMAIL },
  'Email Link Clicked': { family: 'e-mail', aliases: ['Email Clicked'], properties: EMAIL_LINK },
  'Email Bounced': { family: 'e-mail', properties: EMAIL },
  'Email Marked as Spam': { family: 'e-mail', aliases: ['Email Complained'], properties: EMAIL },
  Unsubscribed: { family: 'e-mail', aliases: ['Email Unsubscribed', 'unsubscribe'], properties: EMAIL },

  'Live Chat Conversation Started': {
    family: 'live chat',
    aliases: ['Started Live Chat Conversation'],
    properties: CHAT,
    dropped: CHAT_NAMES,
  },
  'Live Chat Conversation Ended': {
    family: 'live chat',
    aliases: ['Ended Live Chat Conversation'],
    properties: { ...CHAT, conversation_duration: 'number' },
    dropped: CHAT_NAMES,
  },
  'Live Chat Message Sent': {
    family: 'live chat',
    aliases: ['Sent Live Chat Message'],
    properties: CHAT_MESSAGE,
    dropped: ['message_body', ...CHAT_NAMES],
  },
  'Live Chat Message Received': {
    family: 'live chat',
    aliases: ['Received Live Chat Message'],
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
    aliases: ['Viewed Experiment', 'experiment_impression'],
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
  'Application Crashed': { family: 'application', aliases: ['app_exception'], properties: APPLICATION },
  'Install Attributed': { family: 'application', properties: { provider: 'string', campaign: 'object' } },
  'Push Notification Received': {
    family: 'application',
    aliases: ['notification_receive'],
    properties: PUSH,
  },
  'Push Notification Tapped': { family: 'application', aliases: ['notification_open'], properties: PUSH },
  'Push Notification Bounced': { family: 'application', properties: PUSH },
  'Deep Link Opened': { family: 'application', aliases: ['dynamic_link_app_open'], properties: DEEP_LINK },
  'Deep Link Clicked': { family: 'application', properties: DEEP_LINK },

  'Video Playback Started': { family: 'video', aliases: ['video_start'], properties: VIDEO_PLAYBACK },
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
  'Video Playback Completed': { family: 'video', aliases: ['video_complete'], properties: VIDEO_PLAYBACK },
  'Video Playback Exited': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Quality Updated': { family: 'video', properties: VIDEO_PLAYBACK },
  'Video Content Started': { family: 'video', properties: VIDEO_CONTENT },
  'Video Content Playing': { family: 'video', aliases: ['video_progress'], properties: VIDEO_CONTENT },
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
    aliases: ['session_start'],
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
    aliases: ['Updated Traits'],
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
