/** What Shopify puts into each page of a shop, as far as the embed asks for it. */

export type Answer = 'yes' | 'no' | '';

/** `Shopify.customerPrivacy`, once its feature has been loaded. */
export type CustomerPrivacy = {
  /** What the visitor chose: empty where they have not. */
  currentVisitorConsent(): {
    readonly analytics: Answer;
    readonly preferences: Answer;
    readonly marketing: Answer;
    readonly sale_of_data: Answer;
  };
  /** These weigh the choice, the region and the shop's settings: true also where no choice is needed. */
  analyticsProcessingAllowed(): boolean;
  preferencesProcessingAllowed(): boolean;
  saleOfDataAllowed(): boolean;
  /** Keeps what the visitor chose. */
  setTrackingConsent(chosen: Readonly<Record<string, boolean>>, done: () => void): void;
};

export type ShopifyPage = {
  /** True in the theme editor. */
  readonly designMode?: boolean;
  readonly customerPrivacy?: CustomerPrivacy;
  loadFeatures(
    features: readonly { readonly name: string; readonly version: string }[],
    done: (error?: unknown) => void,
  ): void;
};

/** Of `/cart.js`; prices in hundredths, whatever the currency. */
export type Cart = {
  readonly token: string;
  readonly currency: string;
  readonly item_count: number;
  readonly total_price: number;
  readonly items: readonly {
    readonly product_id: number;
    readonly variant_id: number;
    readonly sku: string | null;
    readonly quantity: number;
    readonly price: number;
  }[];
};

declare global {
  interface Window {
    readonly Shopify?: ShopifyPage;
  }
}
