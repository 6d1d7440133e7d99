// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
/**
 * What other vocabularies call the events of the table (spec.ts) and their properties: the Segment Spec's first version,
 * Google Analytics 4 (https://developers.google.com/analytics/devguides/collection/ga4/reference/events) and Shopify's
 * web pixel (https://shopify.dev/docs/api/web-pixels-api/standard-events). Spellings that differ only in case or
 * separators need no row in a vocabulary whose properties have the Spec's names.
 */

export const VOCABULARIES = ['first spec', 'ga4', 'shopify', 'other'] as const;
export type Vocabulary = (typeof VOCABULARIES)[number];

/** Where a property stands there: a dotted path, the path of an address, a sum of several, or each of a list. */
export type PropertySource =
  | string
  | { readonly pathOf: string }
  | { readonly sum: readonly string[] }
  | { readonly each: string; readonly of: Readonly<Record<string, string>> };

/** By the Spec's name of each property. */
export type PropertyMap = Readonly<Record<string, PropertySource>>;

export type ForeignName = { readonly name: string; readonly properties?: PropertyMap };
export type VocabularyRow = Readonly<Partial<Record<Vocabulary, readonly ForeignName[]>>>;

const GA4_ITEM = {
  product_id: 'item_id',
  name: 'item_name',
  brand: 'item_brand',
  category: 'item_category',
  variant: 'item_variant',
  price: 'price',
  quantity: 'quantity',
  coupon: 'coupon',
  position: 'index',
} as const;
const GA4_ITEMS: PropertyMap = { products: { each: 'items', of: GA4_ITEM } };
const GA4_LIST: PropertyMap = { list_id: 'item_list_id', category: 'item_list_name', ...GA4_ITEMS };
/** Of what is about one product, the first of the list. */
const GA4_PRODUCT: PropertyMap = firstOf('items', GA4_ITEM);
const GA4_PROMOTION: PropertyMap = {
  promotion_id: 'promotion_id',
  name: 'promotion_name',
  creative: 'creative_name',
  position: 'creative_slot',
};
/** `value` there is the sum of the items, without tax and shipping. */
const GA4_ORDER: PropertyMap = {
  order_id: 'transaction_id',
  revenue: 'value',
  total: { sum: ['value', 'tax', 'shipping'] },
  ...GA4_ITEMS,
};
const GA4_PAGE: PropertyMap = {
  url: 'page_location',
  path: { pathOf: 'page_location' },
  title: 'page_title',
  referrer: 'page_referrer',
};
const GA4_METHOD: PropertyMap = { type: 'method' };

const SHOPIFY_VARIANT = {
  product_id: 'product.id',
  sku: 'sku',
  name: 'product.title',
  variant: 'title',
  brand: 'product.vendor',
  category: 'product.type',
  price: 'price.amount',
  url: 'product.url',
  image_url: 'image.src',
} as const;
const SHOPIFY_PRODUCT: PropertyMap = {
  ...below('productVariant', SHOPIFY_VARIANT),
  currency: 'productVariant.price.currencyCode',
};
const SHOPIFY_CART_LINE: PropertyMap = {
  ...below('cartLine.merchandise', SHOPIFY_VARIANT),
  quantity: 'cartLine.quantity',
  value: 'cartLine.cost.totalAmount.amount',
  currency: 'cartLine.cost.totalAmount.currencyCode',
};
const SHOPIFY_LINES: PropertySource = {
  each: 'checkout.lineItems',
  of: { ...below('variant', SHOPIFY_VARIANT), quantity: 'quantity' },
};
const SHOPIFY_CHECKOUT: PropertyMap = {
  checkout_id: 'checkout.token',
  value: 'checkout.subtotalPrice.amount',
  subtotal: 'checkout.subtotalPrice.amount',
  total: 'checkout.totalPrice.amount',
  tax: 'checkout.totalTax.amount',
  shipping: 'checkout.shippingLine.price.amount',
  discount: 'checkout.discountsAmount.amount',
  currency: 'checkout.currencyCode',
  products: SHOPIFY_LINES,
};
const SHOPIFY_STEP: PropertyMap = { checkout_id: 'checkout.token' };
const SHOPIFY_PAGE: PropertyMap = {
  path: 'context.document.location.pathname',
  url: 'context.document.location.href',
  title: 'context.document.title',
  referrer: 'context.document.referrer',
};

const names = (...all: readonly string[]): readonly ForeignName[] => all.map((name) => ({ name }));

