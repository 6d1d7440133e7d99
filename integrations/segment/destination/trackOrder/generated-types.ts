// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * What happened to the order: Order Completed, Order Updated, Order Refunded or Order Cancelled.
   */
  event_name: string
  /**
   * The ID of the order in your shop. An order that is reported twice counts once.
   */
  order_id: string
  /**
   * The ID of the checkout that led to the order.
   */
  checkout_id?: string
  /**
   * The ID of the cart that became the order.
   */
  cart_id?: string
  /**
   * The shop or channel in which the order was placed.
   */
  affiliation?: string
  /**
   * What was paid, with tax and shipping, as a decimal number in the currency of the order.
   */
  total?: number
  /**
   * The sum of the products after discounts, without tax and shipping, as a decimal number in the currency of the order.
   */
  subtotal?: number
  /**
   * What was earned, without tax and shipping, as a decimal number in the currency of the order.
   */
  revenue?: number
  /**
   * The cost of shipping, as a decimal number in the currency of the order.
   */
  shipping?: number
  /**
   * The tax in the total, as a decimal number in the currency of the order.
   */
  tax?: number
  /**
   * What was taken off, as a decimal number in the currency of the order.
   */
  discount?: number
  /**
   * The currency of the order as an ISO 4217 code, for example EUR.
   */
  currency?: string
  /**
   * The coupon that was used for the order.
   */
  coupon?: string
  /**
   * The products of the order, as a list of objects with ID, price and quantity.
   */
  products?: {
    /**
     * The ID of the product.
     */
    product_id?: string
    /**
     * The stock keeping unit of the product.
     */
    sku?: string
    /**
     * The name of the product.
     */
    name?: string
    /**
     * The brand of the product.
     */
    brand?: string
    /**
     * The category of the product.
     */
    category?: string
    /**
     * The variant of the product.
     */
    variant?: string
    /**
     * The price of one piece.
     */
    price?: number
    /**
     * How many pieces were ordered.
     */
    quantity?: number
    /**
     * The coupon that was used for the product.
     */
    coupon?: string
  }[]
  /**
   * The ID of the user in your system. It is hashed with the ID Key before it is sent; a value that is hashed that way already is sent as it is.
   */
  user_id?: string
  /**
   * The random ID of the device. A UUID is sent as it is, so that the device meets itself where the Inkling tracker uses the same ID; anything else is hashed with the ID Key.
   */
  anonymous_id?: string
  /**
   * The user's email address. It is hashed with the ID Key before it is sent, and used as an identifier only; a value that is hashed that way already is sent as it is.
   */
  email?: string
  /**
   * The ID of the account for which the user acted. It is hashed with the ID Key before it is sent. Leave it empty where there are no accounts.
   */
  group_id?: string
  /**
   * The page on which the event happened. Fragments and all parameters but those that begin with utm_ are left out.
   */
  page?: {
    /**
     * The address of the page.
     */
    url?: string
    /**
     * The path of the page.
     */
    path?: string
    /**
     * The address of the page before it.
     */
    referrer?: string
  }
  /**
   * The campaign that led to the page: name, source, medium, term and content.
   */
  campaign?: {
    [k: string]: unknown
  }
  /**
   * The ID of the event. An event that is sent again under the same ID counts once.
   */
  message_id?: string
  /**
   * The time at which the event happened, as an ISO 8601 date. Defaults to the time of the event.
   */
  timestamp?: string | number
  /**
   * The consent categories that the visitor allowed or refused. An empty object refuses everything.
   */
  consent?: {
    [k: string]: unknown
  } | null
  /**
   * When enabled, events are sent in batches. Defaults to enabled.
   */
  enable_batching?: boolean
}