const ROWS: Readonly<Record<string, VocabularyRow>> = {
  'Page Viewed': {
    'first spec': names('Viewed Page', 'Loaded a Page'),
    ga4: [{ name: 'page_view', properties: GA4_PAGE }],
    shopify: [{ name: 'page_viewed', properties: SHOPIFY_PAGE }],
  },
  'Screen Viewed': {
    'first spec': names('Viewed Screen'),
    ga4: [{ name: 'screen_view', properties: { name: 'screen_name' } }],
  },
  'Page Engaged': { ga4: names('user_engagement') },
  'Element Clicked': {
    ga4: [{ name: 'click', properties: { href: 'link_url', label: 'link_text' } }],
    shopify: [{ name: 'clicked', properties: { href: 'element.href', role: 'element.tagName' } }],
  },
  'Products Searched': {
    'first spec': names('Searched Products'),
    ga4: [
      { name: 'search', properties: { query: 'search_term' } },
      { name: 'view_search_results', properties: { query: 'search_term' } },
    ],
    shopify: [{ name: 'search_submitted', properties: { query: 'searchResult.query' } }],
  },
  'Product List Viewed': {
    'first spec': names('Viewed Product Category', 'Viewed Product List'),
    ga4: [{ name: 'view_item_list', properties: GA4_LIST }],
    shopify: [
      {
        name: 'collection_viewed',
        properties: {
          list_id: 'collection.id',
          category: 'collection.title',
          products: { each: 'collection.productVariants', of: SHOPIFY_VARIANT },
        },
      },
    ],
  },
  'Product List Filtered': { 'first spec': names('Filtered Product List') },
  'Product Clicked': {
    'first spec': names('Clicked Product'),
    ga4: [{ name: 'select_item', properties: { ...GA4_PRODUCT, list_id: 'item_list_id' } }],
  },
  'Product Viewed': {
    'first spec': names('Viewed Product'),
    ga4: [{ name: 'view_item', properties: GA4_PRODUCT }],
    shopify: [{ name: 'product_viewed', properties: SHOPIFY_PRODUCT }],
  },
  'Promotion Viewed': {
    'first spec': names('Viewed Promotion'),
    ga4: [{ name: 'view_promotion', properties: GA4_PROMOTION }],
  },
  'Promotion Clicked': {
    'first spec': names('Clicked Promotion'),
    ga4: [{ name: 'select_promotion', properties: GA4_PROMOTION }],
  },
  'Product Added': {
    'first spec': names('Added Product'),
    ga4: [{ name: 'add_to_cart', properties: GA4_PRODUCT }],
    shopify: [{ name: 'product_added_to_cart', properties: SHOPIFY_CART_LINE }],
  },
  'Product Removed': {
    'first spec': names('Removed Product'),
    ga4: [{ name: 'remove_from_cart', properties: GA4_PRODUCT }],
    shopify: [{ name: 'product_removed_from_cart', properties: SHOPIFY_CART_LINE }],
  },
  'Cart Viewed': {
    'first spec': names('Viewed Cart'),
    ga4: [{ name: 'view_cart', properties: GA4_ITEMS }],
    shopify: [
      {
        name: 'cart_viewed',
        properties: {
          cart_id: 'cart.id',
          value: 'cart.cost.totalAmount.amount',
          currency: 'cart.cost.totalAmount.currencyCode',
          products: {
            each: 'cart.lines',
            of: { ...below('merchandise', SHOPIFY_VARIANT), quantity: 'quantity' },
          },
        },
      },
    ],
  },
  'Cart Abandoned': { 'first spec': names('Abandoned Cart') },
  'Checkout Started': {
    'first spec': names('Started Order', 'Started Checkout'),
    ga4: [{ name: 'begin_checkout', properties: GA4_ITEMS }],
    shopify: [{ name: 'checkout_started', properties: SHOPIFY_CHECKOUT }],
  },
  'Checkout Step Viewed': { 'first spec': names('Viewed Checkout Step') },
  'Checkout Step Completed': {
    'first spec': names('Completed Checkout Step'),
    ga4: [{ name: 'add_shipping_info', properties: { shipping_method: 'shipping_tier' } }],
    shopify: [
      { name: 'checkout_contact_info_submitted', properties: SHOPIFY_STEP },
      { name: 'checkout_address_info_submitted', properties: SHOPIFY_STEP },
      { name: 'checkout_shipping_info_submitted', properties: SHOPIFY_STEP },
    ],
  },
  'Payment Info Entered': {
    'first spec': names('Entered Payment Info'),
    ga4: [{ name: 'add_payment_info', properties: { payment_method: 'payment_type' } }],
    shopify: [{ name: 'payment_info_submitted', properties: SHOPIFY_STEP }],
  },
  'Order Completed': {
    'first spec': names('Completed Order'),
    ga4: [{ name: 'purchase', properties: GA4_ORDER }],
    shopify: [
      {
        name: 'checkout_completed',
        properties: {
          ...SHOPIFY_CHECKOUT,
          order_id: 'checkout.order.id',
          revenue: 'checkout.subtotalPrice.amount',
        },
      },
    ],
  },
  'Order Updated': { 'first spec': names('Updated Order') },
  'Order Refunded': {
    'first spec': names('Refunded Order'),
    ga4: [{ name: 'refund', properties: { order_id: 'transaction_id', total: 'value', ...GA4_ITEMS } }],
  },
  'Order Cancelled': { 'first spec': names('Cancelled Order'), other: names('Order Canceled') },
  'Coupon Entered': { 'first spec': names('Entered Coupon') },
  'Coupon Applied': { 'first spec': names('Applied Coupon') },
  'Coupon Denied': { 'first spec': names('Denied Coupon') },
  'Coupon Removed': { 'first spec': names('Removed Coupon') },
  'Product Added to Wishlist': {
    'first spec': names('Added Product to Wishlist'),
    ga4: [{ name: 'add_to_wishlist', properties: GA4_PRODUCT }],
  },
  'Product Removed from Wishlist': {
    'first spec': names('Removed Product from Wishlist'),
    ga4: [{ name: 'remove_from_wishlist', properties: GA4_PRODUCT }],
  },
  'Wishlist Product Added to Cart': { 'first spec': names('Added Wishlist Product to Cart') },
  'Product Shared': {
    'first spec': names('Shared Product'),
    ga4: [{ name: 'share', properties: { share_via: 'method', product_id: 'item_id' } }],
  },
  'Cart Shared': { 'first spec': names('Shared Cart') },
  'Product Reviewed': { 'first spec': names('Reviewed Product') },
  'Account Created': { 'first spec': names('Created Account') },
  'Account Deleted': { 'first spec': names('Deleted Account') },
  'Account Added User': { 'first spec': names('Added User to Account') },
  'Account Removed User': { 'first spec': names('Removed User from Account') },
  'Signed Up': {
    ga4: [{ name: 'sign_up', properties: GA4_METHOD }],
    other: names('User Signed Up', 'Registered'),
  },
  'Signed In': {
    ga4: [{ name: 'login', properties: GA4_METHOD }],
    other: names('sign_in', 'Logged In', 'User Signed In'),
  },
  'Signed Out': { other: names('logout', 'sign_out', 'Logged Out', 'User Signed Out') },
  'Invite Sent': { 'first spec': names('Sent Invite') },
  'Trial Started': { 'first spec': names('Started Trial'), other: names('start_trial') },
  'Trial Ended': { 'first spec': names('Ended Trial') },
  'Trial Converted': { other: names('Converted Trial') },
  'Subscription Started': { other: names('Started Subscription', 'subscribe') },
  'Subscription Renewed': { other: names('Renewed Subscription') },
  'Subscription Cancelled': { other: names('Cancelled Subscription', 'Subscription Canceled') },
  'Feature Used': { other: names('Used Feature') },
  'Limit Reached': { other: names('Reached Limit') },
  'Email Opened': { other: names('Opened Email') },
  'Email Link Clicked': { other: names('Email Clicked') },
  'Email Marked as Spam': { other: names('Email Complained') },
  Unsubscribed: { other: names('Email Unsubscribed', 'unsubscribe') },
  'Live Chat Conversation Started': { 'first spec': names('Started Live Chat Conversation') },
  'Live Chat Conversation Ended': { 'first spec': names('Ended Live Chat Conversation') },
  'Live Chat Message Sent': { 'first spec': names('Sent Live Chat Message') },
  'Live Chat Message Received': { 'first spec': names('Received Live Chat Message') },
  'Experiment Viewed': {
    'first spec': names('Viewed Experiment'),
    ga4: [
      {
        name: 'experiment_impression',
        properties: { experiment_id: 'experiment_id', variation_id: 'variant_id' },
      },
    ],
  },
  'Application Crashed': { ga4: names('app_exception') },
  'Push Notification Received': { ga4: names('notification_receive') },
  'Push Notification Tapped': { ga4: names('notification_open') },
  'Deep Link Opened': {
    ga4: [{ name: 'dynamic_link_app_open', properties: { url: 'link_url' } }],
  },
  'Video Playback Started': { ga4: names('video_start') },
  'Video Playback Completed': { ga4: names('video_complete') },
  'Video Content Playing': { ga4: names('video_progress') },
  'Session Started': { ga4: names('session_start') },
  'Traits Updated': { other: names('Updated Traits') },
};

/** Every row by the Spec's name. */
export const VOCABULARY: ReadonlyMap<string, VocabularyRow> = new Map(Object.entries(ROWS));

/**
 * What else an event is called, without what is its own name in other letters.
 *
 * @example aliasesOf('Product Viewed') // ['Viewed Product', 'view_item']
 */
export function aliasesOf(event: string): readonly string[] {
  const row = VOCABULARY.get(event) ?? {};
  return VOCABULARIES.flatMap((vocabulary) => (row[vocabulary] ?? []).map(({ name }) => name)).filter(
    (name) => fold(name) !== fold(event),
  );
}

function fold(name: string): string {
  return name.replaceAll('_', ' ').toLowerCase();
}

/** Paths that begin with another. */
function below(path: string, of: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(of).map(([key, source]) => [key, `${path}.${source}`]));
}

function firstOf(list: string, of: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return below(`${list}.0`, of);
}
